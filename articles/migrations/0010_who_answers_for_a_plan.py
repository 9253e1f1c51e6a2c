import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0009_search_stems")]

    operations = [
        operation
        for name in ("schedule", "release")
        for operation in (
            migrations.RenameField(name, "created_at", "planned_at"),
            migrations.RenameField(name, "created_by", "planned_by"),
            migrations.AlterField(
                name, "planned_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)
            ),
        )
    ]

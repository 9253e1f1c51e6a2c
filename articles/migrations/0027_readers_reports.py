import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0026_paid_links"),
    ]

    operations = [
        migrations.AddField(
            model_name="reviewtrigger",
            name="revision",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="articles.revision"
            ),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("authors", "0005_moderated_bios"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="biorevision",
            options={"ordering": ["-pk"], "verbose_name": "bio", "verbose_name_plural": "bios"},
        ),
        migrations.AddConstraint(
            model_name="biorevision",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict", ""), ("submitted_at__isnull", False), _connector="OR"),
                name="bio_revision_judged_was_submitted",
            ),
        ),
    ]

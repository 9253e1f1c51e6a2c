import django.db.models.deletion
from django.db import migrations, models

from articles import review_guard


def unguard(apps, schema_editor):
    review_guard.remove(schema_editor.connection)


def guard(apps, schema_editor):
    review_guard.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0023_board_thresholds"),
        ("authors", "0013_author_review_address"),
    ]

    operations = [
        # Its triggers name a table that SQLite makes anew.
        migrations.RunPython(unguard, guard),
        migrations.AddField(
            model_name="article",
            name="ai_editor",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="authors.author",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="ai_how",
            field=models.CharField(blank=True, editable=False, max_length=300),
        ),
        migrations.AddField(
            model_name="article",
            name="ai_use",
            field=models.CharField(
                blank=True,
                choices=[
                    ("none", "none"),
                    ("assisted", "assisted: people wrote it, with help"),
                    ("drafted", "drafted: a first version came from it"),
                ],
                editable=False,
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="sponsor",
            field=models.CharField(blank=True, editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name="article",
            name="sponsored_for",
            field=models.CharField(blank=True, editable=False, max_length=300),
        ),
        migrations.AddField(
            model_name="contribution",
            name="interests",
            field=models.TextField(blank=True),
        ),
        migrations.RunPython(guard, unguard),
    ]

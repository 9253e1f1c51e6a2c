"""PostgreSQL: the words of the index by their stems, so that the search marks words without parsing texts."""

from django.db import migrations


def build(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE INDEX articles_search_stem ON articles_searchword ((ts_lexize('english_stem', word)))", None
        )


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX articles_search_stem", None)


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_stages_plans_and_bin")]

    operations = [migrations.RunPython(build, remove)]

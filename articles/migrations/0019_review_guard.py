from django.db import migrations

from articles import review_guard


def install(apps, schema_editor):
    review_guard.install(schema_editor.connection)


def remove(apps, schema_editor):
    review_guard.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("articles", "0018_reviews")]

    operations = [migrations.RunPython(install, remove)]

"""From here on the database refuses to change what happened.

On SQLite a migration that alters one of these tables makes a new one, without triggers: it must install them again.
"""

from typing import Any

from django.db import migrations

from history import append_only


def install(apps: Any, schema_editor: Any) -> None:
    append_only.install(schema_editor.connection, *append_only.TABLES)


def remove(apps: Any, schema_editor: Any) -> None:
    append_only.remove(schema_editor.connection, *append_only.TABLES)


class Migration(migrations.Migration):
    dependencies = [("history", "0002_seals")]

    operations = [migrations.RunPython(install, remove)]

"""PostgreSQL: find articles by the full-text index always.

The planner knows nothing of what reading large vectors costs: it took the whole table for cheaper up to thousands of
articles, at six microseconds each. The setting holds inside the function alone.
"""

from django.db import migrations

_MATCHING = """
CREATE FUNCTION articles_search_matching(asked tsquery) RETURNS SETOF bigint
LANGUAGE sql STABLE PARALLEL SAFE ROWS 100 SET enable_seqscan = off AS $$
    SELECT entry.id FROM articles_searchentry entry WHERE entry.document @@ asked
$$"""


def build(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_MATCHING, None)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION articles_search_matching(tsquery)", None)


class Migration(migrations.Migration):
    dependencies = [("articles", "0010_who_answers_for_a_plan")]

    operations = [migrations.RunPython(build, remove)]

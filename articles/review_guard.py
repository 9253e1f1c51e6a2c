"""What no check constraint can say of a review: that its revision is sealed and of its article, and that its reviewer
did not write it. Triggers of the database say it, on both databases."""

from typing import Any

NAME = "articles_review_guard"
_MESSAGE = "a review is of a sealed revision of its article, by somebody who did not write it"
_WRONG = """
NOT EXISTS (
  SELECT 1 FROM articles_revision r
  WHERE r.id = NEW.revision_id AND r.article_id = NEW.article_id AND r.sealed_at IS NOT NULL
) OR EXISTS (
  SELECT 1 FROM articles_contribution c
  WHERE c.article_id = NEW.article_id AND c.author_id = NEW.reviewer_id AND c.role IN ('writer', 'contributor')
) OR EXISTS (
  SELECT 1 FROM articles_revision r JOIN authors_author a ON a.user_id = r.author_id
  WHERE r.id = NEW.revision_id AND a.id = NEW.reviewer_id
)
"""


def install(connection: Any) -> None:
    """Add it where it is missing. SQLite forgets triggers when a table is made anew: migrations that change
    articles_review call this again."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {_WRONG} THEN "
                f"RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$"
            )
            cursor.execute(f"DROP TRIGGER IF EXISTS {NAME} ON articles_review")
            cursor.execute(
                f"CREATE TRIGGER {NAME} BEFORE INSERT OR UPDATE ON articles_review "
                f"FOR EACH ROW EXECUTE FUNCTION {NAME}()"
            )
        else:
            for act in ("INSERT", "UPDATE"):
                cursor.execute(
                    f"CREATE TRIGGER IF NOT EXISTS {NAME}_{act.lower()} BEFORE {act} ON articles_review "
                    f"WHEN {_WRONG} BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
                )


def remove(connection: Any) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP TRIGGER IF EXISTS {NAME} ON articles_review")
        else:
            for act in ("insert", "update"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {NAME}_{act}")

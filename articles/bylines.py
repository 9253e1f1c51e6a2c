"""The author whom a delivered text names, and the paragraph about them that closes it."""

from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.text import slugify

from authors import moderation, permissions, profiles
from authors.bios import BioSnapshot
from authors.models import Author, BioRevision, FormerAuthorSlug
from content import ids
from content.normalising import normalise
from content.schema import document
from content.text import plain_text
from history import revisions

# A name has two to five words; the beginning of a bio is tried at these lengths.
_NAME_WORDS = range(5, 0, -1)


@dataclass(frozen=True)
class BioOutcome:
    """What became of the closing paragraph. `revision` is the one that holds its words, if any does."""

    said: str
    revision: BioRevision | None = None
    is_warning: bool = False


def find_author(slug: str) -> Author | None:
    """The author at this address, now or formerly."""
    former = FormerAuthorSlug.objects.select_related("author").filter(slug=slug).first
    return Author.objects.filter(slug=slug).first() or getattr(former(), "author", None)


def create_author(slug: str, closing: str, *, by: Any) -> Author:
    """Create the author at `slug`, named as the closing paragraph begins, if that is the slug, else as the slug reads.

    Records an event; readers see the name, no bio. Raises PermissionDenied.
    """
    if not permissions.can_keep_authors(by):
        raise PermissionDenied(
            f"There is no author {slug}, and your role may not add one. Ask an editor or a moderator."
        )
    return profiles.save_author(Author(name=name_of(slug, closing), slug=slug), by=by)


def name_of(slug: str, closing: str) -> str:
    """`camellia-wulansari` and "Camellia Wulansari is a …" give "Camellia Wulansari"."""
    words = closing.split()
    beginnings = (" ".join(words[:count]).rstrip(",;:") for count in _NAME_WORDS if count <= len(words))
    fitting = (beginning for beginning in beginnings if slugify(beginning) == slug)
    return next(fitting, slug.replace("-", " ").title())


def submit_closing(author: Author, closing: str, *, by: Any) -> BioOutcome:
    """Send the closing paragraph to the moderators as the author's bio, unless its words were submitted before.

    Words that were submitted once and followed by others are old: they would overwrite what came after them.
    Role, credentials and portrait stay as the latest revision says.
    """
    latest = revisions.latest(author)
    if latest and not latest.is_sealed:
        said = f"the paragraph about {author} was NOT submitted as a bio: somebody is writing a newer one at the desk"
        return BioOutcome(said, is_warning=True)
    if latest and _says(latest, closing):
        return BioOutcome(f"the bio of {author} is unchanged ({latest.verdict or 'waiting for a moderator'})", latest)
    if any(_says(earlier, closing) for earlier in author.revisions.sealed()):
        return BioOutcome(f"the bio of {author} was submitted before and changed since; the newer words stay")
    if not permissions.can_edit_author(by, author):
        said = f"the paragraph about {author} was NOT submitted as a bio: your role may not change that author"
        return BioOutcome(said, is_warning=True)
    snapshot = replace(moderation.latest_snapshot(author), bio=bio_document(closing))
    revision = moderation.submit_bio(author, snapshot, by=by, base=latest.token if latest else None)
    return BioOutcome(f"the bio of {author} is submitted and waits for a moderator", revision)


def approve_closing(outcome: BioOutcome, author: Author, *, by: Any) -> str:
    """Approve the revision that holds the closing paragraph, if it waits. Returns what happened in words.

    Raises PermissionDenied when `by` may not judge this bio.
    """
    revision = outcome.revision
    # Asked before the state, so that a person without the right learns it on the first run already.
    asked = revision or BioRevision(author_page=author)
    if not permissions.can_moderate(by, asked):
        raise PermissionDenied(
            f"{by} may not approve the bio of {author}: only a moderator, and never their own or what they sent."
        )
    if revision is None or revision.verdict:
        return f"no bio of {author} waits for approval"
    moderation.approve_bio(revision, by=by)
    return f"the bio of {author} is approved by {by}"


def bio_document(words: str) -> dict[str, Any]:
    """A bio of one paragraph, with an id made of its words."""
    paragraph = {
        "type": "paragraph",
        "attrs": {"id": ids.derive(words, 0)},
        "content": [{"type": "text", "text": words}],
    }
    return normalise(document(paragraph))


def _says(revision: BioRevision, closing: str) -> bool:
    return plain_text(BioSnapshot.of(revision).bio).strip() == plain_text(bio_document(closing)).strip()

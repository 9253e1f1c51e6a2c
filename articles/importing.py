"""The import of an article that its author delivers as a text file."""

from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q

from articles import (
    addresses,
    boxes,
    bylines,
    checklist,
    furnishing,
    permissions,
    publishing,
    topic_links,
    word_links,
    writing,
)
from articles.checks.finding import Finding
from articles.delivery import Reason, Refused, read_article
from articles.enums import ArticleKind, ArticleState
from articles.models import Article, FormerArticleSlug, Pillar, Revision
from articles.particulars import Particulars, problem_with_tags, read_beside
from articles.snapshots import Contributor, Interest, Snapshot
from articles.topic_links import Suggestion
from authors.models import Author
from content.schema import ARTICLE
from content.text import Manuscript, plain_text
from content.validation import validate
from history import events, revisions

_NOTE = "Imported from"


@dataclass(frozen=True)
class Order:
    """What to import and how. What is None here is taken from the particulars beside the file.

    `pillar` is a path (`hub/pillar`), `author` a slug; `interests` is what that author states of conflicts of interest.
    `override` is a reason to publish against the checklist; `planned` the title by which others plan this very text.
    `approver` is who approves the closing bio; `topic_links` is "", "print" or "apply".
    """

    path: Path
    by: Any
    pillar: str | None = None
    author: str | None = None
    kind: str | None = None
    tags: tuple[str, ...] | None = None
    publish: bool = False
    override: str = ""
    approver: Any = None
    interests: str | None = None
    ai_use: str | None = None
    topic_links: str = ""
    planned: str = ""


@dataclass
class Outcome:
    """What an import did. `notes` tell it in order; `warnings` are what its caller should look at."""

    article: Article
    revision: Revision
    body: dict[str, Any]
    has_bio: bool
    is_new: bool
    is_changed: bool
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)
    blockers: list[Finding] = field(default_factory=list)
    hints: list[Finding] = field(default_factory=list)


def import_article(order: Order, *, rehearsal: bool = False) -> Outcome:
    """Read the file, and save it as a new revision of a new article or of the one with its address or title.

    In one transaction, in this order: permissions; pillar and author, who is created if nobody has the address;
    boxes, pictures, links and citations; revision (none when nothing changed); the closing paragraph as the author's
    pending bio; approval; publication, if nothing blocks it (else the outcome has `blockers`); an event. A rehearsal
    does all of it and takes it back, and stores no picture. Raises Refused (files, particulars), PermissionDenied,
    ValidationError, history.revisions.Conflict; then nothing is kept, but a picture's file may lie among the
    originals, unnamed.
    """
    manuscript = read_article(order.path)
    said = read_beside(order.path)
    with transaction.atomic():
        _check_permissions(order)
        outcome = _import(order, said, manuscript, rehearsal)
        if rehearsal:
            transaction.set_rollback(True)
    return outcome


def find_article(title: str, slug: str | None) -> Article | None:
    """The article that an import of this title and address continues: by address, also a former one, or by title.

    A planned article is not meant: writing.start() takes it over.
    """
    written = Article.objects.exclude(state=ArticleState.PLANNED).order_by("pk")
    if slug:
        former = FormerArticleSlug.objects.filter(slug=slug).values("article")
        found = written.filter(Q(slug=slug) | Q(working_slug=slug)).first() or written.filter(pk__in=former).first()
        if found:
            return found
    title = " ".join(title.split())
    return written.filter(Q(working_title__iexact=title) | Q(title__iexact=title)).first()


def _check_permissions(order: Order) -> None:
    if not permissions.can_write(order.by):
        raise PermissionDenied(f"{order.by} may not write articles.")
    if order.publish and not permissions.can_publish(order.by, Article()):
        raise PermissionDenied(f"{order.by} may not publish: only an editor may. Import without publishing.")
    if order.override and not permissions.can_override(order.by):
        raise PermissionDenied(f"{order.by} may not publish against the checklist.")


def _import(order: Order, said: Particulars, manuscript: Manuscript, rehearsal: bool) -> Outcome:
    kind = _kind(order, said)
    pillar = _pillar(order, said, kind)
    if problem := problem_with_tags(order.tags or ()):
        raise Refused(Reason(order.path, problem))
    notes: list[str] = []
    author = _author(order, said, manuscript, kind, notes)
    body = boxes.set_boxes(manuscript.body, said)
    body = furnishing.set_pictures(body, said, by=order.by, rehearsal=rehearsal)
    body = furnishing.set_links(body, said, by=order.by)
    body = furnishing.set_citations(body, said)
    suggestions = topic_links.suggest(body, Pillar.objects.all()) if order.topic_links else []
    if order.topic_links == "apply":
        body = word_links.set_links(body, [(s.place, s.target) for s in suggestions])
    _check_body(body, order.path)
    article = find_article(manuscript.title, said.slug)
    if order.planned and not Article.objects.planned().filter(title__iexact=order.planned).exists():
        raise Refused(Reason(order.path, f"nobody plans an article with the title “{order.planned}”"))
    before = revisions.latest(article) if article else None
    snapshot = _snapshot(order, said, manuscript, before, pillar=pillar, author=author, kind=kind, body=body)
    article, revision = _save(order, article, before, snapshot, notes)
    outcome = Outcome(
        article=article,
        revision=revision,
        body=Snapshot.from_dict(revision.snapshot).body,
        has_bio=bool(manuscript.closing),
        is_new=before is None,
        is_changed=before is None or before.pk != revision.pk,
        notes=notes,
        suggestions=suggestions,
    )
    _settle_bio(order, author, manuscript.closing, outcome)
    _publish(order, outcome)
    return outcome


def _kind(order: Order, said: Particulars) -> str | None:
    kind = order.kind or said.kind
    if kind is not None and kind not in ArticleKind.values:
        raise _refusal(order, said, order.kind, f"there is no kind {kind!r}; known are {', '.join(ArticleKind.values)}")
    return kind


def _pillar(order: Order, said: Particulars, kind: str | None) -> Pillar | None:
    path = order.pillar or said.pillar
    if not path:
        if kind == ArticleKind.PAGE:
            return None
        raise _refusal(order, said, None, "name the pillar to which the article belongs (--pillar hub/pillar)")
    # PostgreSQL: two imports of one file wait for each other here, so that the second finds the first one's article.
    found = Pillar.objects.at(path).select_for_update(of=("self",)).first()
    if found is None:
        paths = sorted(addresses.pillar_path(pillar) for pillar in Pillar.objects.select_related("parent"))
        known = f"there are {', '.join(paths)}" if paths else "there is none at all yet; make it in the desk"
        raise _refusal(order, said, order.pillar, f"there is no pillar {path!r}; {known}")
    return found


def _author(
    order: Order, said: Particulars, manuscript: Manuscript, kind: str | None, notes: list[str]
) -> Author | None:
    slug = order.author or said.author
    if not slug:
        if kind == ArticleKind.PAGE and not manuscript.closing:
            return None
        raise _refusal(order, said, None, "name the author of the article (--author slug)")
    if author := bylines.find_author(slug):
        return author
    try:
        author = bylines.create_author(slug, manuscript.closing, by=order.by)
    except ValidationError as error:
        raise _refusal(order, said, order.author, f"the author {slug!r}: {' '.join(error.messages)}") from None
    notes.append(f"the author {author} is new: {slug}")
    return author


def _snapshot(
    order: Order,
    said: Particulars,
    manuscript: Manuscript,
    before: Revision | None,
    *,
    pillar: Pillar | None,
    author: Author | None,
    kind: str | None,
    body: dict[str, Any],
) -> Snapshot:
    """What the file says over what the latest revision said; what neither file nor options speak of stays."""
    base = Snapshot.from_dict(before.snapshot) if before else Snapshot(title=manuscript.title, slug="")
    tags = order.tags if order.tags is not None else said.tags
    return replace(
        base,
        title=manuscript.title,
        slug=said.slug or base.slug,
        standfirst=manuscript.standfirst,
        kind=kind or base.kind,
        pillar=pillar.pk if pillar else None,
        body=body,
        tags=base.tags if tags is None else tags,
        contributors=_contributors(base.contributors, author),
        search_description=base.search_description if said.search_description is None else said.search_description,
        **_statements(order, said, base, author),
    )


def _statements(order: Order, said: Particulars, base: Snapshot, author: Author | None) -> dict[str, Any]:
    """What options and file state of interests, AI and a sponsor; nothing is assumed where they are silent."""
    names = ("ai_use", "ai_how", "sponsor", "sponsored_for")
    stated: dict[str, Any] = {name: getattr(said, name) for name in names if getattr(said, name) is not None}
    stated |= {"ai_use": order.ai_use} if order.ai_use is not None else {}
    interests = said.interests if order.interests is None else order.interests
    if interests is not None and author:
        stated["interests"] = (*base.interests, Interest(author.pk, interests))
    if said.ai_editor:
        editor = bylines.find_author(said.ai_editor)
        if editor is None:
            raise _refusal(order, said, None, f"there is no author {said.ai_editor!r} who could answer for the text")
        stated["ai_editor"] = editor.pk
    return stated


def _contributors(before: tuple[Contributor, ...], author: Author | None) -> tuple[Contributor, ...]:
    if author is None or any(contributor.author == author.pk for contributor in before):
        return before
    return (Contributor(author.pk), *before)


def _save(
    order: Order, article: Article | None, before: Revision | None, snapshot: Snapshot, notes: list[str]
) -> tuple[Article, Revision]:
    note = f"{_NOTE} {order.path.name}"[:300]
    if article is None:
        article = writing.start(snapshot, by=order.by, note=note, planned=order.planned)
        notes.append(f"the article is new: {article}")
        revision = revisions.latest(article)
    else:
        revision = writing.save(article, snapshot, by=order.by, base=before.token if before else None, note=note)
        notes.extend(_changes(article, before, revision))
    if before is None or before.pk != revision.pk:
        events.record("imported", article, order.by, file=order.path.name, revision=revision.pk, number=revision.number)
    return article, revision


def _changes(article: Article, before: Revision | None, revision: Revision) -> list[str]:
    if before and before.pk == revision.pk:
        return [f"nothing has changed since revision {revision.number}; no new one is made"]
    said = [f"the article exists; this is its revision {revision.number}"]
    if before and not before.note.startswith(_NOTE):
        said.append(
            f"it was changed at the desk since: {before.author or 'someone'}'s version of "
            f"{before.modified_at:%d %B %Y, %H:%M} stays in its versions, below this one"
        )
    if before:
        old, new = Snapshot.from_dict(before.snapshot), Snapshot.from_dict(revision.snapshot)
        names = [one.name for one in fields(Snapshot) if getattr(old, one.name) != getattr(new, one.name)]
        changed = [name.replace("_", " ") for name in names]
        said.append(f"changed: {', '.join(changed)}")
    return said


def _settle_bio(order: Order, author: Author | None, closing: str, outcome: Outcome) -> None:
    if author is None or not closing:
        if order.approver:
            outcome.warnings.append("there is no closing paragraph, so there is no bio to approve")
        return
    bio = bylines.submit_closing(author, closing, by=order.by)
    (outcome.warnings if bio.is_warning else outcome.notes).append(bio.said)
    if order.approver:
        outcome.notes.append(bylines.approve_closing(bio, author, by=order.approver))


def _publish(order: Order, outcome: Outcome) -> None:
    article = Article.objects.with_address().get(pk=outcome.article.pk)
    if order.publish and article.is_published and article.live_revision_id == outcome.revision.pk:
        outcome.notes.append("readers see this revision already")
    elif order.publish:
        if article.was_public and not article.is_published:
            outcome.warnings.append(f"the article had been withdrawn and is public again: {article.withdrawn_reason}")
        try:
            # What was refused takes the import with it no further than to here: the draft stays.
            with transaction.atomic():
                publishing.publish(
                    article, revision=outcome.revision, by=order.by, override_reason=order.override or None
                )
        except publishing.NotPublishable as refused:
            outcome.blockers = refused.blockers
        else:
            outcome.notes.append(
                f"published against the checklist: {order.override}" if order.override else "published"
            )
        article = Article.objects.with_address().get(pk=article.pk)
    outcome.article = article
    found = checklist.findings(article, Snapshot.from_dict(outcome.revision.snapshot))
    outcome.hints = [one for one in found if not one.blocks]


def _check_body(body: dict[str, Any], path: Path) -> None:
    problems = validate(body, ARTICLE)
    if problems:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        raise Refused(*(Reason(path, f"{p.path}: {p.message}", _line_of(p.path, body, lines)) for p in problems))


def _line_of(problem_path: str, body: dict[str, Any], lines: list[str]) -> int | None:
    """The line of the block that a problem's path (`content[3].…`) names."""
    index = problem_path.removeprefix("content[").partition("]")[0]
    if not index.isdigit():
        return None
    words = plain_text({**body, "content": [body["content"][int(index)]]}).split("\n")[0]
    return next((number for number, line in enumerate(lines, start=1) if words and words in line), None)


def _refusal(order: Order, said: Particulars, option: str | None, message: str) -> Refused:
    """Blames the particulars when they said it, else the options."""
    return said.refuse(message) if said.path and option is None else Refused(Reason(order.path, message))

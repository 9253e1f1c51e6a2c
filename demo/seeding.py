"""Playing the demo's script through the verbs of the desk: what exists stays as people left it, what is missing comes.

Each step is finished or not begun, so a seeding that was killed goes on where it stopped.
"""

import io
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.text import slugify

from articles import (
    arranging,
    correcting,
    dismissing,
    importing,
    naming,
    particulars,
    publishing,
    related_reading,
    reviewing,
    synonyms,
)
from articles.delivery import read_article
from articles.enums import ReviewKind, ReviewVerdict
from articles.models import Article, FormerPillarSlug, Pillar, Revision, Synonym
from authors import credentials, moderation, profiles
from authors.bios import BioSnapshot
from authors.models import Author, Credential, FormerAuthorSlug, User
from content import ids
from content.schema import document
from demo import script
from demo.drawing import FOCAL_POINTS, draw
from demo.script import Erratum, Person, SameWords, Script, Topic
from healthusias import roles
from history import events, revisions
from history.models import Event
from images import library
from images.models import Image
from sources import files, retractions
from sources import importing as importing_sources
from sources.models import RetractionNotice

Say = Callable[[str], None]

_DONE = "demo seeded"
_DRAWN = "demo picture drawn"
# What the demo's writer sets aside, and why.
_ASIDE = ("long-list", "Each point is two or three words; in two lists nobody would know what belongs together.")


def is_current(play: Script) -> bool:
    """Whether this very script was played to its end. One query."""
    return Event.objects.filter(act=_DONE, data__digest=play.digest).exists()


def seed(play: Script, say: Say) -> None:
    """Play the script: roles, logins, topics, authors with bios, pictures, articles; then note that it is done.

    Skips whatever is there, also under another address that it was given since. Raises what the verbs raise.
    """
    if changed := roles.sync_roles():
        say(f"roles: {', '.join(changed)}")
    users = _logins(play, say)
    cast = _Cast(users, play)
    for topic in play.hubs:
        _topic(topic, None, cast.editor, say)
    for person in play.authors:
        _person(person, cast, say)
    _sources(play.sources, cast.editor, say)
    for text in play.texts:
        _article(text, cast, say)
    for text in play.drafts:
        _draft(text, cast, say)
    for erratum in play.corrections:
        _correction(erratum, cast.editor, say)
    _retractions(play.retractions, say)
    for same in play.synonyms:
        _synonym(same, cast.editor, say)
    # The first texts were published when there was little to read on.
    related_reading.refresh()
    events.record(_DONE, cast.administrator, cast.administrator, digest=play.digest)


class _Cast:
    """Who does what in the play: the first login of each role."""

    def __init__(self, users: dict[str, User], play: Script):
        first = {login.role: users[login.email] for login in reversed(play.logins)}
        self.users = users
        self.play = play
        self.writer = first.get(roles.WRITER, first[roles.EDITOR])
        self.editor = first[roles.EDITOR]
        self.doctor = first.get(roles.MEDICAL_REVIEWER)
        self.moderator = first[roles.MODERATOR]
        self.administrator = first[roles.ADMINISTRATOR]


def _logins(play: Script, say: Say) -> dict[str, User]:
    """The demo's logins by address. One that exists keeps its password and its roles."""
    users = {}
    for login in play.logins:
        user = User.objects.filter(email__iexact=login.email).first()
        if user is None:
            with transaction.atomic():
                made = {"name": login.name, "is_staff": True, "is_demo": True}
                user = User.objects.create_user(login.email, play.password, **made)
                user.groups.add(Group.objects.get(name=login.role))
                events.record("login created", user, None, roles=[login.role])
            say(f"login: {login.email} ({login.role})")
        elif not user.is_demo and user.check_password(play.password):
            # From before there was the mark; one that got a password of its own is not the demo's any more.
            User.objects.filter(pk=user.pk).update(is_demo=True)
        users[login.email] = user
    return users


def _topic(topic: Topic, hub: Pillar | None, by: User, say: Say) -> None:
    path = f"{hub.slug}/{topic.slug}" if hub else topic.slug
    former = FormerPillarSlug.objects.filter(path=path).select_related("pillar").first()
    node = Pillar.objects.at(path).first() or (former and former.pillar)
    if node is None:
        position = Pillar.objects.filter(parent=hub).count()
        node = Pillar(parent=hub, title=topic.title, slug=topic.slug, summary=topic.summary, position=position)
        node.review_required = topic.review_required
        arranging.save_pillar(node, by=by)
        say(f"topic: {path}")
    for below in topic.pillars:
        _topic(below, node, by, say)


def _person(person: Person, cast: _Cast, say: Say) -> None:
    """The author with an approved bio, and the words that wait. One with a bio of any kind is left alone."""
    former = FormerAuthorSlug.objects.filter(slug=person.slug).select_related("author").first()
    author = Author.objects.filter(slug=person.slug).first() or (former and former.author)
    portrait = None
    if author is None or not author.revisions.exists():
        portrait = picture(person.portrait, person.name, f"Portrait of {person.name}", cast.editor, say)
    with transaction.atomic():
        if author is None:
            author = Author(name=person.name, slug=person.slug, user=cast.users.get(person.login))
            author = profiles.save_author(author, by=cast.editor)
        if revisions.latest(author):
            return
        snapshot = BioSnapshot(
            role=person.role,
            bio=bio(person.bio),
            portrait=portrait.pk if portrait else None,
            honorific=person.honorific,
            expertise=[node.pk for path in person.expertise for node in Pillar.objects.at(path)],
            languages=list(person.languages),
            disclosure=person.disclosure,
        )
        submitted = moderation.submit_bio(author, snapshot, by=cast.editor, base=None)
        moderation.approve_bio(submitted, by=cast.moderator)
        if person.pending_bio:
            newer = replace(snapshot, bio=bio(person.pending_bio))
            moderation.submit_bio(author, newer, by=cast.users.get(person.login) or cast.editor, base=submitted.token)
        for facts in person.credentials:
            _credential(author, facts, cast)
    say(f"author: {author}")


def _credential(author: Author, facts: dict[str, Any], cast: _Cast) -> None:
    """A fact about the author; `days` from today it ends."""
    known = {name: facts[name] for name in ("kind", "name", "issuer", "country", "number") if name in facts}
    covers = facts.get("covers", ())
    topics = [] if covers == "all" else [node for path in covers for node in Pillar.objects.at(path)]
    until = credentials.today() + timedelta(days=facts["days"]) if "days" in facts else None
    credential = Credential(
        author=author,
        valid_until=until,
        covers_everything=covers == "all",
        is_clinical=facts.get("clinical", False),
        **known,
    )
    credential = credentials.save(credential, topics=topics, by=cast.editor)
    if "verified" in facts:
        credentials.verify(credential, by=cast.moderator, version=credential.version, how=facts["verified"])


def bio(text: str) -> dict:
    """A bio with a paragraph for each line."""
    blocks = [
        {
            "type": "paragraph",
            "attrs": {"id": ids.derive(words, number)},
            "content": [{"type": "text", "text": words}],
        }
        for number, words in enumerate(script.paragraphs(text))
    ]
    return document(*blocks)


def picture(key: str, title: str, alt: str, by: User, say: Say, credit: str = "") -> Image | None:
    """The drawing of that key in the library, with all its renditions; None for an empty key.

    Kept by an event, not by its bytes, which another version of the drawing library may write otherwise.
    """
    if not key:
        return None
    if image := _drawn(key):
        return image
    file = io.BytesIO()
    draw(key).save(file, "PNG")
    file.seek(0)
    # Outside a transaction: encoding takes seconds, and SQLite has one writer.
    words = {"title": title, "alt": alt, "credit": credit}
    image = library.add(file, **words, focal=FOCAL_POINTS[key], by=by, render_now=True)
    events.record(_DRAWN, image, by, key=key)
    say(f"picture: {key}")
    return image


def _drawn(key: str) -> Image | None:
    found = Event.objects.filter(act=_DRAWN, data__key=key).values_list("target_id", flat=True)
    return Image.objects.filter(pk__in=list(found)).first()


def _publish(article: Article, revision: Revision, cast: _Cast) -> None:
    """Let the demo's clinician review it, where that is called for and she did not write it, and publish it."""
    reason = None
    if reviewing.requires(article.kind, article.pillar):
        reviewer = Author.objects.filter(user=cast.doctor).first() if cast.doctor else None
        if reviewer is None or reviewing.refused(article, revision, reviewer, ReviewKind.MEDICAL):
            reason = "The demonstration has no clinician who could review it."
        else:
            said = {"verdict": ReviewVerdict.APPROVED, "conflict": "None (fictional).", "note": "Read for the demo."}
            reviewing.sign(article, revision, reviewer=reviewer, by=cast.doctor, **said)
    publishing.publish(article, revision=revision, by=cast.editor, override_reason=reason)


def _article(text: Path, cast: _Cast, say: Say) -> None:
    """Import, review and publish one text with its pictures, unless its article is there."""
    by = cast.editor
    manuscript = read_article(text)
    said = particulars.read_beside(text)
    slug = said.slug or slugify(manuscript.title)
    if importing.find_article(manuscript.title, slug):
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / text.name
        shutil.copy(text, copy)
        if said.path:
            shutil.copy(said.path, copy.with_suffix(".toml"))
        for wanted in said.pictures:
            image = picture(
                Path(wanted.file).stem,
                wanted.caption or wanted.alt,
                wanted.alt or wanted.caption,
                by,
                say,
                wanted.credit,
            )
            _lay_beside(image, copy.parent / wanted.file)
        with transaction.atomic():
            if first := cast.play.first_version(text):
                order = importing.Order(path=first, by=cast.writer, planned=_planned_title(manuscript.title))
                delivered = importing.import_article(order)
                naming.name_latest(delivered.article, "As it was delivered", by=cast.writer)
            outcome = importing.import_article(importing.Order(path=copy, by=by))
            _publish(outcome.article, outcome.revision, cast)
    say(f"article: {manuscript.title}")


def _planned_title(title: str) -> str:
    """The title, where others link to it already; its first version may have had another."""
    return title if Article.objects.planned().filter(title__iexact=title).exists() else ""


def _draft(text: Path, cast: _Cast, say: Say) -> None:
    """A text that still waits for what the checks ask, with one of their findings set aside."""
    manuscript = read_article(text)
    if importing.find_article(manuscript.title, particulars.read_beside(text).slug):
        return
    with transaction.atomic():
        outcome = importing.import_article(importing.Order(path=text, by=cast.writer))
        code, reason = _ASIDE
        for finding in outcome.hints:
            if finding.code == code:
                dismissing.dismiss(outcome.article, finding, by=cast.writer, reason=reason)
    say(f"draft: {manuscript.title}")


def _correction(erratum: Erratum, by: User, say: Say) -> None:
    """Once, and only where readers see the article."""
    article = Article.objects.published().filter(slug=erratum.article).first()
    if article and not article.corrections.filter(text=erratum.text).exists():
        correcting.correct(article, text=erratum.text, by=by)
        say(f"correction: {article}")


def _synonym(same: SameWords, by: User, say: Say) -> None:
    if Synonym.objects.filter(words=same.words).exists():
        return
    article = Article.objects.filter(slug=same.article).first() if same.article else None
    topic = Pillar.objects.at(same.topic).first() if same.topic else None
    synonyms.save(Synonym(words=same.words, other_words=same.same_as, article=article, pillar=topic), by=by)
    say(f"synonym: {same.words}")


def _sources(path: Path, by: User, say: Say) -> None:
    """The library, but for what it has."""
    if not path.exists():
        return
    outcome = importing_sources.import_entries(files.read(path.read_bytes(), path.name), by=by)
    if outcome.refused:
        raise ValueError(f"{path.name}: {outcome.refused}")
    if outcome.new:
        say(f"sources: {len(outcome.new)}")


def _retractions(path: Path, say: Say) -> None:
    """What became of the library's works afterwards: notices as Retraction Watch gives them, beside those it has."""
    if not path.exists():
        return
    known = set(RetractionNotice.objects.values_list("record", flat=True))
    with path.open("rb") as file:
        new = [row for row in retractions.rows(file, retractions.Report()) if row.record not in known]
    RetractionNotice.objects.bulk_create(new)
    for words in retractions.watch().changed if new else ():
        say(f"source: {words}")


def _lay_beside(image: Image, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with image.original.storage.open(image.original.name) as original, path.open("wb") as file:
        shutil.copyfileobj(original, file)

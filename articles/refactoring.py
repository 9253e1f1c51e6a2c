"""Changing what others point at, together with the sentences that point there: all of it, or nothing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from django.db import connection, models, transaction

from articles import inbound, publishing, writing
from articles.checks.finding import Finding
from articles.inbound import Aim, Origin, Place
from articles.models import Article
from articles.snapshots import Snapshot
from content.linked import Lost, dropped, retargeted, reworded
from history import events

CHANGED = "This place was changed meanwhile. Look at it as it is now, and choose again."


class Way(models.TextChoices):
    """What becomes of a place that points at what is about to change."""

    KEEP = "keep", "Leave it as it is"
    REWORD = "reword", "Reword it"
    RETARGET = "retarget", "Let it lead elsewhere"
    DROP = "drop", "Take the link away, the words stay"


@dataclass(frozen=True)
class Choice:
    """What one place gets. `target` is a target attribute of the content language; `seen`
    is the print of the place as it was shown. To reword and to retarget use `sentence` and `words` where they differ.
    """

    way: str = Way.KEEP
    target: dict[str, Any] | None = None
    sentence: str = ""
    words: str = ""
    seen: str = ""


Others = Callable[[Place], Choice]


def keep(place: Place) -> Choice:
    """What places get that nobody chose for, unless something else is said."""
    return Choice()


class Act(Protocol):
    """What is done with its subject, an article, a topic or an author. `aim`: what others point at that changes by it;
    `note`: what the versions of their articles say of it, asked for before it is done; `do` is one verb, with its
    permissions and refusals."""

    @property
    def subject(self) -> models.Model: ...
    @property
    def aim(self) -> Aim: ...
    @property
    def note(self) -> str: ...
    def do(self, by: Any) -> Any: ...


class PlacesRefused(Exception):
    """Nothing was done. `reasons` says why, by the key of the place."""

    def __init__(self, reasons: dict[str, str]):
        self.reasons = reasons
        super().__init__(" ".join(reasons.values()))


@dataclass
class Outcome:
    """`note` says what was done. `places` were changed, in the articles `live`, of which readers see the change, and in
    those `waiting`, each with the reason why a new version of it waits to be published. `blocked`: what the checklist
    found in some of these, by the key of the article."""

    note: str
    places: int = 0
    live: list[Article] = field(default_factory=list)
    waiting: list[tuple[Article, str]] = field(default_factory=list)
    blocked: dict[int, list[Finding]] = field(default_factory=dict)


def carry_out(act: Act, choices: Mapping[str, Choice], *, by: Any, others: Others = keep) -> Outcome:
    """Do the act, and with every place that points there what was chosen; `others` says it for those that `choices`, by
    their keys, leave out.

    In one transaction: lock what is concerned; refuse places that are no longer as they were shown; do the act; save
    each changed article as a version by this person, and publish it where readers saw its latest version before and the
    checklist lets it pass; record an event. Raises PlacesRefused, and what the act and articles.writing raise.
    """
    # Said of things as they are before.
    note = act.note
    with transaction.atomic():
        only = articles_of(choices) if others is keep else None
        # Only what is locked: nobody writes in it meanwhile.
        origins = inbound.find(act.aim, by=by, only=_locked(act.aim, by, only))
        _refuse_changed(origins, choices)
        act.do(by)
        outcome = _carry_on(note, [_changed(origin, choices, others) for origin in origins], by)
        if outcome.places:
            articles = [one.pk for one in (*outcome.live, *(article for article, _ in outcome.waiting))]
            events.record("links changed", act.subject, by, why=note, places=outcome.places, articles=articles)
    return outcome


def articles_of(keys: Iterable[str]) -> set[int]:
    """The primary keys with which the keys of places begin; a forged one belongs to none."""
    said = {key.partition("-")[0] for key in keys}
    return {int(pk) for pk in said if pk.isdecimal() and len(pk) < 19}


def _locked(aim: Aim, by: Any, only: set[int] | None) -> set[int]:
    """The articles that may point there. PostgreSQL: locked in the order of their keys, so that of two such acts one
    waits, and with those that they point at. Weaker than what deleting takes, so that who saves a link to one of them
    at this moment goes on."""
    keys = inbound.keys(aim, by=by, only=only)
    if connection.features.has_select_for_update:
        rows = Article.objects.select_for_update(no_key=True).filter(pk__in={*keys, *aim.articles})
        list(rows.order_by("pk").values_list("pk"))
    return set(keys)


def _refuse_changed(origins: list[Origin], choices: Mapping[str, Choice]) -> None:
    seen = {place.key: place.seen for origin in origins for place in origin.places}
    wrong = {key: CHANGED for key, choice in choices.items() if seen.get(key) != choice.seen}
    if wrong:
        raise PlacesRefused(wrong)


Changed = tuple[Origin, list[tuple[Place, Choice]], Snapshot]


def _changed(origin: Origin, choices: Mapping[str, Choice], others: Others) -> Changed:
    """What is chosen for its places, and the text after it. Raises PlacesRefused."""
    chosen = [(place, _for(origin, choices.get(place.key) or others(place))) for place in origin.places]
    chosen = [(place, choice) for place, choice in chosen if choice.way != Way.KEEP]
    return origin, chosen, _rewritten(origin, chosen)


def _carry_on(note: str, changed: list[Changed], by: Any) -> Outcome:
    """Save the texts that are others now, and publish those of which readers saw the latest version."""
    changed = [one for one in changed if one[2] != one[0].snapshot]
    texts = [(origin.article.pk, origin.latest, snapshot) for origin, _, snapshot in changed]
    saved = writing.save_together(texts, by=by, note=note[:300])
    seen = [version for version, (origin, *_) in zip(saved, changed, strict=True) if origin.is_live]
    live, refused = publishing.publish_together(seen, by=by)
    public = {article.pk for article in live}
    waiting = [origin for origin, *_ in changed if origin.article.pk not in public]
    why = [(one.article, _why_not(one, refused.get(one.article.pk))) for one in waiting]
    blocked = {pk: one.blockers for pk, one in refused.items() if isinstance(one, publishing.NotPublishable)}
    return Outcome(note, sum(len(chosen) for _, chosen, _ in changed), live, why, blocked)


def _why_not(origin: Origin, refusal: publishing.Refusal | None) -> str:
    if refusal:
        return publishing.worded(refusal)
    if origin.article.is_published:
        return "It holds changes that readers do not see yet."
    return f"It is {'withdrawn' if origin.article.was_public else 'a draft'}."


def _for(origin: Origin, choice: Choice) -> Choice:
    """An article does not link to itself: where it would, the link goes."""
    to_itself = choice.target is not None and (choice.target["kind"], choice.target.get("id")) == (
        "article",
        origin.article.pk,
    )
    return replace(choice, way=Way.DROP) if choice.way == Way.RETARGET and to_itself else choice


def _rewritten(origin: Origin, chosen: list[tuple[Place, Choice]]) -> Snapshot:
    """The text after all choices. Raises PlacesRefused."""
    reasons = _doubles(chosen)
    body = origin.snapshot.body
    in_text = [(place, choice) for place, choice in chosen if place.linked]
    # Words first, then targets, then what goes, each from the end on: so no place moves before its turn.
    for step in (_reworded, _retargeted, _dropped):
        for place, choice in reversed(in_text):
            try:
                body = step(body, place, choice)
            except Lost as refusal:
                reasons[place.key] = str(refusal)
    listed = list(origin.snapshot.listed)
    for place, choice in chosen:
        if place.linked is None:
            listed = _relisted(listed, place, choice, reasons)
    if reasons:
        raise PlacesRefused(reasons)
    return replace(origin.snapshot, body=body, listed=tuple(dict.fromkeys(listed)))


def _reworded(body: dict[str, Any], place: Place, choice: Choice) -> dict[str, Any]:
    if not _has_new_words(place, choice):
        return body
    sentence = None if _renames(place, choice) else choice.sentence or place.sentence
    return reworded(body, place.linked, sentence, choice.words)


def _retargeted(body: dict[str, Any], place: Place, choice: Choice) -> dict[str, Any]:
    return retargeted(body, place.linked, choice.target) if choice.way == Way.RETARGET else body


def _dropped(body: dict[str, Any], place: Place, choice: Choice) -> dict[str, Any]:
    return dropped(body, place.linked) if choice.way == Way.DROP else body


def _relisted(listed: list[int], place: Place, choice: Choice, reasons: dict[str, str]) -> list[int]:
    """What is listed at the end bears its own title: it can lead elsewhere or go."""
    if choice.way == Way.DROP:
        return [pk for pk in listed if pk != place.target.id]
    if choice.way != Way.RETARGET:
        return listed
    if choice.target["kind"] != "article":
        reasons[place.key] = "Only articles are listed at the end. Choose an article, or take the line away."
        return listed
    return [choice.target["id"] if pk == place.target.id else pk for pk in listed]


def _doubles(chosen: list[tuple[Place, Choice]]) -> dict[str, str]:
    """Of two links in one sentence only one may bring a new sentence; each may have new words of its own."""
    new: dict[tuple[str, str], bool] = {}
    reasons = {}
    for place, choice in chosen:
        if place.linked and _has_new_words(place, choice):
            sentence = (place.linked.block_id, place.sentence)
            renames = _renames(place, choice)
            if sentence in new and not (renames and new[sentence]):
                reasons[place.key] = "The sentence is rewritten at its other link already. Rewrite it in one place."
            new[sentence] = renames and new.get(sentence, True)
    return reasons


def _renames(place: Place, choice: Choice) -> bool:
    """Whether nothing of the sentence changes but the words of the link itself."""
    one = place.linked
    return choice.sentence == f"{one.before}{choice.words}{one.after}"


def _has_new_words(place: Place, choice: Choice) -> bool:
    if choice.way not in (Way.REWORD, Way.RETARGET) or not (choice.words or choice.sentence):
        return False
    return (choice.sentence or place.sentence, choice.words) != (place.sentence, place.words)

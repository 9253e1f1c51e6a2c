"""Whether an article on a treatment shows all sides of it (STANDARDS C1)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from articles.checks.finding import Finding
from articles.checks.patterns import group
from articles.checks.reading import Reading
from articles.checks.strength import causal_title
from articles.enums import ArticleKind, Severity
from articles.lexicon import drugs


@dataclass(frozen=True, slots=True)
class _Slot:
    """A side that must be told: by a section whose heading is `headed`, or by so `many` sentences that `say` it."""

    code: str
    name: str
    headed: re.Pattern[str]
    said: re.Pattern[str]
    many: int = 1


def _any(beginnings: str) -> re.Pattern[str]:
    return re.compile(rf"\b{group(beginnings)}", re.IGNORECASE)


_SLOTS = (
    _Slot(
        "balance-how",
        "how it works",
        _any(
            r"""
            how .{0,60}(?:work|help|act|do) | what (?:it|they) (?:is|are|do) | what .{0,40}does
            """
        ),
        _any(
            r"""
            works? by | acts? (?:on|by|where)
            (?:it|they|which|that) (?:replaces?|blocks?|relaxes?|calms?|widens?|slows?|releases?)
            helps? (?:the body|keep|to) | responds? to
            """
        ),
    ),
    _Slot(
        "balance-benefits",
        "what it can do",
        _any(
            r"""
            benefits? | what .{0,40}(?:can|may) (?:do|help) | who .{0,30}helps? | does it (?:work|help)
            """
        ),
        _any(
            r"""
            benefits? | helps? | eases? | reliev\w+ | improv\w+ | reduc\w+
            """
        ),
    ),
    _Slot(
        "balance-risks",
        "its risks",
        _any(
            r"""
            safe(?:ty)? | risks? | side[ -]effects? | harms? | dangers? | downsides? | who should (?:not|avoid)
            cautions? | complications?
            """
        ),
        _any(
            r"""
            (?:its|the|their|main|common|rare|serious|possible|small|known) (?:\w+ )?(?:risks?|\
              side[ -]effects?|harms?|complications?)
            side[ -]effects? (?:are|include|can|may) | (?:raises?|increases?) (?:the |your )?(?:risk|chance)
            (?:not (?:safe|suitable|right) for|should not (?:take|use|have))
            can (?:cause|harm|upset|irritate|bruise|burn) | (?:risk|harm) depends? | benefits? and risks?
            ha(?:s|ve) (?:\w+ )?risks?
            """
        ),
        2,
    ),
    _Slot(
        "balance-without",
        "what happens without it",
        _any(
            r"""
            without (?:it|treatment|\w+) | if you (?:do nothing|wait|decide against|do not|don’t) | no treatment
            doing nothing | untreated | what happens if
            """
        ),
        _any(
            r"""
            without (?:it|them|either|any|treatment) | untreated
            if (?:you do nothing|left alone|nothing is done) | by itself | (?:on|of) (?:its|their) own
            do(?:ing)? nothing | wait and see
            """
        ),
    ),
    _Slot(
        "balance-alternatives",
        "what else there is",
        _any(
            r"""
            alternatives? | other (?:treatments?|ways?|options?|things|choices) | what else | instead | options
            """
        ),
        _any(
            r"""
            alternatives? | other (?:treatments?|ways|options|medicines|remedies|choices) | instead of
            another option | rather than
            """
        ),
    ),
    _Slot(
        "balance-unknown",
        "what is not known",
        _any(
            r"""
            what .{0,30}(?:not|don’t|do not|cannot) (?:know|say|yet) | not known | unknowns? | limits of
            open questions? | how (?:sure|certain) | what is (?:still )?uncertain
            """
        ),
        _any(
            r"""
            (?:not|isn’t|is not|nobody|no one) (?:yet |fully |quite )?(?:know|known|knows|clear|certain|sure)
            unclear | uncertain | unknown | more (?:research|studies|trials|evidence) (?:is|are)
            not enough (?:evidence|research|studies|data)
            (?:evidence|research|trials?|studies) .{0,40}(?:do(?:es)? not|cannot|mixed|limited|weak|small|short)
            we (?:do not|don’t|cannot) (?:know|say) | nobody (?:can|could) (?:say|tell)
            """
        ),
    ),
)


def check(reading: Reading) -> Iterator[Finding]:
    """Blocks in treatment articles, where an empty side may be set aside with a reason. An article whose title speaks
    of a treatment's effect under another kind is told what it reads as."""
    is_treatment = reading.snapshot.kind == ArticleKind.TREATMENT
    if not is_treatment and not _reads_as_one(reading):
        return
    if not is_treatment:
        message = "The title promises what a treatment does: file it as a treatment, or let the title say less."
        yield Finding("kind", message, Severity.WARN, "reads-as-treatment", dismissible=True)
    severity = Severity.BLOCK if is_treatment else Severity.WARN
    for slot in _SLOTS:
        if not _is_told(slot, reading):
            message = (
                f"A treatment’s reader needs to know {slot.name}; the text does not say. Write it, or say why not."
            )
            yield Finding("body", message, severity, slot.code, overridable=True, dismissible=True)


def _reads_as_one(reading: Reading) -> bool:
    snapshot = reading.snapshot
    is_other = snapshot.kind in {ArticleKind.PAGE, ArticleKind.GUIDE}
    return not is_other and bool(drugs(snapshot.title)) and bool(causal_title(snapshot.title))


def _is_told(slot: _Slot, reading: Reading) -> bool:
    if any(slot.headed.search(one.text) for one in reading.passages if one.place == "heading"):
        return True
    told = (one for one in reading.sentences if one.passage.is_told and one.passage.field == "body")
    return sum(1 for one in told if slot.said.search(one.text) and "just a side effect" not in one.text) >= slot.many

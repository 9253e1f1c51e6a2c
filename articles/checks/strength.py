"""Claims that are stronger than what they rest on (STANDARDS B4)."""

import re
from collections.abc import Iterator

from articles.checks.finding import Finding, at, short
from articles.checks.patterns import any_of, words
from articles.checks.reading import Passage, Reading, Sentence
from sources.enums import Tier

_VERBS = words(
    """
    cause cure ease improve prevent reduce relieve lower boost heal reverse stop treat fix restore eliminate trigger end
    banish beat fight melt protect strengthen slow calm soothe speed raise increase worsen destroy kill damage cut halt
    erase transform rebuild ward block ruin harm weaken hurt loosen shorten lengthen double halve sharpen repair wreck
    undo bring lead keep make give
    """
)
# These claim an effect only together with what follows them.
_WITH = {
    "bring": " (?:on|back|down|relief)",
    "lead": " to",
    "keep": r" (?:\w+ )*(?:away|off|healthy|strong|young|supple|at bay)",
    "make": r" (?:\w+[’'s]* ){1,4}(?:worse|better|stronger|weaker|stiffer|looser|younger|sharper|easier|harder|"
    r"thinner|thicker|vanish)",
    "give": r" (?:you )?(?:\w+ )?(?:relief|pain|cancer|arthritis|strokes?|diabetes)",
    "end": r" (?!of\b)\w+",
    "ward": " off",
}


def _third(verb: str) -> str:
    return f"{verb}es" if verb.endswith(("sh", "ch", "ss", "x", "o")) else f"{verb}s"


_OTHERS = r"is behind | are behind | is why | makes you \w+"
_THIRD = any_of(" | ".join([*(_third(verb) + _WITH.get(verb, "") for verb in _VERBS), _OTHERS]))
_BASE = any_of(" | ".join(verb + _WITH.get(verb, "") for verb in _VERBS))
# Before a verb, these make of it a question, a wish, a possibility or another's words.
_SOFT = re.compile(
    r"\b(?:may|might|can|could|would|should|does|do|did|to|if|whether|help(?:s|ed)?|not|no|never|cannot|can’t|"
    r"won’t|seems?|appears?|possibly|perhaps|maybe|claims?|said|what we know|let|please)\b[^.;:?!]*$",
    re.IGNORECASE,
)
# An order begins with its verb.
_ORDERED = re.compile(r"(?:^|[:,;–—.!?]\s|\b(?:and|then|or)\s)\s*$", re.IGNORECASE)
_HEDGED = any_of(
    r"""
    linked (?:to|with) | links? (?:between|to|with) | associat(?:ed|ions?) | correlat\w+ | may | might | could
    suggest(?:s|ed)? | appears? | seems? | possibl[ey] | observational
    (?:not|isn’t|isn't|hasn’t been|has not been) (?:yet )?(?:clear|known|proven|shown|certain|established)
    unclear | uncertain | mixed | limited | small (?:stud|trial)\w* | preliminary
    in (?:mice|rats|animals|a dish|the laboratory) | cannot (?:prove|say|show) | tend(?:s|ed)? to | on average
    (?:more|less) likely | more often | less often | reported together | surveys? | were found to have
    slightly | tended | say that | said that | fewer \w+ (?:in|among) | higher rates? | lower rates? | was seen
    were seen | happen(?:s|ed)? together | in one (?:study|survey|trial)
    some (?:people|women|studies|evidence)
    """
)
_WORD = re.compile(r"[^\W\d_]{3,}")
_COMMON = frozenset(
    words(
        """
        the and for with from that this what how why when does your you are not but all can may more most less about
        into them they have has their than those which while women men people some many our its who was were
        """
    )
)
_WEAK = {
    Tier.OBSERVATIONAL: "an observational study",
    Tier.LABORATORY: "an animal or laboratory study",
    Tier.EXPERT: "an expert’s opinion",
    Tier.NEWS: "news",
}


def check(reading: Reading) -> Iterator[Finding]:
    """A title that says more than the text; sentences that say more than what they cite, or than others that cite."""
    yield from _title(reading)
    if reading.claims:
        yield from _cited(reading)
        yield from _beside(reading)


def causal_title(title: str) -> str:
    """The words by which a title claims an effect outright; "" for questions, possibilities, advice and how-to."""
    return "" if title.rstrip().endswith("?") else _causal(title)


def _title(reading: Reading) -> Iterator[Finding]:
    titles = [one for one in reading.passages if one.place == "title"]
    if not titles or not (said := causal_title(titles[0].text)):
        return
    subjects = _stems(titles[0].text)
    for sentence in reading.sentences:
        if sentence.passage.is_told and _HEDGED.search(sentence.text) and subjects & _stems(sentence.text):
            message = (
                f"The title says “{said}”; the text says only “{short(sentence.text, 90)}”. Let the title say no more."
            )
            yield at(titles[0], message, "stronger-than-source")
            return


def _cited(reading: Reading) -> Iterator[Finding]:
    for claim in reading.claims:
        source = reading.sources.get(claim.source)
        if not source or source.tier not in _WEAK or not (said := _causal(claim.sentence)):
            continue
        if where := _sentence(reading, claim.block_id, claim.sentence):
            rests = f"“{short(source.title)}” is {_WEAK[source.tier]}"
            message = f"“{said}” says more than its source can: {rests}. Say “is linked to”, or “may”."
            yield at(where, message, "stronger-than-source")


def _beside(reading: Reading) -> Iterator[Finding]:
    """What is claimed without a source, while the sentence that has one says less."""
    careful = [(one, _stems(one.text)) for one in reading.sentences if one.is_cited and _HEDGED.search(one.text)]
    for sentence in reading.sentences:
        if sentence.is_cited or not sentence.passage.is_told or sentence.text.endswith("?"):
            continue
        said = _causal(sentence.text)
        other = next((one for one, stems in careful if said and len(stems & _stems(sentence.text)) >= 2), None)
        if other:
            message = f"“{said}” says more than the sentence with a source does: “{short(other.text, 90)}”."
            yield at(sentence, message, "stronger-than-source")


def _causal(text: str) -> str:
    third = [found.group() for found in _THIRD.finditer(text) if not _SOFT.search(text[: found.start()])]
    base = [
        found.group()
        for found in _BASE.finditer(text)
        if not _SOFT.search(text[: found.start()]) and not _ORDERED.search(text[: found.start()])
    ]
    return " … ".join(third or base[:1])


def _stems(text: str) -> set[str]:
    return {word.casefold()[:5] for word in _WORD.findall(text) if word.casefold() not in _COMMON}


def _sentence(reading: Reading, block_id: str, said: str) -> Sentence | Passage | None:
    found = [one for one in reading.sentences if one.passage.block_id == block_id]
    return next((one for one in found if one.text in said or said in one.text), None)

"""Personal experience among facts (STANDARDS C2)."""

import re
from collections.abc import Iterator

from articles.checks.finding import Finding, at, short
from articles.checks.patterns import any_of, group
from articles.checks.reading import Passage, Reading, Sentence
from articles.enums import ArticleKind

# Kinds whose whole text is told by a person, or speaks for the site.
_FREE = frozenset({ArticleKind.EXPERIENCE, ArticleKind.PAGE})
_NEAR = group(
    r"""
    son | daughter | husband | wife | mother | father | mum | mom | dad | partner | child(?:ren)? | baby
    sister | brother | family | friends? | grandmother | grandfather | toddler | boys? | girls? | twins
    """
)
_FIRST = any_of(
    r"""
    (?<![A-Z]\. )(?<!, )I(?!\))(?:[’'](?:m|d|ve|ll))?(?! ?[.)](?: [A-Z]|$)) | [Mm]e | [Mm]y
    [Mm]ine(?! (?:the|for|this|data|salt)) | [Mm]yself
    """,
    case=True,
)
_TOGETHER = any_of(
    rf"""
    our (?:\w+ )?{_NEAR} | happened to us | it hit us
    we (?:simply |just |finally |both |all )?(?:tried|waited|went|drove|rang|spent|gave up|learnt|learned)
    """
)
_NUMERAL = any_of(
    r"""
    (?:types?|phase|stage|class|grade|level|part|volume|chapter|factor|group|nerve|collagen|schedule|\
      bipolar|angiotensin|war|mark|table) I(?:(?: and| or|,|–|-)+ ?I+V?)*
    I[.,–/-] ?(?:II|V)\w* | vitamin I | (?-i:[A-Z]{2,} I) | iodine \(I\)
    """
)
# What others are to say, and what readers ask: first person, but nobody’s story.
_ASKED = re.compile(r"\?[”’\"')\]]*\s*$")
_PAST = any_of(
    r"""
    I(?:’ve|'ve|’d|'d)? (?:\w+ly |never |also |just |had |have )*(?:\w+ed|was|had|felt|went|got|found|took|\
      began|came|knew|thought|slept|woke|gave|did|tried|saw|kept|made)
    """
)
_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"|(?<!\w)‘[^‘’]*’(?!\w)")
_TELLS = any_of(
    r"""
    says | said | recalls? | recalled | remembers | told us | tells us | writes | wrote | adds | explains
    according to
    """
)


# From so many passages on they are told as one, at the first: the text is a story with facts in it.
_MANY = 5


def check(reading: Reading) -> Iterator[Finding]:
    """One finding a block, at its first sentence of that kind."""
    if reading.snapshot.kind in _FREE:
        return
    told: dict[str, Sentence] = {}
    for sentence in reading.sentences:
        if not _is_apart(sentence.passage) and sentence.passage.block_id not in told and _is_story(sentence):
            told[sentence.passage.block_id] = sentence
    stories = list(told.values())
    for sentence in stories[:1] if len(stories) > _MANY else stories:
        message = f"“{short(sentence.text)}” is one person’s experience: box it as such, apart from the evidence."
        if len(stories) > _MANY:
            message += f" So are {len(stories) - 1} other passages; should the article be filed as an experience?"
        yield at(sentence, message, "experience", fix="experience" if sentence.passage.field == "body" else "")


def _is_apart(passage: Passage) -> bool:
    return not passage.is_told or passage.place == "figure" or passage.box in {"experience", "quotation", "care_card"}


def _is_story(sentence: Sentence) -> bool:
    """A patient who is quoted tells a story too; words that readers are to say are none."""
    text = _NUMERAL.sub("", sentence.text)
    outside = _QUOTED.sub(" ", text)
    said = text if _TELLS.search(outside) else outside
    if not _FIRST.search(said) and not _TOGETHER.search(said):
        return False
    return not _ASKED.search(said) or bool(_PAST.search(said))

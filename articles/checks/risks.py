"""Risks told so that people can weigh them (STANDARDS C3)."""

from collections.abc import Iterator

from articles.checks.figures import FEW, PERCENT
from articles.checks.finding import Finding, at, short
from articles.checks.patterns import any_of, group
from articles.checks.reading import Reading

_WHO = group(
    r"""
    women | men | people | adults | patients | children | users | cases | participants | runners | those
    smokers | volunteers | pregnancies | mothers | workers | sufferers | population | backs | operations
    births
    """
)
_RISK = group(
    r"""
    risks? | chances? | odds | likelihood | likely | rates? | danger | probability | incidence | common
    deaths? | strokes? | fractures? | clots? | cancers? | attacks? | relapses? | hazard | complications?
    infections? | miscarriages? | side effects? | admissions? | visits
    """
)
_FOLD = group(
    r"""
    two | three | four | five | six | ten | \d+(?:\.\d+)? | several
    """
)
ABSOLUTE = any_of(
    rf"""
    (?:\d[\d,.]*|{FEW}|none|fewer than \w+|an? (?:extra|few))(?: \w+){{0,4}} (?:in|out of|of|per|for every|\
      among) (?:every |each )?(?P<base>\d[\d,]*|{FEW}|(?:a )?(?:hundred|thousand|million))(?! (?:times?|steps|\
      hours?|days?|weeks?|months?|years?))
    (?:out )?of (?:every )?(?P<whole>\d[\d,]*|(?:a )?(?:hundred|thousand))(?: \w+)?,? \d+
    """
)
_SHARE_OF_PEOPLE = any_of(
    rf"""
    \d+[.,]\d+\s?{PERCENT} (?:of )?(?:all |the |those |these |our )*(?:\w+ ){{0,2}}{_WHO}
    {_RISK} (?:\w+ ){{0,3}}(?:of|is|was|to) \d+[.,]\d+\s?{PERCENT}
    """
)
_RELATIVE = any_of(
    rf"""
    {_RISK}(?: \w+){{0,3}} (?:falls?|drops?|fell|dropped|rises?|rose|grows?|grew) by (?:\w+ )?(?:half|\
      a third|a quarter|two[ -]thirds|\d[\d.,]*\s?{PERCENT})
    (?:relative risk|odds ratio|hazard ratio|risk ratio)(?! (?:is|means|says) (?:a|how|what))
    (?:doubl|tripl|quadrupl|halv)(?:es?|ed|ing) (?:the |your |her |their |his |a |\
      that )?(?:\w+[’'s]* ){{0,3}}{_RISK}
    {_RISK}(?: \w+){{0,5}} (?:doubles?|doubled|triples?|tripled|halves|halved|quadrupled?)
    (?:twice|half|thrice|{_FOLD} times) (?:as|more|less|the|higher|lower|greater|likelier) ?(?:\w+ )?{_RISK}
    {_RISK}(?: [\w-]+){{0,6}} (?:is|are|was|were) (?:\w+ )?(?:twice|half|{_FOLD} times) (?:as|the|that)
    (?:cut|cuts|lower(?:s|ed)?|reduce[sd]?|raise[sd]?|increase[sd]?|slash(?:es|ed)?|drop(?:s|ped)?|\
      r[io]se[sn]?|fell|falls|climbs?|goes up|went up|up|down)(?=[^.;]{{0,90}}{_RISK})[^.;]{{0,60}} (?:by|\
      of) (?:\w+ ){{0,2}}(?:\d[\d.,]*\s?{PERCENT}|{FEW} {PERCENT}|half|a third|a quarter|two[ -]thirds|a fifth)
    (?:\d[\d.,]*|{FEW})\s?{PERCENT} (?:\w+ )?(?:higher|lower|greater|more likely|less likely|increased?|\
      reduced|reduction|drop|rise|cut|decrease|smaller|fewer|more often|less often)
    {_FOLD}[ -]?fold | (?:cut|cuts|slash(?:es|ed)?)[^.;]{{0,40}}{_RISK}[^.;]{{0,20}} in half
    {_RISK}(?: \w+){{0,6}} (?:by|of) (?:\w+ ){{0,2}}(?:\d[\d.,]*\s?{PERCENT}|half|a third|a quarter)
    (?:cut|cuts|reduces?) (?:\w+ ){{0,4}}{_RISK} (?:\w+ )?by (?:half|\w+ {PERCENT})
    """
)
_OTHER = any_of(
    r"""
    distance | weights? | load | price | rent | speed | volume | portion | steps | screen time | waiting list
    bill | recipe | stairs
    """
)
_ONE = {"one", "1", "two", "2"}
_AS_NUMBER = {"ten": "10", "hundred": "100", "a hundred": "100", "thousand": "1000", "a thousand": "1000"}


def check(reading: Reading) -> Iterator[Finding]:
    """Absolute numbers in the same passage redeem a relative one."""
    for passage in reading.passages:
        if not passage.is_told:
            continue
        bases = {_base(found["base"] or found["whole"]) for found in ABSOLUTE.finditer(passage.text)} - _ONE
        if len(bases) > 1:
            message = f"“{short(passage.text)}” compares numbers over different groups: choose one denominator."
            yield at(passage, message, "mixed-denominators")
        for sentence in passage.sentences():
            if said := _share(sentence.text) or ("" if bases else _relative(sentence.text)):
                message = f"“{short(said, 50)}”: say it in people, “1 in 7”, and from what to what."
                yield at(sentence, message, "relative-risk")


def _share(text: str) -> str:
    found = _SHARE_OF_PEOPLE.search(text)
    return found.group() if found else ""


def _relative(text: str) -> str:
    found = _RELATIVE.search(text)
    return found.group() if found and not _OTHER.search(found.group()) else ""


def _base(words: str) -> str:
    plain = words.casefold().replace(",", "")
    return _AS_NUMBER.get(plain, plain)

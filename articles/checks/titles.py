"""Titles that promise too much (STANDARDS C4)."""

from collections.abc import Iterator

from articles.checks.finding import Finding, at
from articles.checks.patterns import any_of
from articles.checks.reading import Reading

_LOUD = any_of(
    r"""
    cures? | cured | curing | miracles? | miraculous\w* | secrets? | secretly | instant(?:ly)? | guarantee[sd]?
    magic(?:al(?:ly)?)? | overnight (?:cure|fix|relief|results?) | overnight$ | game[ -]changers?
    breakthroughs? | shocking | amazing | incredible
    revolutionary | foolproof | fail-?safe | (?:cure|relief|results?|pain) fast | fast$
    fast (?:cure|relief|fix) | once and for all | works? every time
    wonder[ -](?:drug|cure|food|herb)s? | effortless\w* | vanish\w* | fountain of youth | panacea
    in (?:seconds|minutes) | in just \d+ (?:seconds|minutes|days|nights)
    (?:gone|away|cured|\w+s?) for good | forever$
    100 ?% | permanent (?:cure|fix|relief|solution|answer) | permanently (?:cure|fix|end|stop)s?
    never (?:\w+ ){1,5}again | never (?:catch|suffer|worry|get sick|have to) | (?:melt|banish|erase|wipe)(?:s|es)?
    (?:doctors|experts|big pharma) (?:\w+ ){0,2}(?:hates?|stunned|baffled|shocked|swear by|hiding|hides?)
    (?:they|doctors?|big pharma) (?:don’t|doesn’t|won’t|do not|does not|will not|never|is not|\
      isn’t) (?:want|tell|telling)(?:ing)? (?:you|us)
    one (?:weird|simple|little) tricks? | (?:hidden|little-known|forgotten|forbidden|ancient) (?:\w+ )?\
      (?:keys?|cures?|remed\w+|vitamins?|fix|trick|herb|secret\w*|cause)
    the only \w+ you(?:’ll)? (?:will )?(?:ever )?need
    (?:destroys?|kills?|starves?|reverses?) (?:\w+ )?(?:cancer|tumou?rs?|diabetes|ageing|aging)
    """
)
# The same words of other things.
_OTHER = any_of(
    r"""
    breakthrough (?:bleeding|pain|infections?|seizures?|spotting|cancer) | cure rates?
    (?:search|hunt|hope|wait|race) for (?:a|the) cure | fast (?:food|foods|asleep|heart\w*|pulse)
    (?:too|so|very|beats?|beating|breath\w*|eat\w*|act|grow\w*|how) fast | (?:hold|stand|too|how) fast
    instant (?:coffee|noodles|messag\w+) | instantly (?:recogni\w+|familiar) | magic mouthwash
    permanent (?:contraception|make-?up|damage|pacemakers?|teeth|stoma|injury|loss|scar\w*)
    cured (?:meats?|hams?|fish|pork|bacon|resin) | (?:keep\w*|in|a|it|your|no|open|family|trade) secret
    secret (?:smok\w+|eat\w+|drink\w+|shame|worr\w+|pain|ballot)
    guaranteed (?:hours|pay|income|minimum|place|wage)
    overnight (?:stay|shift|stays|shifts|bag|splint|oats|observation|train|bus|flight|fast) | magic mushrooms?
    gone for good | forever chemicals? | painless (?:lump|swelling|ulcer|blood) | no guarantees?
    without guarantees? | melt\w* (?:ice|butter|cheese|snow)
    """
)
# Shortly before the word, these deny it or ask soberly; behind it, they take it back.
_DENIED = any_of(
    r"""
    no | not | isn’t | isn't | aren’t | never | nothing | nobody | cannot | can’t | won’t | without | beyond
    rather than | instead of | before | (?:what|whom?) \w+ means? by | myths? | hype | false | fake
    so-called | recogni[sz]e | spot
    beware | claims? (?:of|to|that) | stop (?:looking|hoping|chasing) | is there (?:a|any)
    can (?:\w+ ){1,4}be | looking for | searching for | promises? (?:of|a) | what does | meaning of
    no such thing
    """
)
_TAKEN_BACK = any_of(
    r"""
    myths? | hype | (?:do|does|is|are)(?:n’t| not) (?:work|exist|real|true|so) | too good to be true | is not
    isn’t | do not exist | that (?:isn’t|aren’t|wasn’t) | and other (?:myths|tales) | explained
    what (?:the|this|that) words? means?
    """
)


# So many words.
_NEAR = 5


def check(reading: Reading) -> Iterator[Finding]:
    for passage in reading.passages:
        if passage.place == "title" and (word := _promise(passage.text)):
            yield at(passage, f"“{word}” in the title promises too much: say what the text can show.", "strong-title")


def _promise(title: str) -> str:
    others = [(found.start(), found.end()) for found in _OTHER.finditer(title)]
    for found in _LOUD.finditer(title):
        before = " ".join(title[: found.start()].split()[-_NEAR:])
        is_other = any(start < found.end() and end > found.start() for start, end in others)
        is_denied = _DENIED.search(before) or _TAKEN_BACK.search(title[found.end() :])
        if not is_other and not is_denied:
            return found.group()
    return ""

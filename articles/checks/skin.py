"""Signs on the skin that are told of white skin alone (STANDARDS, plain language)."""

from collections.abc import Iterator

from articles.checks.finding import Finding, at, short
from articles.checks.patterns import any_of, group
from articles.checks.reading import Reading

_PART = group(
    r"""
    skin | face | cheeks? | area | patch(?:es)? | joints? | calf | legs? | feet | toes? | fingers? | hands?
    palms? | spots? | marks? | lumps? | wounds? | swelling | eyelids? | ears? | nose | nails? | back | scar
    site | sore | baby | lips
    """
)
_COLOUR = (
    r"(?:red(?:der|dish|dened|dens?|ness)?|pale(?:r)?|pallor|pink(?:ish)?|flushed|bluish|"
    r"yellow(?:ish)?|blotchy|crimson|scarlet|blush\w*)"
)
_APPEARANCE = any_of(
    rf"""
    {_PART}\b[^.;]{{0,45}} {_COLOUR}
    {_COLOUR} (?:\w+ ){{0,2}}(?:skin|face|cheeks?|patch(?:es)?|spots?|rash(?:es)?|marks?|swelling|lumps?|\
      area|joints?|calf|bumps?|ring|streaks?)
    (?<!eye )(?<!ocular )redness(?! (?:of|in) (?:the |your |one )?eyes?)
    (?:turn|go|look|become|appear|get|grow)(?:s|es|ing)? (?:\w+ )?(?:as )?(?:red|pale|pink|flushed|blue)
    went (?:\w+ )?(?:as )?(?:red|pale|pink|blue)
    (?:an?|the|any|this|your|itchy|skin|new|heat|nettle|butterfly|spreading) (?:\w+ )?rash(?:es)?
    rash(?:es)? (?:that|which|on|across|spreads?|appears?)
    """
)
_SEEN = any_of(
    r"""
    (?:brown|black|dark(?:er)?|deeper|every|all) (?:\w+ )*(?:skin|tones?|complexions?) | purple | violet
    gr[ea]y(?:ish)? | ashen | darker than | brown (?:or|and) black
    """
)
# Red and pale things, and rash people.
_OTHER_RED = any_of(
    r"""
    red (?:blood|cells?|meat|flags?|wine|cross|lights?|peppers?|cabbage|cards?|book|line|dot|pen|lentils?|\
      onions?|zone|button|thread|tape|arrow|mark|label|lamp|box|area of)
    pale (?:ale|green|blue|grey|wood|paper|yellow)
    (?:a |the |any |your )?rash (?:decision|promise|move|choice|purchase)s? | pink (?:noise|salmon|slip)
    turn(?:s|ing)? (?:\w+ )?(?:yellow|red) (?:on|in) the (?:app|screen|chart)
    """
)


def check(reading: Reading) -> Iterator[Finding]:
    for passage in reading.passages:
        if not passage.is_told or _SEEN.search(passage.text):
            continue
        text = _OTHER_RED.sub("", passage.text)
        if found := _APPEARANCE.search(text):
            message = f"“{short(found.group())}”: say how it looks on brown and black skin, too."
            yield at(passage, message, "skin")

"""Numbers that sound like evidence and have no source (STANDARDS B3): shares of people, doses, times until it helps."""

from collections.abc import Iterator

from articles.checks.finding import Finding, at, short
from articles.checks.patterns import any_of, group
from articles.checks.reading import Reading, Sentence

FEW = group(
    r"""
    one | two | three | four | five | six | seven | eight | nine | ten | eleven | twelve | fifteen | eighteen
    twenty(?:-\w+)? | thirty(?:-\w+)? | forty(?:-\w+)? | fifty | sixty | seventy | eighty | ninety
    """
)
PERCENT = r"(?:%|per ?cent)"
_NUMBER = rf"(?:\d[\d,.]*(?:\s?[–-]\s?\d[\d,.]*| to \d+)?|{FEW}(?: to {FEW})?|a (?:few|couple of|dozen)|several)"
_TIME = r"(?:second|minute|hour|day|night|week|fortnight|month|year|decade)s?"
_WHO = group(
    r"""
    women | men | people | adults | patients | children | girls | boys | mothers | users | cases | sufferers
    us | them | participants | runners | workers | volunteers | those | all | older | younger | population
    pregnancies | births | falls | fractures | episodes | attacks | carers? | office workers | nurses
    teenagers | pensioners | operations | headaches
    """
)
_ONE = group(
    r"""
    woman | man | person | adult | patient | child | carer | nurse | worker | user | mother | runner | case
    """
)
_PART = r"(?:half|(?:a|one|two|three)[ -](?:third|quarter|fifth|tenth)s?|the (?:vast )?majority)"

SHARES = any_of(
    rf"""
    (?:\d[\d.,]*|{FEW})\s?{PERCENT}
    (?:{FEW}|\d[\d,]*)(?: {_WHO}| {_ONE})? (?:in|out of|of every) (?:every )?(?:{FEW}|\
      \d[\d,]*)(?! ?(?:{_TIME}|o’clock|am|pm|steps|parts|sizes))
    \d{{1,2}}/(?:10|100|5|3|4) {_WHO} | {_PART} (?:of )?(?:all |the |these |our |those )*(?:\w+ )?{_WHO}
    every (?:second|third|fourth|fifth|tenth|other) {_ONE}
    {_NUMBER} times (?:as|more|less|higher|lower|greater|likelier)
    twice as (?:likely|often|many|much|common|high|fast)
    (?:cut|cuts|reduce[sd]?|drop(?:s|ped)?|fell|falls|lower(?:s|ed)?|slashed)\b[^.;]{{0,60}} (?:in half|\
      by half|by a (?:third|quarter))
    (?:doubl|tripl|quadrupl|halv)(?:es|ed) (?:the|your|their|her|his|a)? ?(?:\w+ ){{0,3}}(?:risks?|chances?|\
      odds|rates?|likelihood|numbers?|pain|relief)
    """
)
# Shares of things: stuff, batteries, slopes, prices.
_OF_THINGS = any_of(
    r"""
    \d+ ?(?:%|per ?cent) (?:\w+ )?(?:cotton|wool|linen|off|discount|full|charged?|battery|humidity|brightness|\
      zoom|juice|cocoa|fat|solution|aqueous|alcohol|ethanol|saline|glucose|dextrose|oxygen|incline|gradient|\
      slope|tip|deposit|(?:\w+ )?cream|(?:\w+ )?gel|ointment|lotion|spray|drops|effort|speed|pace|sure|\
      certain|honest|rye|wholemeal|wholegrain|interest|alcohol|grade|extra|more expensive|cheaper)
    (?:charge|charged|set|turn|dim|battery|volume|screen|brightness|price|fee|tax|rent|zoom|scale|\
      copy) (?:\w+ ){0,5}(?:to |at |by |of )?\d+ ?(?:%|per ?cent)
    (?:100|hundred) ?(?:%|per ?cent)
    cut (?:a|the|each|your|any) (?:tablet|pill|patch|apple|towel|sponge|roller|\w+) in half | one in the
    """
)
DOSES = any_of(
    rf"""
    \d[\d.,]*(?:\s?[–-]\s?\d[\d.,]*| to \d+)?\s?(?:mg|mcg|µg|μg|milligrams?|micrograms?|IU|international units)
    (?:\d[\d.,]*|{FEW}|half a)\s?(?:g|grams?|ml|millilit(?:re|er)s?|tablets?|capsules?|drops|pills|puffs|\
      sachets?|units)\b[^.;]{{0,60}} (?:daily|nightly|weekly|(?:a|per|each|every|twice a|once a|three times a|\
      at) (?:day|night|morning|week|month|evening|\w+ hours)|twice daily|before bed|injected|under the skin)
    (?:injects?|takes?|swallows?|dose of|prescribed?s?) (?:\w+ )?\d[\d.,]*\s?(?:g|grams?|ml|millilit(?:re|\
      er)s?|units)
    """
)
# How long something takes to have an effect, or lasts, as a trial would find it.
_SPAN = any_of(
    rf"""
    (?:after|within|in|over|for|by|following|during|takes?|lasts?|until|up to|about|around|least|\
      first) (?:about |around |only |just |roughly |nearly |the |at least |as little as |up to |first |\
      another )*{_NUMBER}[ -](?:\w+ )?{_TIME}(?!-olds?| old)
    by the \w+ {_TIME} | (?:{_NUMBER})-(?:minute|hour|day|week|month|year)(?!-olds?)
    {_NUMBER} {_TIME}(?: (?:in)?to the (?:study|trial)| of (?:treatment|therapy|use|training))
    {_NUMBER} (?:minutes|hours|days|weeks|months|years) | for (?:a|another) (?:year|decade)
    """
)
_OF_STUDY = any_of(
    r"""
    stud(?:y|ies) | trials?(?! of an? (?:chair|mattress|desk|bed|app|gym)) | participants | of follow[ -]up
    follow[ -]up of | placebo | volunteers | (?:was|were) followed
    """
)
_EFFECT = any_of(
    r"""
    improv\w+ | eas(?:es|ed|ier) | reliev\w+ | relief | reduc(?:es|ed|tion)
    less (?:pain|stiff\w*|often|severe|tired) | fewer \w+ | heal(?:s|ed) | recovers? | recovered | recover
    resolv(?:es|ed|e) | settle[sd]? | works?(?! (?:as|at|from|for|in|on|out|with)) | worked | benefits?
    drop(?:s|ped)? | fell | falls | lower(?:s|ed) | loses? | lost | gain(?:s|ed)? | strengthen(?:s|ed)
    effective | dial(?:s|ed) (?:way )?down | disappear(?:s|ed)? | vanish(?:es|ed)? | gone | better
    more (?:flexible|mobile) | goes away | go away | took effect | take effect | takes effect | kicks? in
    did more | does more | wears? off | full effect
    on (?:HRT|the drug|the medicine|oestrogen|estrogen|statins)
    (?:the|these|this) (?:treatment|therapy|tablets|drug|medicine|exercises?|injections?|gel|patch)
    """
)
# What somebody should do, and when: advice, appointments, recipes.
_ADVICE = any_of(
    r"""
    if | unless | book | booked | appointment | call | see (?:a|your) | ask | come back
    check(?:ed)? (?:again|up) | visit | recipe | oven | simmer | bake | boil | ago | \w+ old | open | costs?
    waiting list | lecture | course | bus | walk from | subscription | guarantee | film | programme | class
    session starts | meeting | drive | until your
    ^(?:try|keep|hold|repeat|rest|wait|start|begin|do|stand|sit|lie|set|give|take a|write|note|walk|leave|\
      let|use|plan)
    """
)


# A list of what is said to help: its items are doses.
_HELPED = any_of(r"help(?:s|ed)? | work(?:s|ed)? | eas(?:e|es|ed) | reliev\w+ | better | relief | changed")
_CLOCK = any_of(r"(?:after|before|by|until) \d{1,2}(?:[:.]\d\d)? ?(?:am|pm|a\.m\.|p\.m\.|o’clock)")


def check(reading: Reading) -> Iterator[Finding]:
    for sentence in reading.sentences:
        if not sentence.passage.is_told or sentence.is_cited or sentence.passage.box == "care_card":
            continue
        if figure := _figure(sentence.text) or _dose(sentence):
            message = (
                f"“{short(figure, 40)}” in “{short(sentence.text)}” has no source: cite it, or leave the number out."
            )
            yield at(sentence, message, "unsourced-figure", fix="cite")


def _figure(text: str) -> str:
    """The words that say a number; "" where none needs a source."""
    things = [(found.start(), found.end()) for found in _OF_THINGS.finditer(text)]
    for found in SHARES.finditer(text):
        if not any(start < found.end() and end > found.start() for start, end in things):
            return found.group()
    if found := DOSES.search(text):
        return found.group()
    span = _SPAN.search(text)
    if span and (_OF_STUDY.search(text) or (_EFFECT.search(text) and not _ADVICE.search(text))):
        return span.group()
    return ""


def _dose(sentence: Sentence) -> str:
    """How long or when to do something, in a list below words that say it helped."""
    if sentence.passage.place != "item" or not _HELPED.search(sentence.passage.heading):
        return ""
    found = _SPAN.search(sentence.text) or _CLOCK.search(sentence.text)
    return found.group() if found else ""

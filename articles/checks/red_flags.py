"""Warning signs outside the cards that readers know them by, and articles without such a card (STANDARDS E5)."""

from collections.abc import Iterator
from itertools import groupby

from articles.checks.finding import Finding, at, short
from articles.checks.patterns import any_of, group
from articles.checks.reading import Passage, Reading
from articles.enums import ArticleKind, Severity

_LIMB = group(
    r"""
    legs? | arms? | foot | feet | hands? | fingers? | toes? | face | groin | genitals? | buttocks? | thighs?
    bottom | calf | side of (?:the|your) (?:face|body)
    """
)
_THERE = rf"(?:{_LIMB}|between (?:your |the )?legs|back passage|private parts)"
_CANNOT = group(
    r"""
    cannot | can’t | can't | can no longer | could no longer | unable to | could not | couldn’t
    struggl(?:e|es|ing) to | hard to | difficulty | trouble | problems?
    """
)
_SUDDEN = r"(?:sudden(?:ly)?|new|severe|abrupt(?:ly)?)"

# Bladder, bowel and feeling; heart and breath; blood; nights and weight; head and mind; clots and infection.
SIGNS = any_of(
    rf"""
    (?:los[et]s?|losing|lost|loss of|lack of|new|trouble with|difficulty|{_CANNOT}|problems? with|\
      accidents?|changes? in|no)(?: \w+){{0,4}} (?:bladder|bowels?)(?! cancer|’s)
    (?:{_CANNOT}|difficulty|no longer|feel nothing when|no urge)(?: \w+){{0,6}} (?:pass(?:ing)? (?:urine|\
      water)|urinat\w+|pee(?:ing)?|wee(?:ing)?|wipe|empty(?:ing)? your bladder)
    (?:bladder|bowels?)(?: or (?:bladder|bowels?))? (?:control|accidents?|troubles?|changes?|dysfunction)
    (?:new|sudden\w*|become|became) (?:\w+ )?incontinen(?:ce|t)
    (?:wet|soil)(?:s|ting|ing)? (?:yourself|themselves|himself|herself) | saddle (?:numbness|ana?esthesia|area)
    foot drop | dropped foot
    (?:numb(?:ness)?|tingl\w+|weakness|pins and needles|loss of (?:feeling|strength|sensation)|\
      lose feeling)\b[^.;]{{0,50}} {_THERE}
    {_LIMB} (?:\w+ ){{0,4}}(?:numb|weak|tingl\w+|giv(?:es?|ing) way|g(?:oes|o|oing|one) (?:dead|numb|weak)|\
      paraly[sz]ed)
    {_CANNOT} (?:move|lift|feel|bear weight on|stand on|put weight on)(?: \w+){{0,3}} {_LIMB}
    numbness (?:or|and) tingling
    (?:chest pains?|pain in (?:your |the )?chest|tight(?:ness)? (?:in |across |of )?(?:your |the )?chest|\
      chest (?:tightness|pressure)|(?:crushing|squeezing|heavy|pressure|tight)\b[^.;]{{0,30}} chest|(?:signs?|\
      symptoms?) of a (?:heart attack|stroke)|(?:have|having) a (?:heart attack|stroke))
    pain (?:that )?(?:spread(?:s|ing)|radiat(?:es|ing)|travel(?:s|ling)) (?:\w+ ){{0,3}}(?:jaw|left arm)
    (?:short(?:ness)? of breath|breathless(?:ness)?(?! prose)|{_CANNOT} (?:to )?(?:breathe|breathing|\
      catch your breath)|gasping|choking|fighting for (?:breath|air)|breathing is (?:hard|difficult))
    (?:cough(?:ing|s|ed)?|spit(?:s|ting)?|vomit(?:s|ing|ed)?|throw(?:s|ing)? up|bring(?:s|\
      ing)? up) (?:up )?(?:\w+ )?blood
    blood (?:\w+ )?in (?:your |the |their )?(?:urine|pee|wee|stools?|poo|vomit|phlegm|sputum)
    (?:stools?|poo)\b[^.;]{{0,30}} (?:black|tarry|bloody|sticky)|(?:black|tarry|bloody)(?: \w+)? (?:stools?|poo)
    (?:bleed(?:ing|s)?|spotting) (?:\w+ )*(?:won’t stop|does not stop|doesn’t stop|will not stop|\
      after (?:the |your )?menopause|between periods|from (?:the|your) (?:vagina|back passage|bottom))
    (?:vaginal )bleeding
    wakes? (?:you|me|her|him|them|people)(?: up)?\b[^.;]{{0,20}} (?:at night|in the night|from sleep|\
      every night)|pain that wakes
    (?:night pain|pain (?:\w+ )?at night|(?:worse|worst|stronger) (?:at|during the|in the) night|\
      drenching (?:night )?sweats)
    (?:unexplained|unintended|unplanned) (?:weight loss|fever|bleeding|bruis\w+)|\
      weight loss[^.;]{{0,30}}(?:explain|reason|trying|diet)|los(?:e|es|ing|\
      t) (?:a lot of )?weight[^.;]{{0,30}}(?:without|no reason|explain|trying)|\
      loss of weight[^.;]{{0,30}}(?:explain|reason|trying)
    (?:loss of|lost|lose) height | stooped posture | (?:become|grown) shorter | fall(?:s|en)? from a height
    (?:high fever|(?:fever|(?:high|raised) temperature)\b[^.;]{{0,30}} (?:back pain|stiff neck|chills|\
      confus\w+|rash|shiver\w*)|(?:pain|stiff\w*|rash|wound)\b[^.;]{{0,30}} (?:with|and) (?:a )?(?:fever|\
      high temperature|shiver\w*)|shivering)
    (?:wound|cut|scar)\b[^.;]{{0,30}} (?:pus|weep(?:s|ing)|oozing|hot and)|weep(?:s|ing) pus
    (?:slur(?:s|red|ring)?\b[^.;]{{0,15}} (?:speech|words)|speech\b[^.;]{{0,20}} slurr\w+|\
      face\b[^.;]{{0,20}} (?:droop\w*|drops?|dropped|falls on one side)|droop(?:s|ing|ed) (?:face|mouth|\
        eyelid|smile))
    {_SUDDEN}\b(?: \w+){{0,2}},? (?:weakness(?! for)|confusion|headache|blindness|loss of|numbness|tearing|\
      stabbing|ripping|crushing|vision|paralysis|collapse)
    (?:worst headache|thunderclap|double vision|(?:los(?:e|es|ing|s of)|lost) (?:\w+ )?(?:vision|sight|\
      eyesight|consciousness|feeling|sensation|movement)|ripping pain|tearing (?:chest |back )?pain|\
      tearing,? \w* ?pain)
    (?:seizures?(?! of)|convulsions?|faint(?:s|ed|ing)(?! (?:line|smell|mark|praise))|pass(?:es|ed|\
      ing)? out|black(?:s|ed|ing) out|collapses?(?: (?:suddenly|after|during))|collapsed|(?:be|becomes?|\
      falls?|found|is|are|was|fell) unconscious|paraly[sz]ed|hard to wake|(?:cannot|can’t|could not) be woken|\
      unresponsive)
    (?:drowsy|muddled|confused|delirious) (?:and|or|,) [^.;]{{0,30}}(?:wake|muddled|fever|confused|rouse)
    (?:(?:feel(?:s|ing)?|are|is|becomes?|suddenly) suicidal|suicidal (?:thoughts?|feelings?|ideas?|plans?)|\
      (?:attempt\w*|consider\w*|talk\w* (?:of|about)) suicide|thoughts? of (?:harming|ending|hurting|killing|\
      suicide|dying)|thinking (?:of|about) (?:harming|ending|hurting|killing|suicide)|self-harm|(?:harm|hurt|\
      kill)(?:ing)? (?:yourself|themselves|herself|himself)|end(?:ing)? (?:your|their|her|his) (?:own )?life|\
      life is not worth|better off dead)
    (?:swollen,? (?:\w+,? )*(?:calf|leg)|(?:calf|leg)\b[^.;]{{0,20}} (?:swollen|swells|hot and)|(?:hot|\
      painful) (?:and \w+ |, \w+ )*(?:calf|swelling in)|swelling (?:of|in) (?:one|your|the) (?:calf|leg|face|\
      lips|tongue|throat)|(?:lips|tongue|throat|face) (?:swell\w*|(?:is|are) swelling|becomes? swollen))
    sharp,? stabbing pain | severe (?:abdominal|tummy|stomach|chest|back) pain
    blue lips|lips (?:turn|go|are) blue | stiff neck (?:and|with) | anaphyla\w+
    coffee grounds | (?:poo|stools?|motions?) (?:\w+ ){{0,2}}like tar
    not being able to (?:pee|wee|pass urine|walk|breathe|swallow)
    (?:sudden|severe),? (?:severe|sudden|sharp) pain | fits?(?= (?:are|that last|lasting|or seizures))
    """
)
# Where a sign is denied, explained, tested for or told of another thing, it warns of nothing.
_INNOCENT = any_of(
    r"""
    never had | injection | an[ae]+sthetic | ana?esthesia | dentist\w* | exercises? (?:for|to) | pelvic floor
    train(?:s|ing|ed) | diary | researchers? | lecture | courses? | classes | films? | novels? | leaflet
    clinics? | charit(?:y|ies) | poster | wing | ward is | department is | campaign | songs?
    (?:is|was) (?:what|called|named|a word|the name|the medical) | means | the (?:term|word)s? | left out people
    excluded people | volunteers | the trial | in the trial | tests? (?:for|of|your) | examin\w+
    checks? (?:for|your|whether) | asks? (?:about|whether|if) | will ask | measures? | scans?
    nerves? (?:to|of|that) | supplies | wheelchair | catheter
    after (?:a )?(?:long )?(?:run|climb|hill|stairs|exercise|race) | fell asleep | sleeping on | crossed legs
    sat on | pushchair | tent | folds? | not a (?:sign|symptom) | rule(?:s|d)? out
    do(?:es)? not (?:cause|mean|include|lead) | risk (?:of|factors?) | prevalence | rates? of | defined as
    doesn’t (?:cause|mean|include) | are rare | care card | see (?:the )?(?:red flags|card) | chocolate
    indicated | treat(?:s|ed|ing)? | (?:be|is|are) given | overactive | muscles? | analysis
    of (?:fake|stolen|goods|assets|power) | prose | with one hand | during the operation
    under (?:an? )?(?:general )?an\w+ | wears? off | gym
    """
)
_WARNING = any_of(
    r"""
    signs? | warn\w* | red flags? | see (?:a|your) (?:doctor|gp) | when to | seek | call | urgent\w* | emergency
    watch (?:for|out) | serious | more than | not normal | worry
    """
)
_NEED_CARD = frozenset({ArticleKind.SYMPTOM, ArticleKind.CONDITION, ArticleKind.TREATMENT})
_LOUD = frozenset({"urgent", "emergency"})
_APART = frozenset({"care_card", "quotation", "experience"})


def check(reading: Reading) -> Iterator[Finding]:
    """Lists as a whole, then sentences, then the article without a card."""
    for (_, place), some in groupby(reading.passages, key=lambda one: (one.block_id, one.place)):
        passages = [one for one in some if one.is_told and one.box not in _APART and one.place != "figure"]
        if place == "item" and passages:
            yield from _list(passages)
        else:
            yield from _sentences(passages)
    cards = {block["attrs"]["urgency"] for block in reading.blocks if block["type"] == "care_card"}
    if reading.snapshot.kind in _NEED_CARD and not cards & _LOUD:
        message = "There is no urgent or emergency care card. Add one, or let a clinician say that none is needed."
        yield Finding("body", message, Severity.WARN, "no-card", dismissible=True)


def is_sign(text: str) -> bool:
    return bool(SIGNS.search(text)) and not _INNOCENT.search(text)


def _list(items: list[Passage]) -> Iterator[Finding]:
    """One finding for the list: the whole of it becomes the card."""
    signs = [one for one in items if is_sign(one.text)]
    if signs and (len(signs) > 1 or len(items) == 1 or _WARNING.search(items[0].heading)):
        under = f" under “{short(items[0].heading)}”" if items[0].heading else ""
        message = f"The list{under} holds warning signs (“{short(signs[0].text)}”): make it a care card."
        yield at(signs[0], message, "red-flag", fix="care_card")


def _sentences(passages: list[Passage]) -> Iterator[Finding]:
    for passage in passages:
        if found := next((one for one in passage.sentences() if is_sign(one.text)), None):
            message = f"“{short(found.text)}” is a warning sign: readers look for it in a care card."
            yield at(found, message, "red-flag")

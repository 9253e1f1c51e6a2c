"""Claims that lean on somebody who is not named well enough to be found (STANDARDS B2)."""

from collections.abc import Iterator

from articles.checks.finding import Finding, at, short
from articles.checks.patterns import any_of, group
from articles.checks.reading import Reading
from articles.enums import ArticleKind

_NAMED = r"[A-Z][\w.’&-]*"
_BODY = group(
    rf"""
    NIH | WHO | CDC | FDA | EMA | MHRA | NHS | NICE | USPSTF | AHA | ACOG | Cochrane | Harvard | Stanford
    Oxford | Yale | Cambridge | Mayo Clinic | Cleveland Clinic | Johns Hopkins
    National Institutes? (?:of|for) [A-Z]\w+ | World Health Organi[sz]ation
    (?:{_NAMED} )+(?:and {_NAMED} )?(?:Association|Society|College|Academy|Institute|Foundation|Federation|\
      Executive|Council|Agency|University)
    University of {_NAMED}
    """
)
_WORK = group(
    r"""
    stud(?:y|ies) | research | trials? | evidence | data(?! (?:system|base|plan|sheet|entry|protection|set))
    surveys? | polls? | meta-analys[ei]s | reviews? | literature | science | findings | papers? | experiments?
    statistics | guidelines? | guidance | recommendations
    """
)
_PEOPLE = group(
    r"""
    researchers | scientists | experts | specialists | academics | investigators | authorities | doctors
    physicians | clinicians | surgeons | midwives | health professionals | practitioners | dieti[ct]ians
    \w{4,}(?:ologists|therapists|tricians) | nutritionists
    """
)
_HOW = (
    r"(?:\s+(?:have|has|had|now|also|even|still|long|recently|generally|often|usually|mostly|widely|do|does|did|"
    r"would|will|all|both|\w+ly|never))*"
)
_SHOW = group(
    r"""
    show(?:s|ed|n)? | suggest(?:s|ed)? | f(?:ind|inds|ound) | indicate[sd]? | confirm(?:s|ed)? | prove[sdn]?
    link(?:s|ed)? | demonstrate[sd]? | report(?:s|ed)? | reveal(?:s|ed)? | support(?:s|ed)? | points? to
    pointed to | establish(?:es|ed)? | favou?r(?:s|ed)? | tells? us | concurs? | agrees?
    back(?:s|ed)? (?:this|it|that) | is (?:clear|in|settled|strong|solid) | says? | says so | conclude[sd]?
    hint(?:s|ed)? (?:at|that) | associate[sd]? | advise[sd]? | recommend(?:s|ed)? | leaves? no doubt | tie[sd]?
    connect(?:s|ed)? | credit(?:s|ed)? | are (?:clear|in|unanimous) | keeps? (?:showing|finding)
    failed to (?:find|show) | discovered | calls? for | put(?:s)? the blame | blame[sd]? | came? to
    consistently link
    """
)
_SAY = group(
    r"""
    says? | said | believe[sd]? | agree[sd]?(?! (?:the|an?|your|on|to|with you)) | recommend(?:s|ed)? | think
    thinks | thought | warn(?:s|ed)? | advise[sd]? | estimate[sd]? | claim(?:s|ed)? | argue[sd]? | note[sd]?
    conclude[sd]? | observe[sd]? | discovered | f(?:ind|inds|ound) | show(?:s|ed|n)? | suspect(?:s|ed)?
    suggest(?:s|ed)? | report(?:s|ed)? | swear by | consider(?:s|ed)? | credit(?:s|ed)? | urge[sd]? | state[sd]?
    insist(?:s|ed)? | link(?:s|ed)? | rate | like to (?:say|put it|call) | put it | point out | points out
    proved? | proven | tell us | stress(?:es|ed)? | are (?:convinced|sure|clear)
    doubt(?:s|ed)? | suspect(?:s|ed)? | regard(?:s|ed)? | prefer(?:s|red)? | blame[sd]?
    """
)
# What a study was of, before it is said what it found.
_OF = (
    r"(?:\s+(?:of|in|from|by|with|on|at|to|for|among|into|involving|led|published|done|carried|conducted|"
    r"that followed)\b[^.;:,]{0,70}?|, published[^.;:]{0,50},)?"
)
_OUTCOME = group(
    r"""
    higher(?! level) | lower | increased? | reduced | decreased? | greater | less(?:er)? | more | better | worse
    improved | fewer | poorer | longer | shorter | risks? | pain | deaths? | mortality | diseases? | cancers?
    loss | stiff\w* | depression | anxiety | inflammation | stress | problems? | relief | benefits? | injur\w+
    fractures? | obesity | infections? | disorders? | symptoms? | falls | damage | ag(?:e)?ing | sleep
    headaches? | ligaments
    """
)
_FOUND = group(
    r"""
    known | shown | proven | proved | demonstrated | established | found | documented | recogni[sz]ed | accepted
    agreed | reported | believed | thought | suggested
    """
)
_HINTS = (
    any_of(
        r"""
        (?:medical|scientific|expert|specialist|clinical|professional) (?:opinion|consensus|community|\
          thinking|wisdom)
        (?:there is|a) (?:broad |wide |growing |general )*(?:consensus|agreement) (?:that|among|on)
        (?:an? |the )?(?:growing|large|vast|solid|considerable|whole|wide) body of (?:work|research|\
          evidence|literature)
        (?:link|connection|association|relationship) between [^.;:]{3,70} (?:is|has (?:long )?been|\
          was) (?:now |well )?\
          (?:demonstrated|shown|proven|established|known|documented|clear|beyond doubt)
        in (?:\w+ )?(?:clinical |recent |large |controlled |early |several |many )*(?:trials|studies|\
          surveys|experiments)
        in the (?:eyes|view|opinion|experience) of (?:many |most |some )?\w+s
        (?:long|widely|generally|commonly|often|traditionally) (?:suspected|believed|thought|held|assumed|\
          accepted|regarded)
        (?:we|everyone|science) (?:now )?(?:know|knows) (?:now )?that
        """
    ),
    any_of(
        rf"""
        according to (?:the |an? |one |some |many |new |recent |several |most |latest |leading |medical |\
          health |clinical )*(?:{_WORK}|{_PEOPLE}|(?:\w+ )?(?:journals?|magazines?|textbooks?|reports?|\
          articles?|professors?|figures))
        """
    ),
    any_of(
        rf"""
        [Aa]ccording to (?:the |a )?(?:{_BODY}|Dr\.? {_NAMED}|Prof\w*\.? {_NAMED}|{_NAMED} {_NAMED}|[A-Z]{{2,}})
        """,
        case=True,
    ),
    any_of(rf"{_WORK}{_OF}{_HOW}\s+{_SHOW}"),
    any_of(
        rf"""
        (?<!your )(?<!our )(?<!the )(?<!my ){_PEOPLE}(?:\s+(?:at|from|in|who|of|everywhere|around|\
          across)\b[^.;:]{{0,50}}?)?{_HOW}\s+{_SAY}
        """
    ),
    any_of(rf"(?:the )?(?:scientists|researchers|experts|investigators){_OF}{_HOW}\s+{_SAY}"),
    any_of(
        rf"""
        {_BODY}(?:[’']s)?(?:-\w+)?(?: (?:now|also|has|have|guidelines?|guidance|researchers?|experts?|\
          scientists?|team|stud(?:y|ies)|research|panel))*\s+(?:{_SAY}|{_SHOW})
        """,
        case=True,
    ),
    any_of(rf"{_BODY}(?:[’']s)?(?:-\w+)? (?:researchers?|experts?|scientists?|stud(?:y|ies)|trials?)", case=True),
    any_of(rf"(?:says|said|reports|reported|notes|warns|estimates|claims|advises) (?:the )?(?:{_BODY})", case=True),
    any_of(
        rf"""
        (?:say|says|as) (?:many |most |the |some |leading )?{_PEOPLE}(?: (?:like to )?(?:say|put it|call it|\
          know))?(?=[.,!]|$)
        """
    ),
    any_of(
        rf"""
        per (?:the )?(?:latest |current |new |official )*(?:[A-Z]+ )?(?:guidance|guidelines?|\
          recommendations?|{_WORK})
        """
    ),
    any_of(
        rf"""
        (?:it is|it’s|it's|it has(?: long)? been|has(?: long)? been|have(?: long)? been|is|are|was|\
          were) [“\"]?(?:\w+ly |well |long |now |often |once )*{_FOUND}[”\"]? (?:that|to (?!you|us|me|the|\
          have a seat)\w+)
        """
    ),
    any_of(r"(?:it|this) is (?:\w+ )?(?:common knowledge|a (?:medical|scientific|proven|well-known) fact)"),
    any_of(
        r"""
        (?:is|are|was|were|been|being|be) (?:\w+ly |also |now |long )*(?:linked|tied) (?:to|\
          with) (?!(?:the page|this page|your|our|my|a page|each other|the (?:spinal|spine|brain|heart|\
            skull|hip|muscles?|bones?|pelvis)|an? (?:account|profile|website|page))\b)[\w-]+
        """
    ),
    any_of(
        rf"""
        (?:is|are|was|were|been|being|be) (?:\w+ly |also |now |long )*associated with (?:an? |\
          the )?(?:[\w-]+ ){{0,3}}{_OUTCOME}
        """
    ),
    any_of(
        r"""
        (?:has|have) (?:\w+ )?(?:a |an )?(?:clear|proven|known|strong|established|documented) (?:link|\
          connection|association)s? (?:to|with)
        """
    ),
    any_of(
        r"""
        (?:clinically|scientifically|medically|research)[ -](?:proven|shown|tested|validated|backed|approved)
        """
    ),
    any_of(r"proven (?:to|benefits?|treatments?|remed\w+|ways?|methods?|effective\w*|relief|results?|cure)"),
    any_of(
        r"""
        (?:there is|there’s|there's|there are|backed by|supported by|based on|\
          thanks to) (?:\w+ ){0,3}(?:science|evidence|research|studies)
        """
    ),
    any_of(
        r"""
        (?:scientists|researchers|experts|doctors) (?:have )?(?:measured|tested|followed|studied|\
          compared)[^.;]{0,60} (?:and )?found
        """
    ),
)
# These say what is not known, or ask.
_INNOCENT = any_of(
    r"""
    following (?:case )?study
    no (?:good |strong |reliable |clear )?(?:studies|trials|evidence|research|data|proof)
    not enough (?:evidence|research|studies)
    (?:little|limited|lack of|too little|insufficient) (?:good )?(?:evidence|research|data)
    (?:more|further) (?:research|studies|evidence) (?:is|are) | whether (?:the )?(?:studies|evidence|research)
    (?:no|nothing|none) (?:\w+ )?(?:has|have) been (?:proven|shown) | ask (?:what|whether|your)
    """
)


def check(reading: Reading) -> Iterator[Finding]:
    """One finding a sentence; it blocks in treatment articles."""
    blocks = reading.snapshot.kind == ArticleKind.TREATMENT
    for sentence in reading.sentences:
        if not sentence.passage.is_told or sentence.is_cited:
            continue
        if hinted := _hinted(sentence.text):
            message = (
                f"“{short(sentence.text)}” leans on a source that readers cannot find (“{short(hinted, 40)}”): cite it."
            )
            yield at(sentence, message, "bare-attribution", blocks=blocks, fix="cite")


def _hinted(text: str) -> str:
    if _INNOCENT.search(text):
        return ""
    return next((found.group().strip() for pattern in _HINTS if (found := pattern.search(text))), "")

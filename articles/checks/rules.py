"""Why each check is made: the rule of the field behind it, by the code of its findings."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Rule:
    """`id` is the rule's in docs/standards.md ("" for one of our own house), `why` says it to a writer, `source` whose
    rule it is. A rule `of_language` is a hint about wording, shown apart from what concerns evidence and safety."""

    id: str
    why: str
    source: str = ""
    of_language: bool = False


def _plain(why: str, source: str = "") -> Rule:
    return Rule("P", why, source, of_language=True)


def _balance(why: str) -> Rule:
    return Rule("C1", why, "DISCERN 8–15, CDC Clear Communication Index")


_SLOTS = "Who decides about a treatment needs all sides of it"
_CARD = "Readers recognise urgent advice by its form and act on it"
_HOUSE = Rule("", "What readers see must be finished and in its place.")

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "title": _plain("Lists and search results cut long titles.", "Google"),
        "standfirst": _plain("Readers decide by it whether this is for them."),
        "pillar": Rule("K2", "Every article belongs to a topic, so that readers find the way up."),
        "guide": Rule("K2", "A topic has one guide at its address."),
        "address": _HOUSE,
        "author": Rule("A1", "Readers must see who wrote it.", "JAMA benchmarks"),
        "tk": _HOUSE,
        "text": _HOUSE,
        "alt": _plain("Who does not see the picture hears its description.", "WCAG 1.1.1"),
        "heading": _plain("A skipped level misleads who listens to the page.", "WCAG 1.3.1"),
        "link": Rule("K4", "Readers who follow a link must arrive."),
        "inbound": Rule("K4", "Who follows a link from elsewhere should land where its words promise."),
        "source": Rule("B1", "Each number leads to a reference.", "HONcode 4"),
        "retracted": Rule("B6", "A retracted paper supports nothing.", "Crossref"),
        "in doubt": Rule("B6", "Its publisher warns of it.", "Crossref"),
        "old source": Rule("B7", "Knowledge of health ages.", "NHS content standard"),
        "review": Rule("A3", "A qualified person must have read exactly this version.", "NHS content standard"),
        "changes": _HOUSE,
        "approval": _HOUSE,
        "bin": _HOUSE,
        "interests": Rule("A9", "Readers must be able to judge who speaks; “none” is a statement.", "ICMJE"),
        "AI use": Rule("A10", "Readers have a right to know what a machine wrote.", "EU AI Act, Google"),
        "AI editor": Rule("A10", "A person answers for every word.", "EU AI Act"),
        "sponsor": Rule("H4", "Readers must see who paid, and for what.", "FTC"),
        "paid link": Rule("H4", "Nobody earns money from an urgent case.", "FTC"),
        "bare-attribution": Rule(
            "B2", "Readers cannot find a source that is only hinted at: name it and cite it here.", "Mayo Clinic"
        ),
        "unsourced-figure": Rule(
            "B3", "A number sounds like evidence; say where it comes from.", "CDC Clear Communication Index 16"
        ),
        "stronger-than-source": Rule(
            "B4", "A claim is no stronger than its evidence, in titles too.", "FTC Health Products Guidance"
        ),
        "strong-title": Rule("C4", "Such words promise what no treatment keeps.", "Google"),
        "reads-as-treatment": _balance(f"{_SLOTS}, also where the article is filed as something else."),
        "balance-how": _balance(f"{_SLOTS}: how it works."),
        "balance-benefits": _balance(f"{_SLOTS}: what it can do."),
        "balance-risks": _balance(f"{_SLOTS}: its risks."),
        "balance-without": _balance(f"{_SLOTS}: what happens without it."),
        "balance-alternatives": _balance(f"{_SLOTS}: what else there is."),
        "balance-unknown": _balance(f"{_SLOTS}: what is not known."),
        "experience": Rule("C2", "One person’s story is no evidence; readers must see which is which.", "FTC"),
        "relative-risk": Rule(
            "C3",
            "“1 in 7 people” is understood, and a relative risk alone frightens.",
            "CDC Clear Communication Index 17",
        ),
        "mixed-denominators": Rule(
            "C3", "Numbers compare only over one denominator.", "CDC Clear Communication Index 17"
        ),
        "card-heading": Rule("E2", f"{_CARD}: one call, then a list.", "NHS care cards"),
        "card-list": Rule("E2", f"{_CARD}: one call, then a list.", "NHS care cards"),
        "card-number": Rule("E2", f"{_CARD}: it says where to turn.", "NHS care cards"),
        "card-link": Rule("E3", "In an emergency nobody should read on.", "NHS care cards"),
        "card-after": Rule("E4", "What follows a card would be taken as part of it.", "NHS care cards"),
        "card-twice": Rule("E4", "Several cards of one kind weaken each other.", "NHS care cards"),
        "red-flag": Rule("E5", "Warning signs in running text are missed by who needs them.", "NHS care cards"),
        "no-card": Rule("E5", "Readers must learn when it cannot wait, or that a clinician saw no such case."),
        "skin": _plain("Say how it looks on brown and black skin, too.", "NHS content guide"),
        "link-words": _plain("A link is heard alone: its words say where it leads.", "WCAG 2.4.9"),
        "abbreviation": _plain("Explain it at its first use.", "NHS content guide"),
        "long-sentence": _plain(
            "Sentences of up to 20 words are understood at the first reading.", "NHS content guide"
        ),
        "long-paragraph": _plain("Up to 3 sentences and 50 words are read; more is skipped.", "NHS content guide"),
        "long-list": _plain("A list of up to 6 points is remembered.", "PEMAT"),
        "key-points": _plain("Who reads only the beginning should know the main things.", "CDC, NHS"),
    }
)

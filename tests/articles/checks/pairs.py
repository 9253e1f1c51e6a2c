"""For each check a text that breaks its rule, and one that comes near and does not: values of a snapshot.

Where a pair needs rows of its own it is made of a World; see test_rules.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.articles.conftest import SIDES
from tests.content.builders import block, bullets, doc, heading, link, mark, node, paragraph, text

Values = dict[str, Any]


@dataclass(frozen=True)
class World:
    """What a pair may need: `source(**facts)` makes one, `published(title)` and `withdrawn(title)` an article, `guide`
    is the guide of the pillar; `other_author` is nobody's."""

    source: Callable[..., Any]
    published: Callable[..., Any]
    withdrawn: Callable[..., Any]
    with_guide: Callable[[], None]
    demanding_pillar: Callable[[], int]
    sign: Callable[[Any], None]
    pays: Callable[[str], None]


@dataclass(frozen=True)
class Pair:
    breaks: Callable[[World], Values]
    near: Callable[[World], Values]
    blocks: bool = False


def says(*words: str, **more: Any) -> Callable[[World], Values]:
    """A text with these paragraphs."""
    return lambda world: {"body": doc(*(paragraph(f"p{n}", one) for n, one in enumerate(words))), **more}


def holds(*blocks: Any, **more: Any) -> Callable[[World], Values]:
    return lambda world: {"body": doc(*blocks), **more}


def has(**values: Any) -> Callable[[World], Values]:
    return lambda world: values


def cites(words: str, **facts: Any) -> Callable[[World], Values]:
    def values(world: World) -> Values:
        cited = text(words, mark("citation", source=world.source(**facts).pk, locator=""))
        return {"body": doc(paragraph("p", cited))}

    return values


def card(block_id: str, heading: str, *points: str, urgency: str = "urgent", also: tuple = ()) -> Any:
    listed = node("bullet_list", *(node("list_item", node("paragraph", text(one))) for one in points))
    content = [node("care_heading", text(heading)), *([listed] if points else []), *also]
    return block("care_card", block_id, *content, urgency=urgency)


def figure(alt: str, decorative: bool = False) -> Any:
    return block("figure", "f", image=1, alt=alt, decorative=decorative)


def _linked(words: str) -> Any:
    return paragraph("p", "Walk. ", text(words, link("https://example.org/")))


def _leads_to(target: Callable[[World], Any]) -> Callable[[World], Values]:
    def values(world: World) -> Values:
        to = mark("link", target={"kind": "article", "id": target(world).pk})
        return {"body": doc(paragraph("p", text("How to rest at night", to)))}

    return values


def _paid(domain: str) -> Callable[[World], Values]:
    def values(world: World) -> Values:
        world.pays("shop.example")
        linked = node("paragraph", text("Buy it", link(f"https://{domain}/")))
        return {"body": doc(card("c", "Ask for help if:", "it aches", urgency="non_urgent", also=(linked,)))}

    return values


def _guide(world: World) -> Values:
    world.with_guide()
    return {"kind": "guide"}


def _without(words: str) -> str:
    return SIDES.replace(words, "")


def _treatment(words: str = SIDES) -> Callable[[World], Values]:
    return says(words, kind="treatment")


_EARLY = "Because it is early."
_FILLING = "The morning is slow and the stairs are long. "
_URGENT = card("c", "Ask for an urgent appointment if:", "the leg is weak")
_CALL = "Call 999 now if:"

PAIRS: dict[str, Pair] = {
    "title": Pair(has(title="T" * 66), has(title="T" * 65)),
    "standfirst": Pair(has(standfirst=""), has(standfirst="S"), blocks=True),
    "pillar": Pair(has(pillar=None), has(), blocks=True),
    "guide": Pair(_guide, has(kind="guide"), blocks=True),
    "author": Pair(has(contributors=()), has(), blocks=True),
    "tk": Pair(has(title="Rest TK"), has(title="Rest TKO"), blocks=True),
    "text": Pair(holds(), says(_EARLY), blocks=True),
    "alt": Pair(holds(figure("")), holds(figure("", decorative=True)), blocks=True),
    "heading": Pair(
        holds(heading("h", "Small", 3), paragraph("p", _EARLY)),
        holds(heading("h", "Great", 2), heading("i", "Small", 3)),
    ),
    "link": Pair(_leads_to(lambda world: world.withdrawn("Old")), _leads_to(lambda world: world.published("New"))),
    "source": Pair(
        holds(paragraph("p", text("It holds", mark("citation", source=999_999, locator="")))),
        cites("It holds"),
        blocks=True,
    ),
    "retracted": Pair(cites("It holds", status="retracted"), cites("It holds", status="corrected"), blocks=True),
    "in doubt": Pair(cites("It holds", status="concern"), cites("It holds", status="corrected")),
    "old source": Pair(cites("It holds", age=6), cites("It holds", age=5)),
    "review": Pair(
        lambda world: {"pillar": world.demanding_pillar()},
        lambda world: {"pillar": world.demanding_pillar(), "signed": True},
        blocks=True,
    ),
    "interests": Pair(has(interests=()), has(), blocks=True),
    "AI use": Pair(has(ai_use=""), has(ai_use="none"), blocks=True),
    "AI editor": Pair(
        has(ai_use="drafted", ai_how="A first version."), has(ai_use="assisted", ai_how="Spelling."), blocks=True
    ),
    "sponsor": Pair(has(sponsor="A Mill"), has(sponsor="A Mill", sponsored_for="The pictures"), blocks=True),
    "paid link": Pair(_paid("shop.example"), _paid("elsewhere.example"), blocks=True),
    "bare-attribution": Pair(
        _treatment(f"{SIDES} According to NIH studies, most stiffness is hormonal."),
        _treatment(f"{SIDES} According to your own diary, most stiffness comes at night."),
        blocks=True,
    ),
    "unsourced-figure": Pair(says("About 40% of women are stiff."), says("A towel of 40% linen is stiff.")),
    "stronger-than-source": Pair(
        says("Walking is linked to looser hips.", title="Walking Loosens Hips"),
        says("Walking is linked to looser hips.", title="Walking May Loosen Hips"),
    ),
    "strong-title": Pair(has(title="A Miracle for Backs"), has(title="There Is No Miracle for Backs")),
    "reads-as-treatment": Pair(
        says(SIDES, title="How Estrogen Eases Stiffness"), says(SIDES, title="Can Estrogen Ease Stiffness?")
    ),
    "balance-how": Pair(_treatment(_without("How it works: it acts on the nerves. ")), _treatment(), blocks=True),
    "balance-benefits": Pair(_treatment(_without("The benefits are small. ")), _treatment(), blocks=True),
    "balance-risks": Pair(_treatment(_without("Its other risks are rare. ")), _treatment(), blocks=True),
    "balance-without": Pair(_treatment(_without("Without it most backs mend. ")), _treatment(), blocks=True),
    "balance-alternatives": Pair(_treatment(_without("Other treatments exist. ")), _treatment(), blocks=True),
    "balance-unknown": Pair(_treatment(_without("Nobody knows who gains most.")), _treatment(), blocks=True),
    "experience": Pair(says("I slept better after a week."), says("Should I sleep more?")),
    "relative-risk": Pair(
        says("It doubles the risk of a clot."), says("It doubles the risk of a clot, from 1 in 1,000 to 2 in 1,000.")
    ),
    "mixed-denominators": Pair(
        says("It helps 1 in 5 people and harms 1 in 500."), says("It helps 100 in 500 people and harms 1 in 500.")
    ),
    "card-heading": Pair(holds(card("c", "Urgent advice", "a weak leg")), holds(_URGENT)),
    "card-list": Pair(
        holds(card("c", "Ask for help if:", also=(node("paragraph", text("the leg is weak")),))),
        holds(_URGENT),
        blocks=True,
    ),
    "card-number": Pair(
        holds(card("c", "Act at once if:", "the leg is weak", urgency="emergency")),
        holds(card("c", _CALL, "the leg is weak", urgency="emergency")),
    ),
    "card-link": Pair(
        holds(
            card("c", _CALL, "a", urgency="emergency", also=(node("paragraph", text("Read", link("https://e.org/"))),))
        ),
        holds(card("c", _CALL, "a", urgency="emergency", also=(node("paragraph", text("Call", link("tel:999"))),))),
        blocks=True,
    ),
    "card-after": Pair(
        holds(_URGENT, paragraph("p", _EARLY)),
        holds(_URGENT, heading("h", "Then"), paragraph("p", _EARLY)),
        blocks=True,
    ),
    "card-twice": Pair(
        holds(_URGENT, card("d", "Ask for help today if:", "you fell")),
        holds(_URGENT, card("d", "Rest at home if:", "it aches", urgency="non_urgent")),
    ),
    "red-flag": Pair(
        holds(heading("h", "Signs of More"), bullets("b", "Numbness down the leg", "A stiff morning")),
        holds(_URGENT, heading("h", "Signs of Less"), bullets("b", "A stiff morning", "A slow stair")),
    ),
    "no-card": Pair(says(_EARLY, kind="symptom"), holds(_URGENT, kind="symptom")),
    "skin": Pair(
        says("The skin turns red."), says("The skin turns red, which on brown or black skin may look purple or grey.")
    ),
    "link-words": Pair(holds(_linked("click here")), holds(_linked("how to walk on ice"))),
    "abbreviation": Pair(says("An ESR is taken."), says("An erythrocyte sedimentation rate (ESR) is taken.")),
    "long-sentence": Pair(says("word " * 20 + "end."), says("word " * 19 + "end.")),
    "long-paragraph": Pair(says("One here. Two here. Three here. Four here."), says("One here. Two here. Three here.")),
    "long-list": Pair(holds(bullets("b", *"abcdefg")), holds(bullets("b", *"abcdef"))),
    "key-points": Pair(
        says(*[_FILLING.strip()] * 70),
        lambda world: {
            "body": doc(
                block("key_points", "k", node("paragraph", text("Rest."))),
                *(paragraph(f"p{n}", _FILLING.strip()) for n in range(70)),
            )
        },
    ),
}

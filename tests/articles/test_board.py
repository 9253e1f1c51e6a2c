"""The rules of a hub's board: what breaks each, and which page mends it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from articles import board, discarding, links, publishing, thresholds, titles, writing
from articles.board import RULES, Fault
from articles.enums import ArticleKind
from articles.models import Article, BoardThresholds, Pillar, RelatedLink
from history import revisions
from history.models import Event
from tests.content.builders import doc, paragraph, text

Targets = Article | Pillar | tuple[str, Article | Pillar]


def leading_to(*targets: Targets) -> dict[str, Any]:
    """A body with a paragraph for each target, which is linked by its title or by the words given with it."""
    pairs = [target if isinstance(target, tuple) else (str(target), target) for target in targets]
    marks = [{"type": "link", "attrs": {"target": {"kind": one._meta.model_name, "id": one.pk}}} for _, one in pairs]
    return doc(
        paragraph("opening0", "It begins."),
        *(paragraph(f"block{n:03}", text(words, marks[n]), ".") for n, (words, _) in enumerate(pairs)),
    )


@pytest.fixture
def lead(writer, editor) -> Callable[..., Article]:
    """Publishes a version of the article that links to these, and to nothing else."""

    def rewrite(article: Article, *targets: Targets) -> Article:
        snapshot, base = writing.current(article)
        revision = writing.save(article, replace(snapshot, body=leading_to(*targets)), by=writer, base=base)
        return publishing.publish(article, revision=revision, by=editor)

    return rewrite


@pytest.fixture
def hub(pillar) -> Pillar:
    return pillar.parent


@pytest.fixture
def faults(hub) -> Callable[[str], list[Fault]]:
    def of(key: str) -> list[Fault]:
        (verdict,) = [verdict for verdict in board.board(hub)[2] if verdict.rule.key == key]
        assert verdict.holds == (not verdict.faults)
        return verdict.faults

    return of


@pytest.fixture
def broken(faults) -> Callable[[str], list[tuple[str, str]]]:
    return lambda key: [(fault.title, fault.why) for fault in faults(key)]


def asked(hub: Pillar | None = None, **numbers: int) -> BoardThresholds:
    return BoardThresholds.objects.create(hub=hub, **numbers)


def change(article: Article, place: str = "id_body") -> str:
    return f"/admin/articles/article/{article.pk}/change/#{place}"


@pytest.fixture
def sound(published, lead, pillar, hub) -> list[Article]:
    """A hub of which nothing can be said: its guide, that of its pillar, and three articles."""
    guides = [published(f"All of {node}", kind=ArticleKind.GUIDE, pillar=node.pk) for node in (hub, pillar)]
    texts = [published(title) for title in ("Beds", "Chairs", "Doors")]
    lead(guides[0], pillar)
    lead(guides[1], hub, *texts)
    for n, article in enumerate(texts):
        lead(article, hub, pillar, texts[n - 1], texts[n - 2])
    return texts


def test_every_rule_holds_for_a_hub_that_is_linked_as_it_should_be(sound, hub):
    assert [(verdict.rule.key, verdict.faults) for verdict in board.board(hub)[2]] == [(rule.key, []) for rule in RULES]


def test_an_empty_hub_lacks_its_guides_and_nothing_else(hub, broken):
    found = {verdict.rule.key for verdict in board.board(hub)[2] if not verdict.holds}
    assert found == {"down"}
    assert broken("down") == [("Back Pain", "has no public guide"), ("Special Populations", "has no public guide")]


def test_every_text_links_up_to_its_pillar_and_to_the_hub(sound, hub, pillar, lead, faults, broken):
    lead(sound[0], pillar, sound[1], sound[2])
    lead(sound[1], sound[0], sound[2])
    assert broken("up") == [
        ("Beds", "does not link to “Back Pain”"),
        ("Chairs", "does not link to “Special Populations” and “Back Pain”"),
    ]
    assert faults("up")[0].repair.link == change(sound[0])


def test_a_link_to_the_guide_is_a_link_to_its_pillar(sound, hub, lead, broken):
    guides = Article.objects.filter(kind=ArticleKind.GUIDE).order_by("pk")
    lead(sound[0], *guides, sound[1], sound[2])
    assert broken("up") == []


def test_the_guide_of_a_pillar_links_up_to_the_hub(sound, lead, broken):
    lead(Article.objects.get(working_title="All of Special Populations"), *sound)
    assert broken("up") == [("All of Special Populations", "does not link to “Back Pain”")]


def test_a_guide_names_every_article_and_pillar_below_it(sound, hub, pillar, published, lead, faults, broken):
    published("Floors")
    published("Of the hub itself", pillar=hub.pk)
    Pillar.objects.create(title="Treatments", slug="treatments", parent=hub, position=1)
    assert broken("down") == [
        ("Of the hub itself", "is not in the guide “All of Back Pain”"),
        ("Treatments", "is not in the guide “All of Back Pain”"),
        ("Floors", "is not in the guide “All of Special Populations”"),
        ("Treatments", "has no public guide"),
    ]
    guide = Article.objects.get(working_title="All of Special Populations")
    assert faults("down")[2].repair.link == change(guide)
    assert faults("down")[3].repair.link.startswith("/admin/articles/article/add/?kind=guide&pillar=")


def test_a_guide_that_is_being_written_is_where_a_missing_one_is_mended(draft, pillar, faults):
    guide = draft("Coming", kind=ArticleKind.GUIDE)
    assert faults("down")[1].repair.link == change(guide)


def test_an_article_links_to_others_of_its_hub(sound, hub, pillar, lead, faults, broken):
    lead(sound[0], hub, pillar, sound[1], ("again", sound[1]))
    lead(sound[1], hub, pillar)
    assert broken("sideways") == [
        ("Beds", "links to one other article of the hub; 2 are wanted"),
        ("Chairs", "links to no other articles of the hub; 2 are wanted"),
    ]
    assert faults("sideways")[0].repair.link == change(sound[0], "id_listed")
    asked(hub, sideways=1)
    assert [title for title, _ in broken("sideways")] == ["Chairs"]


def test_a_hub_of_two_articles_wants_no_third(published, lead):
    one, two = published("Beds"), published("Chairs")
    lead(one, two)
    lead(two, one)
    verdicts = board.board(one.pillar.parent)[2]
    assert {verdict.rule.key: verdict.holds for verdict in verdicts}["sideways"]


def test_what_no_text_links_to_is_an_orphan_also_if_a_withdrawn_one_did(sound, published, editor, faults, broken):
    published("Alone")
    origin = published("Origin", body=leading_to(published("Abandoned")))
    publishing.withdraw(origin, by=editor, reason="Old.")
    assert [title for title, _ in broken("orphans")] == ["Alone", "Abandoned"]
    guide = Article.objects.get(working_title="All of Special Populations")
    assert faults("orphans")[0].repair.link == change(guide)


def test_a_link_from_another_hub_saves_from_being_an_orphan(published, broken):
    away = Pillar.objects.create(title="Menopause", slug="menopause", review_required=False)
    published("Elsewhere", pillar=away.pk, body=leading_to(published("Beds")))
    assert broken("orphans") == []


def test_an_article_without_a_way_on_is_a_dead_end(sound, draft, lead, broken):
    lead(sound[0], draft("Not yet"))
    assert broken("dead-ends") == [("Beds", "links to nothing that readers can open here")]


def counts(hub: Pillar) -> dict[str, tuple[int, int]]:
    """By title, how many texts link to it and to how many places it links."""
    return {row.title: (row.linked_from, row.links_to) for row in board.board(hub)[0].public}


def test_links_are_counted_alike_in_and_out_with_those_of_other_hubs(sound, hub, pillar, published, lead, broken):
    away = Pillar.objects.create(title="Menopause", slug="menopause", review_required=False)
    guide = published("All of Menopause", kind=ArticleKind.GUIDE, pillar=away.pk)
    other = published("Sleep", pillar=away.pk, body=leading_to(sound[0], ("here", sound[0]), ("there", sound[1])))
    page = published("About Us", kind=ArticleKind.PAGE, pillar=None)
    lead(sound[0], other, ("again", other), away, guide, page)
    assert counts(hub)["Beds"] == (4, 3)
    assert counts(hub)["Chairs"] == (3, 4)
    assert counts(away) == {"All of Menopause": (1, 0), "Sleep": (1, 2)}
    assert broken("dead-ends") == []


def test_links_to_a_topic_are_links_to_its_guide(sound, hub, pillar, published, lead):
    assert counts(hub)["All of Back Pain"] == (4, 1)
    assert counts(hub)["All of Special Populations"] == (4, 4)
    away = Pillar.objects.create(title="Menopause", slug="menopause", review_required=False)
    guide = Article.objects.get(working_title="All of Back Pain")
    published("Sleep", pillar=away.pk, body=leading_to(hub, ("it", guide), pillar))
    # Its own topic is no other place.
    lead(guide, hub, pillar)
    assert counts(hub)["All of Back Pain"] == (5, 1)
    assert counts(hub)["All of Special Populations"] == (5, 4)


def test_a_guide_of_another_hub_and_its_topic_are_one_place(sound, published, lead, broken):
    away = Pillar.objects.create(title="Menopause", slug="menopause", review_required=False)
    guide = published("All of Menopause", kind=ArticleKind.GUIDE, pillar=away.pk)
    lead(sound[0], ("the change", away))
    lead(sound[1], ("the change", guide))
    assert broken("anchors") == []


def test_titles_of_the_same_telling_words_compete(sound, published, draft, broken):
    published("Sleeping with a Sore Back")
    draft("Sleeping with a Sore Neck")
    assert broken("titles") == []
    draft("Sleep With Sore Backs!")
    assert broken("titles") == [
        ("Sleeping with a Sore Back", "has nearly the title of “Sleep With Sore Backs!” (draft)"),
        ("Sleep With Sore Backs!", "has nearly the title of “Sleeping with a Sore Back” (published)"),
    ]


def test_titles_of_other_hubs_and_of_what_is_planned_compete_too_and_of_the_withdrawn_not(
    sound, published, draft, editor, writer, broken
):
    away = Pillar.objects.create(title="Menopause", slug="menopause", review_required=False)
    published("The Beds", pillar=away.pk)
    links.plan("Chair", by=editor)
    publishing.withdraw(published("Door"), by=editor, reason="Old.")
    discarding.discard(draft("Doors"), by=writer)
    assert broken("titles") == [
        ("Beds", "has nearly the title of “The Beds” (published)"),
        ("Chairs", "has nearly the title of “Chair” (planned)"),
    ]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Heat or Cold?", "Cold or heat", True),
        ("7 Exercises for the Back", "10 exercises for your back", True),
        ("Walking for a Stiff Back", "Walks for Stiff Backs", True),
        ("Back Pain", "Back Pain at Night", False),
        ("The", "Of", False),
        ("2023", "2024", False),
        ("", "?", False),
    ],
)
def test_nearly_the_same_titles_are_known(one, other, alike):
    assert titles.alike([(1, one), (2, other)]) == ([[1, 2]] if alike else [])


def test_the_same_words_lead_to_one_place(sound, hub, pillar, lead, faults, broken):
    lead(sound[0], hub, pillar, ("Better  Sleep", sound[1]), sound[2])
    lead(sound[1], hub, pillar, ("better sleep,", sound[2]), sound[0])
    assert broken("anchors") == [("“better sleep”", "leads to “Chairs” and “Doors”")]
    link = faults("anchors")[0].repair.link
    assert link == "/admin/articles/relatedlink/?q=%22better+sleep%22"


def test_a_pillar_and_its_guide_are_one_place(sound, hub, pillar, lead, broken):
    guide = Article.objects.get(working_title="All of Back Pain")
    lead(sound[0], ("the hub", hub), pillar, sound[1], sound[2])
    lead(sound[1], ("the hub", guide), pillar, sound[0], sound[2])
    assert broken("anchors") == []


def test_what_many_link_to_is_linked_in_varied_words(sound, hub, pillar, lead, faults, broken):
    asked(hub, wordings_from=4, wordings=2)
    assert [title for title, _ in broken("wordings")] == ["Back Pain", "Special Populations"]
    fault = faults("wordings")[0]
    assert fault.why == "is linked 4 times, and only as “back pain”"
    assert fault.repair.link == f"/admin/articles/relatedlink/?target_pillar__exact={hub.pk}"
    lead(sound[0], ("why backs hurt", hub), pillar, *sound[1:])
    assert [title for title, _ in broken("wordings")] == ["Special Populations"]


def test_no_article_gets_too_large_a_share_of_the_links(sound, published, hub, pillar, faults):
    for number in range(16):
        published(f"Room {number}", body=leading_to(hub, pillar, sound[0]))
    fault = faults("share")[0]
    assert (fault.title, fault.why) == ("Beds", "gets 76 percent of the hub’s 25 links to articles")
    assert fault.repair.link == f"/admin/articles/relatedlink/?target_article__exact={sound[0].pk}"
    asked(None, share=90)
    assert faults("share") == []


def test_what_many_promise_comes_first_of_what_is_to_be_written(sound, published, draft, hub, faults):
    published("First", text="Why\n\nSo.\nMore: Curtains\nMore: Carpets\n")
    draft("Second", text="Why\n\nSo.\nMore: Carpets\n")
    cluster = board.board(hub)[0]
    assert [(plan.title, number) for plan, number in cluster.planned] == [("Carpets", 2), ("Curtains", 1)]
    assert faults("planned") == []
    asked(hub, demand=2)
    (fault,) = faults("planned")
    assert (fault.title, fault.why) == ("Carpets", "is promised by 2 articles, and nobody has written it")
    assert fault.repair.link == f"/admin/articles/article/{Article.objects.get(title='Carpets').pk}/change/"


def test_what_was_neither_changed_nor_reviewed_for_long_is_stale(sound, hub, broken):
    old = timezone.now() - timedelta(days=800)
    Article.objects.filter(pk=sound[0].pk).update(published_at=old, updated_at=old)
    assert broken("stale") == []
    asked(hub, months=24)
    assert broken("stale") == [("Beds", f"was changed and reviewed last in {old:%B %Y}")]


def test_what_needs_a_review_and_has_none_that_holds_is_told_with_its_place_in_the_queue(sound, pillar, faults, broken):
    assert broken("unreviewed") == []
    Pillar.objects.filter(pk=pillar.pk).update(review_required=True)
    assert ("Beds", "was never reviewed") in broken("unreviewed")
    Article.objects.filter(pk=sound[0].pk).update(review_pending_at=timezone.now())
    Article.objects.filter(pk=sound[1].pk).update(review_urgent_at=timezone.now())
    found = {fault.title: (fault.why, fault.repair.link) for fault in faults("unreviewed")}
    queue = "/admin/articles/review/"
    assert found["Beds"] == ("was changed since its review", f"{queue}#without")
    assert found["Chairs"] == ("must be reviewed again before its time", f"{queue}#urgent")


def test_links_of_the_listed_kind_count_and_links_elsewhere_do_not(sound, hub, pillar, published, draft, lead):
    away = Pillar.objects.create(title="Menopause", slug="menopause", review_required=False)
    other = published("Elsewhere", pillar=away.pk)
    article = published("Listing", body=leading_to(hub, pillar, other), listed=(sound[0].pk,))
    cluster = board.board(hub)[0]
    assert cluster.members[article.pk].articles == {sound[0].pk}
    assert other.pk not in cluster.members


def test_the_hubs_own_thresholds_come_before_those_of_all_and_the_defaults_last(hub):
    assert thresholds.holding(hub).sideways == 2
    asked(None, sideways=4)
    assert thresholds.holding(hub).sideways == 4
    asked(hub, sideways=7)
    assert thresholds.holding(hub).sideways == 7
    assert thresholds.holding(Pillar.objects.create(title="Menopause", slug="menopause")).sideways == 4


def test_thresholds_are_set_by_editors_once_for_a_hub_and_within_limits(hub, pillar, editor, writer):
    with pytest.raises(PermissionDenied):
        thresholds.save_thresholds(BoardThresholds(hub=hub), by=writer)
    for values, where in (({"share": 0}, "share"), ({"months": 9999}, "months"), ({"hub": pillar}, "hub")):
        with pytest.raises(ValidationError) as refusal:
            thresholds.save_thresholds(BoardThresholds(**{"hub": hub, **values}), by=editor)
        assert set(refusal.value.error_dict) == {where}
    for whose in (hub, None):
        thresholds.save_thresholds(BoardThresholds(hub=whose, sideways=3), by=editor)
        with pytest.raises(ValidationError):
            thresholds.save_thresholds(BoardThresholds(hub=whose, sideways=4), by=editor)
    assert Event.objects.filter(act="created", target_kind="boardthresholds").count() == 2
    assert Event.objects.first().data["sideways"] == 3


@pytest.mark.parametrize("rows", [1, 5])
def test_the_board_takes_six_queries_whatever_its_size(published, pillar, hub, rows, django_assert_num_queries):
    for number in range(rows):
        Pillar.objects.create(title=f"Pillar {number}", slug=f"pillar-{number}", parent=hub)
        published(f"Article {number}", text=f"Why\n\nSo.\nMore: Plan {number}\n")
    assert RelatedLink.objects.count() == rows
    with django_assert_num_queries(6):
        board.board(hub)


def test_the_board_reads_no_text(published, hub, django_assert_num_queries):
    article = published("Beds")
    assert revisions.latest(article)
    with django_assert_num_queries(6) as queries:
        board.board(hub)
    assert [query["sql"] for query in queries if '"body"' in query["sql"] or '"packed"' in query["sql"]] == []

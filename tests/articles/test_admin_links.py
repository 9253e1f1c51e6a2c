"""Pillars, links and tags on the desk."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing
from articles.enums import LinkOrigin
from articles.models import Article, FormerPillarSlug, Pillar, RelatedLink, Review
from articles.models.tags import Tag
from articles.snapshots import Snapshot
from authors.models import Author
from content.schema import document
from history import revisions
from history.models import Event
from tests.desk import send

LINKS = "/admin/articles/relatedlink/"
PILLARS = "/admin/articles/pillar/"


def latest(article: Article) -> Snapshot:
    return Snapshot.from_dict(revisions.latest(article).snapshot)


def text(words: str, target: dict | None = None, *marks: dict) -> dict:
    link = ({"type": "link", "attrs": {"target": target}},) if target else ()
    return {"type": "text", "text": words, **({"marks": [*marks, *link]} if target else {})}


def paragraph(name: str, *texts: dict) -> dict:
    return {"type": "paragraph", "attrs": {"id": name}, "content": list(texts)}


@pytest.fixture
def linked(published, pillar):
    """A live article with the link "floor" twice in one paragraph, a call-out and a listed article."""
    other, listed = published("Other"), published("Listed")
    target = {"kind": "article", "id": other.pk}
    body = document(
        paragraph("aaaaaaaa", text("A "), text("floor", target), text(" beside a "), text("floor", target), text(".")),
        {
            "type": "related_link",
            "attrs": {"id": "bbbbbbbb", "label": "Read more", "title": "Other", "target": target},
        },
    )
    return published("Origin", body=body, listed=(listed.pk,))


def link_of(article: Article, origin: str, nth: int = 0) -> RelatedLink:
    return list(article.links_out.filter(origin=origin).order_by("position"))[nth]


def change(link: RelatedLink) -> str:
    return f"{LINKS}{link.pk}/change/"


def test_changed_words_reach_readers_only_by_publication(at, writer, editor, linked):
    link = link_of(linked, LinkOrigin.TEXT, 1)
    assert send(at(writer), change(link), words="carpet").status_code == 302
    words = [node["text"] for node in latest(linked).body["content"][0]["content"]]
    assert words == ["A ", "floor", " beside a ", "carpet", "."]
    assert [row.words for row in linked.links_out.filter(origin="text")] == ["floor", "floor"]
    publishing.publish(linked, revision=revisions.latest(linked), by=editor)
    assert sorted(row.words for row in linked.links_out.filter(origin="text")) == ["carpet", "floor"]


def test_target_of_a_link_changes_to_a_pillar(at, writer, linked, pillar):
    send(at(writer), change(link_of(linked, LinkOrigin.TEXT)), target_article="", target_pillar=pillar.pk)
    first = latest(linked).body["content"][0]["content"][1]
    assert first["marks"][0]["attrs"]["target"] == {"kind": "pillar", "id": pillar.pk}


def test_callout_changes_label_title_and_address(at, writer, linked):
    link = link_of(linked, LinkOrigin.CALLOUT)
    send(at(writer), change(link), label="See", words="Elsewhere", target_article="", url="https://example.org/a")
    attrs = latest(linked).body["content"][1]["attrs"]
    assert (attrs["label"], attrs["title"]) == ("See", "Elsewhere")
    assert attrs["target"] == {"kind": "url", "href": "https://example.org/a"}


def test_listed_link_leads_to_another_article(at, writer, linked, published):
    new = published("New")
    send(at(writer), change(link_of(linked, LinkOrigin.LISTED)), target_article=new.pk)
    assert latest(linked).listed == (new.pk,)


def test_link_leads_to_exactly_one_thing(at, writer, linked):
    response = send(at(writer), change(link_of(linked, LinkOrigin.TEXT)), url="https://example.org/")
    errors = response.context["adminform"].form.non_field_errors()
    assert errors == ["A link leads to exactly one thing: an article, a pillar, an author or an address."]


def test_link_does_not_lead_to_its_own_article(at, writer, linked):
    response = send(at(writer), change(link_of(linked, LinkOrigin.TEXT)), target_article=linked.pk)
    assert "target_article" in response.context["adminform"].form.errors


def test_unsafe_address_is_refused(at, writer, linked):
    link = link_of(linked, LinkOrigin.TEXT)
    response = send(at(writer), change(link), target_article="", url="javascript:alert(1)")
    assert "url" in response.context["adminform"].form.errors


def test_link_that_the_latest_version_lost_is_mended_in_the_article(at, writer, linked):
    send(at(writer), f"/admin/articles/article/{linked.pk}/change/", body="Nothing is linked any more.\n")
    response = send(at(writer), change(link_of(linked, LinkOrigin.TEXT)), words="carpet")
    assert "no longer has this link" in response.context["adminform"].form.non_field_errors()[0]


def test_marks_inside_a_link_stay_when_only_its_target_changes(at, writer, published, pillar):
    other = published("Other")
    target = {"kind": "article", "id": other.pk}
    runs = (text("cold ", target), text("floor", target, {"type": "strong"}))
    article = published("Origin", body=document(paragraph("aaaaaaaa", text("A "), *runs)))
    send(at(writer), change(link_of(article, "text")), target_article="", target_pillar=pillar.pk)
    nodes = latest(article).body["content"][0]["content"]
    assert [node["text"] for node in nodes] == ["A ", "cold ", "floor"]
    assert "strong" in [mark["type"] for mark in nodes[2]["marks"]]


def test_link_list_shows_the_sentence_and_filters_by_target(at, writer, editor, linked, published):
    published("Planner", text="Read more: Nobody Wrote This\n")
    page = at(writer).get(LINKS)
    assert "A floor beside a floor." in page.content.decode()
    planned = at(writer).get(f"{LINKS}?leads=planned").context["cl"].result_list
    assert [link.words for link in planned] == ["Nobody Wrote This"]
    gone = Article.objects.get(title="Listed")
    publishing.withdraw(gone, by=editor, reason="A mistake.")
    withdrawn = at(writer).get(f"{LINKS}?leads=withdrawn").context["cl"].result_list
    assert [link.words for link in withdrawn] == ["Listed"]


def test_link_list_shows_links_to_what_is_overdue(at, writer, editor, linked, published):
    reviewed, other = (Article.objects.get(title=title) for title in ("Other", "Listed"))
    yesterday = timezone.localdate() - timedelta(days=1)
    reader = Author.objects.create(name="Dr Reader", slug="dr-reader")
    said = {"verdict": "approved", "kind": "factual", "conflict": "None."}
    review = Review.objects.create(
        article=reviewed, revision=reviewed.live_revision, reviewer=reader, reviewed_at=timezone.now(), **said
    )
    Article.objects.filter(pk=reviewed.pk).update(review=review, review_due_on=yesterday)
    Article.objects.filter(pk=other.pk).update(review=review, review_due_on=timezone.localdate())
    found = at(writer).get(f"{LINKS}?leads=overdue")
    assert {link.target_article_id for link in found.context["cl"].result_list} == {reviewed.pk}
    assert "review overdue since" in found.content.decode()


def test_link_list_costs_the_same_for_any_number(at, writer, published):
    browser, counts = at(writer), []
    for links in (2, 12):
        published(f"Article {links}", text="".join(f"Read more: Title {links}{n}\n" for n in range(links)))
        with CaptureQueriesContext(connection) as queries:
            browser.get(LINKS)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_nobody_adds_or_deletes_a_link(at, administrator, linked):
    link = link_of(linked, LinkOrigin.TEXT)
    assert at(administrator).get(f"{LINKS}add/").status_code == 403
    assert at(administrator).post(f"{LINKS}{link.pk}/delete/", {"post": "yes"}).status_code == 403


def test_doctor_sees_a_link_and_cannot_change_it(at, doctor, linked):
    link = link_of(linked, LinkOrigin.TEXT)
    assert at(doctor).get(change(link)).status_code == 200
    assert at(doctor).post(change(link), {"words": "carpet"}).status_code == 403
    assert linked.revisions.count() == 1


# Pillars


def arrange(client, node: Pillar, **changes):
    """On the page that shows what points there."""
    address = f"{PILLARS}{node.pk}/move/"
    form = client.get(address).context["form"]
    said = {name: form[name].value() for name in form.fields} | changes
    return client.post(address, {name: value for name, value in said.items() if value is not None})


def test_renamed_hub_keeps_its_path_and_those_of_its_pillars(at, editor, pillar):
    arrange(at(editor), pillar.parent, slug="spine")
    paths = dict(FormerPillarSlug.objects.values_list("path", "pillar_id"))
    assert paths == {"back-pain": pillar.parent_id, "back-pain/special-populations": pillar.pk}


def test_hub_renamed_back_has_only_the_other_path_as_former(at, editor, pillar):
    arrange(at(editor), pillar.parent, slug="spine")
    arrange(at(editor), pillar.parent, slug="back-pain")
    assert set(FormerPillarSlug.objects.values_list("path", flat=True)) == {"spine", "spine/special-populations"}


def test_former_path_of_another_is_refused(at, editor, pillar):
    arrange(at(editor), pillar.parent, slug="spine")
    typed = {"title": "Back Pain", "slug": "back-pain", "position": 0, "_save": "1"}
    response = at(editor).post(f"{PILLARS}add/", typed)
    assert "still does" in response.context["adminform"].form.errors["slug"][0]
    assert Pillar.objects.count() == 2


def test_living_path_of_another_is_refused(at, editor, pillar):
    other = Pillar.objects.create(title="Sleep", slug="sleep", review_required=False)
    response = arrange(at(editor), other, slug="back-pain")
    assert "Another hub has this address." in str(response.context["form"].errors)


def test_moved_pillar_keeps_its_former_path(at, editor, pillar):
    sleep = Pillar.objects.create(title="Sleep", slug="sleep", review_required=False)
    arrange(at(editor), pillar, parent=sleep.pk)
    assert FormerPillarSlug.objects.get().path == "back-pain/special-populations"
    assert Event.objects.get(act="changed").data["former_path"] == "back-pain/special-populations"


def test_pillars_stand_below_their_hubs(at, writer, pillar):
    first = Pillar.objects.create(title="A Hub", slug="a-hub", review_required=False)
    below = Pillar.objects.create(title="Z", slug="z", parent=first, review_required=False)
    rows = list(at(writer).get(PILLARS).context["cl"].result_list)
    assert rows == [first, below, pillar.parent, pillar]


def test_pillar_list_costs_the_same_for_any_number(at, writer, pillar):
    browser, counts = at(writer), []
    for rows in (3, 9):
        for number in range(Pillar.objects.count(), rows):
            Pillar.objects.create(title=f"P {number}", slug=f"p-{number}", parent=pillar.parent, review_required=False)
        with CaptureQueriesContext(connection) as queries:
            browser.get(PILLARS)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_writer_cannot_arrange_topics(at, writer, pillar):
    assert at(writer).get(f"{PILLARS}add/").status_code == 403
    assert at(writer).post(f"{PILLARS}{pillar.pk}/change/", {"title": "Mine"}).status_code == 403
    assert at(writer).get(f"{PILLARS}{pillar.pk}/change/").status_code == 200


def test_pillars_are_not_deleted(at, administrator, pillar):
    assert at(administrator).post(f"{PILLARS}{pillar.pk}/delete/", {"post": "yes"}).status_code == 403


def test_tags_are_looked_at_and_not_changed(at, administrator, draft):
    draft(tags=("floors",))
    page = at(administrator).get("/admin/taggit/tag/")
    assert [(tag.name, tag.article_count) for tag in page.context["cl"].result_list] == [("floors", 1)]
    assert at(administrator).get("/admin/taggit/tag/add/").status_code == 403
    tag = Tag.objects.get()
    assert at(administrator).post(f"/admin/taggit/tag/{tag.pk}/change/", {"name": "x"}).status_code == 403

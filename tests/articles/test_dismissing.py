"""Setting findings aside: who may, what it silences and for how long, and where the reasons are read."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import checklist, dismissing, publishing, writing
from articles.models import Dismissal
from articles.publishing import NotPublishable
from articles.snapshots import Snapshot
from content.text import read
from history import revisions
from history.models import Event
from tests.articles.conftest import SIDES
from tests.desk import filled, messages

LONG = f"{'word ' * 25}end."


def snapshot_of(article):
    return Snapshot.from_dict(revisions.latest(article).snapshot)


def found(article, code):
    return [one for one in checklist.findings(article, snapshot_of(article)) if one.code == code]


def dismiss(article, code, by, reason="It is a name."):
    return dismissing.dismiss(article, found(article, code)[0], by=by, reason=reason)


def page(article, name="change"):
    return f"/admin/articles/article/{article.pk}/{name}/"


def test_finding_stays_aside_until_its_words_change(draft, writer):
    article = draft(text=f"An ESR is taken.\n{LONG}\n")
    dismiss(article, "long-sentence", writer)
    assert found(article, "long-sentence") == []
    assert len(found(article, "abbreviation")) == 1
    body = read(f"An ESR is taken.\n{LONG.replace('end', 'End of it')}\n")
    writing.save(article, Snapshot(**{**vars(snapshot_of(article)), "body": body}), by=writer, base=base(article))
    assert len(found(article, "long-sentence")) == 1


def base(article):
    return revisions.latest(article).token


def test_reason_is_kept_and_recorded(draft, writer):
    article = draft(text=LONG)
    row = dismiss(article, "long-sentence", writer, "  It is a quotation.  ")
    assert (row.reason, row.words, row.dismissed_by) == ("It is a quotation.", LONG, writer)
    event = Event.objects.get(act="finding dismissed")
    assert (event.data["code"], event.data["reason"], event.actor_id) == ("long-sentence", row.reason, writer.pk)


@pytest.mark.parametrize(
    ("reason", "words"), [(" ", "Say why"), ("x" * 5001, "at most 5000"), ("a\0b", "cannot be kept")]
)
def test_without_a_reason_that_can_be_kept_nothing_is_set_aside(draft, writer, reason, words):
    article = draft(text=LONG)
    with pytest.raises(ValidationError, match=words):
        dismiss(article, "long-sentence", writer, reason)
    assert not Dismissal.objects.exists()


def test_two_people_set_it_aside_once(draft, writer, editor):
    article = draft(text=LONG)
    (finding,) = found(article, "long-sentence")
    dismissing.dismiss(article, finding, by=writer, reason="One.")
    with pytest.raises(ValidationError, match="already"):
        dismissing.dismiss(article, finding, by=editor, reason="Two.")
    assert [row.reason for row in Dismissal.objects.all()] == ["One."]
    assert Event.objects.filter(act="finding dismissed").count() == 1


def test_what_blocks_cannot_be_set_aside_but_for_an_empty_side_of_a_treatment(draft, writer, editor):
    article = draft(text=f"{SIDES.replace('Its other risks are rare. ', '')} Studies show it.\n", kind="treatment")
    with pytest.raises(ValidationError, match="cannot be set aside"):
        dismiss(article, "bare-attribution", writer)
    with pytest.raises(NotPublishable, match="its risks"):
        publishing.publish(article, revision=revisions.latest(article), by=editor)
    dismiss(article, "balance-risks", writer, "It has none but those named.")
    with pytest.raises(NotPublishable) as refused:
        publishing.publish(article, revision=revisions.latest(article), by=editor)
    assert [one.code for one in refused.value.blockers] == ["bare-attribution"]


def test_only_a_clinician_says_that_no_urgent_card_is_needed(draft, writer, editor, doctor):
    article = draft(kind="symptom")
    for person in (writer, editor):
        with pytest.raises(PermissionDenied):
            dismiss(article, "no-card", person)
    dismiss(article, "no-card", doctor, "A harmless thing.")
    assert found(article, "no-card") == []


def test_who_does_not_see_the_draft_sets_nothing_aside(draft, person):
    article = draft(text=LONG)
    stranger = person("writer", email="stranger@example.org")
    for one in (stranger, person("auditor")):
        with pytest.raises(PermissionDenied):
            dismiss(article, "long-sentence", one)


def test_taking_back_lets_it_speak_again_once(draft, writer, editor):
    article = draft(text=LONG)
    row = dismiss(article, "long-sentence", writer)
    for _ in range(2):
        dismissing.take_back(row, by=editor)
    assert len(found(article, "long-sentence")) == 1
    assert Event.objects.filter(act="dismissal taken back").count() == 1
    dismiss(article, "long-sentence", writer)
    assert Dismissal.objects.count() == 2


# At the desk


def test_page_asks_why_and_comes_back_with_what_was_typed(at, draft, writer):
    article = draft(text=LONG)
    address = page(article, f"findings/{found(article, 'long-sentence')[0].key}/dismiss")
    assert f'href="{address}"' in at(writer).get(page(article)).content.decode()
    text = at(writer).post(address, {"reason": "\0 it is <b>right</b>"}).content.decode()
    assert "cannot be kept" in text
    assert "it is &lt;b&gt;right&lt;/b&gt;" in text
    response = at(writer).post(address, {"reason": "It is <b>right</b>."}, follow=True)
    assert "It is set aside; the reason is kept." in messages(response)
    text = response.content.decode()
    assert "Set aside: 1" in text
    assert "It is &lt;b&gt;right&lt;/b&gt;." in text


def test_finding_that_is_gone_leads_back_to_the_text(at, draft, writer):
    article = draft(text=LONG)
    response = at(writer).get(page(article, "findings/0123456789abcdef/dismiss"), follow=True)
    assert response.redirect_chain[-1][0] == page(article)
    assert "The text has changed meanwhile" in messages(response)[0]


def test_taking_back_is_a_button_beside_the_reason(at, draft, writer):
    article = draft(text=LONG)
    row = dismiss(article, "long-sentence", writer)
    form = at(writer).get(page(article))
    assert f'formaction="{page(article, f"findings/{row.pk}/take-back")}"' in form.content.decode()
    at(writer).post(page(article, f"findings/{row.pk}/take-back"), filled(form))
    assert Dismissal.objects.get().withdrawn_by == writer


def test_dismissal_of_another_article_is_not_taken_back_here(at, draft, writer):
    article, other = draft("One", text=LONG), draft("Other", text=LONG)
    row = dismiss(other, "long-sentence", writer)
    assert at(writer).post(page(article, f"findings/{row.pk}/take-back")).status_code == 404
    assert Dismissal.objects.standing().count() == 1


def test_list_follows_what_is_written(at, draft, writer):
    article = draft(text=f"{LONG}\nA leg goes numb.\n")
    said = at(writer).get(page(article, "findings").removesuffix("/") + "/").json()
    looks = {one["quiet"]: one["place"] for one in said["marks"]}
    assert looks[False]["end"] == len("A leg goes numb.")
    assert "is a warning sign" in said["html"]
    assert "The hardest sentences" in said["html"]


def test_list_answers_scripts_in_words_where_they_may_not(client, at, draft, person):
    article = draft(text=LONG)
    assert client.get(page(article, "findings")).status_code == 401
    stranger = person("writer", email="stranger@example.org")
    assert at(stranger).get(page(article, "findings")).status_code == 403


def test_list_costs_the_same_whatever_the_text(at, draft, writer):
    short, long = (
        draft("Short", text=LONG),
        draft("Long", text="\n".join(f"{LONG} {n} Studies show it." for n in range(80))),
    )
    at(writer).get(page(short, "findings"))
    counts = []
    for article in (short, long):
        with CaptureQueriesContext(connection) as queries:
            at(writer).get(page(article, "findings"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_reasons_of_the_whole_site_are_read_in_one_list(at, draft, writer, editor):
    dismiss(draft("One", text=LONG), "long-sentence", writer, "A motto.")
    dismiss(draft("Two", text="An ESR is taken.\n"), "abbreviation", writer, "Everyone knows it.")
    text = at(editor).get("/admin/articles/dismissal/").content.decode()
    assert "A motto." in text
    assert "Everyone knows it." in text
    text = at(editor).get("/admin/articles/dismissal/?code=abbreviation").content.decode()
    assert "A motto." not in text
    assert at(writer).get("/admin/articles/dismissal/").status_code == 403


def test_list_of_reasons_is_parted_into_what_stands_and_what_was_taken_back(at, draft, writer, editor):
    dismiss(draft("One", text=LONG), "long-sentence", writer, "A motto.")
    row = dismiss(draft("Two", text="An ESR is taken.\n"), "abbreviation", writer, "Everyone knows it.")
    dismissing.take_back(row, by=writer)
    for state, reasons in {"aside": (True, False), "back": (False, True), "nonsense": (True, True)}.items():
        text = at(editor).get(f"/admin/articles/dismissal/?state={state}").content.decode()
        assert ("A motto." in text, "Everyone knows it." in text) == reasons


def test_version_that_readers_see_has_no_list(at, published, editor):
    article = published(text=LONG)
    assert 'id="checklist"' not in at(editor).get(page(article)).content.decode()

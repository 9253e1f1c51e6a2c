"""The command rebuild: it puts right what differs from the live revisions, and nothing else."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles import publishing
from articles.models import Article, RelatedLink, SearchEntry

TEXT = "Why\n\nBecause it is early, and the night was long for everyone.\nRead: Other Mornings"


def rebuild() -> list[str]:
    out = StringIO()
    call_command("rebuild", stdout=out, stderr=out)
    return out.getvalue().splitlines()


def state() -> list:
    models = (Article, RelatedLink, SearchEntry)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_rebuild_of_a_sound_site_changes_nothing(published):
    published(text=TEXT)
    before = state()
    assert rebuild() == ["1 published articles, 0 of them changed, 0 failed."]
    assert state() == before


def test_rebuild_says_what_was_wrong_and_mends_it(published):
    article = published(text=TEXT)
    before = state()
    Article.objects.filter(pk=article.pk).update(title="Garbled", word_count=1)
    SearchEntry.objects.all().update(body="")
    RelatedLink.objects.all().delete()
    lines = rebuild()
    assert lines[0] == "Stiff in the Morning: title, word_count, links_out, search"
    assert lines[-1] == "1 published articles, 1 of them changed, 0 failed."
    assert [rows[0]["body"] for rows in state()[::2]] == [rows[0]["body"] for rows in before[::2]]
    assert Article.objects.published().get().title == "Stiff in the Morning"


def test_rebuild_leaves_drafts_alone(draft):
    draft()
    assert rebuild() == ["0 published articles, 0 of them changed, 0 failed."]


def test_one_broken_article_does_not_keep_the_others_from_being_mended(published, monkeypatch):
    broken, sound = published(), published("Second")
    SearchEntry.objects.all().update(body="")
    right = publishing.rebuild

    def fail(article: Article) -> None:
        if article.pk == broken.pk:
            raise ValueError("unreadable")
        right(article)

    monkeypatch.setattr(publishing, "rebuild", fail)
    with pytest.raises(CommandError) as caught:
        rebuild()
    assert caught.value.returncode == 1
    assert SearchEntry.objects.get(article=sound).body != ""

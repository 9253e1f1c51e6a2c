import io

import pytest
from django.core.management import CommandError, call_command

from images import processing
from images.models import Rendition
from tests.images import samples

pytestmark = pytest.mark.django_db


def run(*args: str) -> tuple[str, str, int]:
    """What it printed, what it complained of, and the exit code."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("make_renditions", *args, stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), f"{err.getvalue()}{error}", error.returncode
    return out.getvalue(), err.getvalue(), 0


@pytest.fixture
def two(add):
    return add(samples.photo(64, 64), title="One"), add(samples.photo(65, 64), title="Two", render_now=False)


def test_missing_renditions_are_made_and_others_left(two):
    _, other = two
    out, err, code = run()
    written = Rendition.objects.filter(image=other).count()
    assert out == f"[1/1] {other.pk} Two: {written} files\n1 pictures made; nothing is missing.\n"
    assert (err, code) == ("", 0)
    other.refresh_from_db()
    assert processing.is_complete(other)


def test_second_run_finds_nothing_missing(two):
    run("--missing")
    assert run("--missing") == ("Nothing is missing.\n", "", 0)


def test_all_makes_everything_anew(two):
    out, _, code = run("--all")
    assert out.count(" files\n") == 2
    assert code == 0


def test_single_pictures_can_be_chosen(two):
    one, other = two
    out, _, code = run("--all", str(one.pk))
    assert code == 0
    assert out.startswith(f"[1/1] {one.pk} One: ")
    assert not processing.is_complete(other)


def test_unknown_picture_ends_with_code_2(two):
    assert run("4000000", "4000001") == ("", "No such picture: 4000000, 4000001.", 2)


def test_failure_of_one_picture_does_not_keep_back_the_others(two, places):
    one, other = two
    Rendition.objects.all().delete()
    (places / "originals" / one.original.name).unlink()
    out, err, code = run()
    assert code == 1
    assert err.startswith(f"[1/2] {one.pk}: failed, FileNotFoundError: ")
    assert err.endswith("1 of 2 pictures failed.")
    assert f"[2/2] {other.pk} Two" in out
    other.refresh_from_db()
    assert processing.is_complete(other)


def test_contradicting_options_are_refused():
    with pytest.raises(CommandError) as error:
        call_command("make_renditions", "--all", "--missing")
    assert "not allowed with" in str(error.value)


def test_prune_says_what_it_removed(two):
    assert run("--prune")[0].splitlines()[-2] == "0 unused files removed."


@pytest.mark.parametrize("count", [1, 5])
def test_looking_for_what_is_missing_takes_two_queries(add, count, django_assert_num_queries):
    for number in range(count):
        add(samples.photo(64, 40 + number))
    with django_assert_num_queries(2):
        run()

"""Leading on from a former address."""

from history.redirects import moved


def test_no_browser_keeps_it_without_asking_again():
    answer = moved("articles:article", "sleeping")
    assert (answer.status_code, answer["Location"]) == (301, "/articles/sleeping/")
    assert answer["Cache-Control"] == "no-cache"

import pytest
from django.urls import reverse


@pytest.mark.parametrize("asked", ["slee%00p", "slee%%0000p", "slee%%%000000p"])
def test_a_nul_is_dropped_from_what_an_address_asks(db, client, asked):
    page = client.get(f"{reverse('articles:search')}?q={asked}")
    assert (page.status_code, page.wsgi_request.GET["q"]) == (200, "sleep")


def test_a_path_with_a_nul_is_not_found(db, client):
    assert client.get("/topics/slee%00p/").status_code == 404

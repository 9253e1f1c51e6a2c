from django.urls import reverse


def test_a_nul_is_dropped_from_what_an_address_asks(db, client):
    page = client.get(f"{reverse('articles:search')}?q=slee%00p")
    assert page.wsgi_request.GET["q"] == "sleep"


def test_a_path_with_a_nul_is_not_found(db, client):
    assert client.get("/topics/slee%00p/").status_code == 404

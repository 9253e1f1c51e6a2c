import socket
import ssl
import threading
import time
from contextlib import suppress

import pytest

from sources import web
from sources.enums import Answer
from tests.sources.elsewhere import Elsewhere, certificate

NAME = "press.health-news.org"


def here(name, port):
    return ["127.0.0.1"]


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (200, Answer.FOUND),
        (204, Answer.FOUND),
        (300, Answer.BROKEN),
        (400, Answer.GUARDED),
        (401, Answer.GUARDED),
        (403, Answer.GUARDED),
        (404, Answer.MISSING),
        (405, Answer.GUARDED),
        (410, Answer.MISSING),
        (429, Answer.GUARDED),
        (451, Answer.GUARDED),
        (500, Answer.BROKEN),
        (503, Answer.BROKEN),
        (599, Answer.BROKEN),
        (999, Answer.GUARDED),
    ],
)
def test_every_status_has_its_meaning(elsewhere, status, answer):
    assert web.ask(elsewhere.says("/a", status))[:2] == (answer, status)


def test_who_asks_says_who_it_is_and_reads_no_body(elsewhere, settings):
    settings.SITE_NAME, settings.SITE_URL = "Bodies", "https://bodies.health"
    web.ask(elsewhere.says("/a?b=c"))
    assert elsewhere.asked == [("HEAD", "/a?b=c", f"127.0.0.1:{elsewhere.port}")]
    assert elsewhere.agents == {"Bodies/1.0 (link check; https://bodies.health)"}


@pytest.mark.parametrize("refusal", [400, 403, 404, 405, 500, 501, 503])
def test_head_that_is_refused_is_followed_by_get(elsewhere, refusal):
    assert web.ask(elsewhere.says("/a", 200, head=refusal))[:4] == (Answer.FOUND, 200, "", 0.0)
    assert [method for method, *_ in elsewhere.asked] == ["HEAD", "GET"]


def test_head_that_is_left_without_an_answer_is_followed_by_get(elsewhere):
    def page(request):
        if request.command == "HEAD":
            request.connection.shutdown(socket.SHUT_RDWR)
        else:
            request.send_response(200)
            request.end_headers()

    assert web.ask(elsewhere.does("/a", page)).answer == Answer.FOUND


@pytest.mark.parametrize("status", [429, 503])
def test_who_asks_for_a_pause_is_asked_no_second_time(elsewhere, status):
    assert web.ask(elsewhere.says("/a", status, Retry_After="3600")).wait == 3600
    assert len(elsewhere.asked) == 1


def test_pause_until_a_day_is_understood_and_nonsense_is_none(elsewhere):
    assert web.ask(elsewhere.says("/a", 503, Retry_After="Fri, 31 Dec 2100 23:59:59 GMT")).wait == web.LONGEST_PAUSE
    assert web.ask(elsewhere.says("/b", 503, Retry_After="soon")).wait == 0
    assert web.ask(elsewhere.says("/c", 503, Retry_After="-5")).wait == 0


# Redirects


def test_every_host_is_entered_once_before_it_is_asked(elsewhere):
    first, second = elsewhere.url("/a", "one.org"), elsewhere.url("/c", "one.org")
    elsewhere.says("/a", 302, Location=elsewhere.url("/b", "two.org"))
    elsewhere.says("/b", 302, Location=second)
    elsewhere.says("/c", 404)
    entered = []
    reply = web.ask(first, resolve=here, enter=lambda name: not entered.append((name, len(elsewhere.asked))))
    assert entered == [("one.org", 0), ("two.org", 1)]
    assert (reply.answer, reply.host) == (Answer.MISSING, "one.org")


def test_host_that_must_not_be_entered_is_not_asked(elsewhere):
    elsewhere.says("/a", 302, Location=elsewhere.url("/b", "two.org"))
    with pytest.raises(web.Busy, match=r"two\.org"):
        web.ask(elsewhere.url("/a", "one.org"), resolve=here, enter=lambda name: name == "one.org")
    assert [path for _, path, _ in elsewhere.asked] == ["/a"]


@pytest.mark.parametrize("name", ["a" * 60 + ("." + "b" * 60) * 4, "a\x7fb.org"])
def test_name_that_no_host_can_have_is_not_asked_for(name):
    assert web.ask(f"https://{name}/").answer == Answer.FORBIDDEN


@pytest.mark.parametrize("status", [301, 308])
def test_lasting_redirect_is_a_new_address(elsewhere, status):
    old, new = elsewhere.says("/old", status, Location="/new"), elsewhere.says("/new")
    assert web.ask(f"{old}#dose")[:4] == (Answer.FOUND, 200, f"{new}#dose", 0.0)


@pytest.mark.parametrize("status", [302, 303, 307])
def test_passing_redirect_is_none(elsewhere, status):
    elsewhere.says("/new")
    assert web.ask(elsewhere.says("/old", status, Location="/new"))[:4] == (Answer.FOUND, 200, "", 0.0)


def test_new_address_ends_where_the_passing_redirects_begin(elsewhere):
    elsewhere.says("/old", 301, Location="/lasting")
    lasting = elsewhere.says("/lasting", 302, Location="/today")
    elsewhere.says("/today", 301, Location="/login")
    elsewhere.says("/login")
    assert web.ask(elsewhere.url("/old")).moved_to == lasting


@pytest.mark.parametrize("place", ["/", "//127.0.0.1:{port}", "/gone"])
def test_front_page_and_what_is_missing_are_no_new_address(elsewhere, place):
    elsewhere.says("/")
    old = elsewhere.says("/old", 301, Location=place.format(port=elsewhere.port))
    assert web.ask(old).moved_to == ""


def test_new_address_is_spelt_as_links_are(elsewhere):
    new = elsewhere.says("/n%C3%A4h%20er?q=a%20b")
    old = elsewhere.says("/old", 301, Location="/näh er?q=a b".encode().decode("latin-1"))
    assert web.ask(old).moved_to == new


def test_address_that_carries_a_password_is_not_offered(elsewhere):
    elsewhere.says("/new")
    old = elsewhere.says("/old", 301, Location=elsewhere.url("/new", "ada:secret@127.0.0.1"))
    assert web.ask(old)[:4] == (Answer.FOUND, 200, "", 0.0)


def test_redirect_without_end_ends(elsewhere):
    url = elsewhere.says("/a", 302, Location="/b")
    elsewhere.says("/b", 302, Location="/a")
    assert web.ask(url).answer == Answer.LOOPING
    assert len(elsewhere.asked) == web.MOST_REDIRECTS + 1


def test_redirect_that_waits_for_its_cookie_gets_it(elsewhere):
    def page(request):
        known = request.headers["Cookie"] == "seen=yes"
        request.send_response(200 if known else 302)
        if not known:
            request.send_header("Set-Cookie", "seen=yes; Path=/")
            request.send_header("Location", "/a")
        request.end_headers()

    assert web.ask(elsewhere.does("/a", page)).answer == Answer.FOUND


def test_cookie_goes_to_no_other_host(elsewhere):
    sent = []

    def page(request):
        sent.append(request.headers["Cookie"])
        request.send_response(200)
        request.end_headers()

    there = elsewhere.does("/there", page).replace("127.0.0.1", NAME)
    web.ask(elsewhere.says("/a", 302, Set_Cookie="id=7", Location=there), resolve=here)
    assert sent == [None]


@pytest.mark.parametrize("location", ["ftp://a.org/", "javascript:alert(1)", "http://[::1", "http://a:99999"])
def test_redirect_away_from_the_web_is_not_followed(elsewhere, location):
    assert web.ask(elsewhere.says("/a", 302, Location=location)).answer == Answer.FORBIDDEN


# Whom nobody may be led to


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1"),
        *("224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::1", "2001:0:7f00:1::1"),
        "nonsense",
    ],
)
def test_address_that_is_not_public_is_never_connected_to(monkeypatch, address):
    monkeypatch.setattr(socket, "create_connection", lambda *said, **more: pytest.fail("a connection was made"))
    for ips in ([address], ["93.184.215.14", address]):
        assert web.ask("http://a.org/", resolve=lambda name, port, ips=ips: ips).answer == Answer.FORBIDDEN


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14"])
def test_public_address_is(address):
    assert web._is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.0.0.1/", "http://0x7f.1/", "http://2130706433/", "http://localhost/", "http://[::1]/"),
        *("http://[::ffff:127.0.0.1]/", "http://169.254.169.254/latest/meta-data/", "http://127.0.0.1:22/"),
    ],
)
def test_spelling_of_this_machine_is_seen_through(url):
    assert web.ask(url).answer in (Answer.FORBIDDEN, Answer.UNKNOWN_NAME)


def test_redirect_into_this_machine_is_refused_on_a_running_site(elsewhere, settings, monkeypatch):
    """As there, only public addresses; the first server is let through by its name."""
    settings.LINK_CHECK_LOOPBACK = False
    elsewhere.says("/secret")
    url = elsewhere.says("/a", 302, Location=elsewhere.url("/secret")).replace("127.0.0.1", NAME)
    monkeypatch.setattr(web, "_is_public", lambda address: address == "93.184.215.14")
    connect = socket.create_connection
    monkeypatch.setattr(
        socket, "create_connection", lambda place, **more: connect(("127.0.0.1", elsewhere.port), **more)
    )

    def resolve(name, port):
        return ["93.184.215.14"] if name == NAME else ["127.0.0.1"]

    assert web.ask(url, resolve=resolve).answer == Answer.FORBIDDEN
    assert [path for _, path, _ in elsewhere.asked] == ["/a"]


def test_name_is_asked_once_for_each_hop_and_its_second_answer_never_used(elsewhere):
    answers = [["127.0.0.1"], ["10.0.0.1"]]
    url = elsewhere.says("/a", 200, head=405).replace("127.0.0.1", NAME)
    assert web.ask(url, resolve=lambda name, port: answers.pop(0)).answer == Answer.FOUND
    assert elsewhere.asked == [(method, "/a", f"{NAME}:{elsewhere.port}") for method in ("HEAD", "GET")]
    assert answers == [["10.0.0.1"]]


def test_changed_answer_of_a_name_is_looked_at_again_after_a_redirect(elsewhere):
    answers = [["127.0.0.1"], ["10.0.0.1"]]
    url = elsewhere.says("/a", 302, Location="/b").replace("127.0.0.1", NAME)
    assert web.ask(url, resolve=lambda name, port: answers.pop(0)).answer == Answer.FORBIDDEN


@pytest.mark.parametrize(
    "url", ["mailto:a@b.org", "http://", "http://a.org:25/", "http://[x/", f"http://a.org/{'a' * 2000}"]
)
def test_what_is_no_page_is_not_asked_for(url):
    assert web.ask(url, resolve=here).answer == Answer.FORBIDDEN


# Limits


@pytest.fixture
def hurried(monkeypatch):
    monkeypatch.setattr(web, "STEP", 0.3)
    monkeypatch.setattr(web, "EXCHANGE", 0.5)
    monkeypatch.setattr(web, "WHOLE", 0.8)


def _within_a_moment(url, **more):
    began = time.monotonic()
    reply = web.ask(url, **more)
    assert time.monotonic() - began < 3
    return reply


def test_silence_is_not_waited_for(elsewhere, hurried):
    assert _within_a_moment(elsewhere.does("/a", lambda request: elsewhere.leaving.wait(5))).answer == Answer.SILENT


def test_dripping_head_is_cut_off(elsewhere, hurried):
    def page(request):
        request.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(100):
            request.wfile.write(b"X-%d: drop\r\n" % number)
            request.wfile.flush()
            if elsewhere.leaving.wait(0.1):
                return

    assert _within_a_moment(elsewhere.does("/a", page)).answer == Answer.SILENT


def test_endless_body_is_not_read(elsewhere, hurried):
    def page(request):
        request.send_response(405 if request.command == "HEAD" else 200)
        request.end_headers()
        while request.command == "GET" and not elsewhere.leaving.wait(0.001):
            request.wfile.write(b"more " * 10_000)

    assert _within_a_moment(elsewhere.does("/a", page)).answer == Answer.FOUND


@pytest.mark.parametrize("noise", [b"", b"SSH-2.0-OpenSSH_9.2\r\n", b"\x00" * 70_000, b"HTTP/1.1 abc OK\r\n\r\n"])
def test_noise_is_no_answer(elsewhere, hurried, noise):
    def page(request):
        request.wfile.write(noise)
        request.close_connection = True

    assert web.ask(elsewhere.does("/a", page)).answer in (Answer.SILENT, Answer.GUARDED)


def test_head_of_a_thousand_lines_is_no_answer(elsewhere):
    def page(request):
        request.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1_000 + b"\r\n")
        request.close_connection = True

    assert web.ask(elsewhere.does("/a", page)).answer == Answer.SILENT


def test_name_that_is_looked_up_without_end_is_not_waited_for(elsewhere, hurried):
    url = elsewhere.says("/a").replace("127.0.0.1", NAME)
    assert _within_a_moment(url, resolve=lambda name, port: elsewhere.leaving.wait(5)).answer == Answer.SILENT


def test_port_where_nobody_listens_is_silent():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(web, "_is_public", lambda address: True)
        assert web.ask(f"http://127.0.0.1:{port}/").answer == Answer.SILENT


def test_name_that_nobody_knows():
    assert web.ask("http://nowhere.invalid/").answer == Answer.UNKNOWN_NAME
    assert web.ask("http://a..b/").answer == Answer.FORBIDDEN


def test_second_address_of_a_name_is_tried(elsewhere, monkeypatch):
    monkeypatch.setattr(web, "_is_public", lambda address: True)
    # Nobody listens there.
    url = elsewhere.says("/a").replace("127.0.0.1", NAME)
    assert web.ask(url, resolve=lambda name, port: ["127.0.0.2", "127.0.0.1"]).answer == Answer.FOUND


# Encryption


@pytest.fixture
def encrypted(settings, tmp_path, monkeypatch):
    """A server with a certificate for NAME, and the file that whoever trusts it reads."""
    settings.LINK_CHECK_LOOPBACK = True
    tls, public = certificate(tmp_path, NAME)
    server = Elsewhere(tls)
    yield server, public
    server.close()


def test_certificate_that_nobody_vouches_for_is_a_failure(encrypted):
    server, _ = encrypted
    server.says("/a")
    assert web.ask(server.url("/a", NAME), resolve=here).answer == Answer.INSECURE
    assert server.asked == []


def test_certificate_is_held_against_the_name_and_not_the_machine(encrypted, monkeypatch):
    server, public = encrypted
    server.says("/a")
    trusting = ssl.create_default_context(cafile=str(public))
    monkeypatch.setattr(web, "context", lambda: trusting)
    assert web.ask(server.url("/a", NAME), resolve=here).answer == Answer.FOUND
    assert web.ask(server.url("/a", "other.health-news.org"), resolve=here).answer == Answer.INSECURE


def test_handshake_that_never_comes_is_cut_off(settings, hurried):
    settings.LINK_CHECK_LOOPBACK = True
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_greet, args=[listening], daemon=True).start()
        url = f"https://127.0.0.1:{listening.getsockname()[1]}/"
        assert _within_a_moment(url).answer == Answer.SILENT


def _greet(listening):
    """A byte of a handshake now and then."""
    with suppress(OSError):
        while True:
            connection, _ = listening.accept()
            threading.Thread(target=_drip, args=[connection], daemon=True).start()


def _drip(connection):
    with connection, suppress(OSError):
        for byte in b"\x16\x03\x03\x40\x00" + b"\x02" * 50:
            connection.sendall(bytes([byte]))
            time.sleep(0.1)

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from content.urls import LONGEST, SCHEMES, problem_with_url, safe_url

GOOD = [
    "https://example.org",
    "http://localhost:8000/",
    "https://doi.org/10.1016/S0140-6736(16)00387-9",
    "https://en.wikipedia.org/wiki/Caf%C3%A9?a=b&c=d#e",
    "https://münchen.de/straße",
    "https://192.0.2.1/",
    "https://[2001:db8::1]:8443/x",
    "https://web.archive.org/web/2020/https://example.org/",
    "mailto:ask@example.org",
    "mailto:a@example.org,b@example.org?subject=Hello%20there",
    "tel:+44-20-7946-0000",
]
BAD = [
    "",
    "   ",
    "example.org",
    "/articles/slug/",
    "//example.org/",
    "#section",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "javascript&colon;alert(1)",
    "&#106;avascript:alert(1)",
    "javascript\u00ad:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "DATA:text/html;base64,PHNjcmlwdD4=",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "blob:https://example.org/1",
    "view-source:https://example.org/",
    "https:example.org",
    "https:/example.org",
    "https:///example.org",
    "https://",
    "https://?q",
    "https:\\\\example.org",
    "https://example.org\\@evil.test/",
    "https://user@example.org/",
    "https://user:secret@example.org/",
    "https://example.org:99999/",
    "https://example.org:/",
    "https://example.org:0/",
    "https://exa mple.org/",
    "https://example.org/a b",
    "https://example.org/\u200b",
    "https://example.org/\u202egro",
    "https://example.org/\ud800",
    "https://example.org/%zz",
    "https://exa%6dple.org/",
    "https://example..org/",
    "https://-example.org/",
    "https://0x7f.1/",
    "https://2130706433/",
    "https://[::1",
    "https://[fe80::1%25eth0]/",
    "https://example.org℀evil.test/",
    "https://" + "a" * 64 + ".org/",
    "https://example.org/" + "a" * LONGEST,
    "mailto:",
    "mailto:nobody",
    "mailto://a@example.org",
    "mailto:a@example.org?subject=x%0D%0Abcc:b@example.org",
    "tel:",
    "tel:call-me",
]


@pytest.mark.parametrize("url", GOOD)
def test_good_address_passes(url):
    assert problem_with_url(url) is None
    assert safe_url(url) == url


@pytest.mark.parametrize("url", BAD)
def test_bad_address_is_refused_with_a_reason(url):
    assert problem_with_url(url)
    if url.strip() == url:
        assert safe_url(url) is None


@pytest.mark.parametrize("value", [None, 1, True, b"https://example.org", ["https://example.org"], {}])
def test_what_is_no_text_is_refused(value):
    assert problem_with_url(value) == "address is missing"
    assert safe_url(value) is None


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  https://example.org/a \n", "https://example.org/a"),
        ("HTTPS://WWW.Example.ORG/Path?Q=A", "https://www.example.org/Path?Q=A"),
        ("https://example.org/a|b?c={d}", "https://example.org/a%7Cb?c=%7Bd%7D"),
        ('https://doi.org/10.1002/(SICI)1097<1:AID>3.0."', "https://doi.org/10.1002/(SICI)1097%3C1:AID%3E3.0.%22"),
        ("MAILTO:A@example.org", "mailto:A@example.org"),
        (" javascript:alert(1)", None),
    ],
)
def test_typed_address_is_put_in_order(typed, stored):
    assert safe_url(typed) == stored


@pytest.mark.parametrize("url", GOOD)
def test_putting_in_order_twice_changes_nothing(url):
    assert safe_url(safe_url(url)) == safe_url(url)


@pytest.mark.shared
def test_browsers_read_what_passes_in_the_same_way(shared_dir: Path):
    """What we accept, the URL standard accepts too, with the same scheme and the same host."""
    cases = json.loads((shared_dir / "corpora/security/url/urltestdata.json").read_text(encoding="utf-8"))
    accepted = [case for case in cases if isinstance(case, dict) and safe_url(case["input"])]
    assert len(accepted) > 50
    for case in accepted:
        assert not case.get("failure"), case["input"]
        assert case["protocol"].removesuffix(":") in SCHEMES
        host = urlsplit(safe_url(case["input"])).hostname or ""
        if host.isascii() and ":" not in host:
            assert host == case["hostname"], case["input"]


@pytest.mark.shared
def test_no_script_address_of_the_standard_passes(shared_dir: Path):
    cases = json.loads((shared_dir / "corpora/security/url/urltestdata-javascript-only.json").read_text("utf-8"))
    inputs = [case["input"] for case in cases if isinstance(case, dict)]
    assert inputs
    assert [url for url in inputs if safe_url(url)] == []

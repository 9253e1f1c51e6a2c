"""Every page that people meet. A template that none of them needs, and a new one that none shows yet, fails a test."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, Response

from tests.browser.server import PEOPLE
from tests.browser.telling import FAILING

ARTICLE = "/articles/hrt-and-a-stiff-back-in-menopause/"
HUB = "/back-pain/"
PUBLIC = {
    "home": "/",
    "hub": HUB,
    "pillar": "/back-pain/special-populations/",
    "article": ARTICLE,
    "blocks": "/articles/every-block-there-is/",
    "leaving": "/articles/links-that-leave/",
    "stated": "/articles/a-text-that-states-it-all/",
    "corrections": "/about/corrections/",
    "report-thanks": "/about/report/thanks/",
    "page": "/about/privacy/",
    "authors": "/authors/",
    "author": "/authors/juniper-mistlewick/",
    "author-left": "/authors/sedge-farewell/",
    "topic": "/topics/hrt/",
    "topic-pages": "/topics/shelf/",
    "search": "/search/?q=sleep",
    "search-pages": "/search/?q=shelf",
    "search-nothing": "/search/?q=zzzzzz",
    "search-empty": "/search/",
    "not-found": "/nothing/here/",
    "withdrawn": "/articles/an-article-that-was-withdrawn/",
    "server-error": FAILING,
}
STATUS = {"not-found": 404, "withdrawn": 410, "ended": 410, "server-error": 500, "article-of-others": 403}
STATUS |= {"author-left": 410, "no-desk": 403, "invitation-ended": 410, "too-often": 429, "review-link-ended": 410}

Act = Callable[[Page], Response | None]


@dataclass(frozen=True)
class Place:
    """A page of the desk: who opens it, where, and what they do then to reach what shall be looked at."""

    role: str
    path: str
    act: Act | None = None


def send(page: Page, button: str) -> Response | None:
    with page.expect_navigation() as answer:
        page.locator(button).first.click()
    return answer.value


def _sign_in_wrongly(page: Page) -> Response | None:
    page.fill("#id_login", "nobody@healthusias.example")
    page.fill("#id_password", "wrong")
    return send(page, ".submit-row [type=submit]")


def _sign_in_halfway(page: Page) -> Response | None:
    page.fill("#id_login", "enrolled@healthusias.example")
    page.fill("#id_password", PEOPLE["password"])
    return send(page, ".submit-row [type=submit]")


def _guess(page: Page) -> Response | None:
    answer = None
    for _ in range(11):
        page.fill("#id_password", "wrong")
        answer = send(page, ".submit-row [type=submit]")
    return answer


def _save_nothing(page: Page) -> Response | None:
    return send(page, "[name=_save]")


def _save_an_old_state(page: Page) -> Response | None:
    """As if somebody had saved since the page was opened, and scripts were off."""
    page.locator("[name=base]").evaluate("field => { field.value = '' }")
    with page.expect_navigation() as answer:
        page.locator("#author_form").evaluate("form => form.submit()")
    return answer.value


def _approve_together(page: Page) -> Response | None:
    page.check("#action-toggle")
    page.select_option("[name=action]", "approve_routine")
    return send(page, "[name=index]")


def _merge_into_nothing(page: Page) -> Response | None:
    """Each place opens with what was typed, and the page says what is wrong."""
    page.fill("[name=into]", "Nothing Such")
    page.locator(".place select").first.select_option("retarget")
    return send(page, ".submit-row [type=submit]")


def _rename_what_was_reviewed(page: Page) -> Response | None:
    """The page lists what blocks."""
    page.fill("[name=title]", "Called Otherwise")
    return send(page, ".submit-row [type=submit]")


def _choose_all(page: Page) -> Response | None:
    page.check("#action-toggle")
    page.select_option("[name=action]", "add_tag")
    return send(page, "[name=index]")


def _tag_all(page: Page) -> Response | None:
    _choose_all(page)
    page.fill("[name=tag]", "shelf")
    return send(page, ".submit-row [type=submit]")


ADMINISTRATOR = {
    "index": "/admin/",
    "app": "/admin/articles/",
    "articles": "/admin/articles/article/",
    "articles-none": "/admin/articles/article/?q=zzzzzz",
    "article-add": "/admin/articles/article/add/",
    "signed-in": "/admin/signed-in/",
    "pillars": "/admin/articles/pillar/",
    "pillar-add": "/admin/articles/pillar/add/",
    "thresholds": "/admin/articles/boardthresholds/",
    "thresholds-add": "/admin/articles/boardthresholds/add/",
    "links": "/admin/articles/relatedlink/",
    "synonyms": "/admin/articles/synonym/",
    "synonym-add": "/admin/articles/synonym/add/",
    "dismissals": "/admin/articles/dismissal/",
    "releases": "/admin/articles/release/",
    "release-add": "/admin/articles/release/add/",
    "paid-links": "/admin/articles/affiliaterule/",
    "paid-link-add": "/admin/articles/affiliaterule/add/",
    "tags": "/admin/taggit/tag/",
    "authors": "/admin/authors/author/",
    "author-add": "/admin/authors/author/add/",
    "bios": "/admin/authors/biorevision/",
    "credentials": "/admin/authors/credential/",
    "credential-add": "/admin/authors/credential/add/",
    "logins": "/admin/authors/user/",
    "login-add": "/admin/authors/user/add/",
    "images": "/admin/images/image/",
    "image-add": "/admin/images/image/add/",
    "sources": "/admin/sources/source/",
    "source-add": "/admin/sources/source/add/",
    "source-import": "/admin/sources/source/import/",
    "addresses": "/admin/sources/outboundaddress/",
    "watch-runs": "/admin/sources/watchrun/",
    "reviews": "/admin/articles/review/",
    "events": "/admin/history/event/",
    "login-overview": "/accounts/",
    "password": "/admin/password_change/",
    "set-up-app": "/accounts/app/",
    "add-passkey": "/accounts/passkeys/add/",
    "sessions": "/accounts/sessions/",
    "confirm": "/accounts/confirm/",
    "sign-out": "/accounts/logout/",
}
# Of a login that has an authenticator app.
ENROLLED = {
    "login-overview-enrolled": "/accounts/",
    "codes": "/accounts/codes/",
    "new-codes": "/accounts/codes/new/",
    "remove-app": "/accounts/app/remove/",
    "confirm-by-code": "/accounts/second-factor/confirm/",
}
# Who opens a page that situations.py has made; an editor opens all others.
ROLES = {
    "bio-form": "moderator",
    "hide": "moderator",
    "credential-form": "moderator",
    "credential-revoke": "moderator",
    "login-form": "administrator",
    "switch-off": "administrator",
    "article-draft": "writer",
    "article-waiting": "editor",
    "review-page": "medical reviewer",
}


def desk(made: dict[str, str]) -> dict[str, Place]:
    """All pages of the desk; `made` are the addresses that situations.py tells."""
    fixed = {name: Place("administrator", path) for name, path in ADMINISTRATOR.items()}
    fixed |= {name: Place("enrolled", path) for name, path in ENROLLED.items()}
    forms = {name: Place(ROLES.get(name, "editor"), path) for name, path in made.items() if path.startswith("/admin/")}
    return fixed | forms | _acts(made) | _for_others(made)


def _acts(made: dict[str, str]) -> dict[str, Place]:
    book = "/admin/articles/article/?q=Book+7"
    return {
        "sign-in-wrongly": Place("", "/admin/login/", _sign_in_wrongly),
        "sign-in-halfway": Place("halfway", "/admin/login/", _sign_in_halfway),
        "too-often": Place("outsider", "/accounts/confirm/", _guess),
        "author-errors": Place("editor", "/admin/authors/author/add/", _save_nothing),
        "conflict": Place("editor", made["author-form"], _save_an_old_state),
        "merge-refused": Place("editor", made["article-merge"], _merge_into_nothing),
        "rename-refused": Place("editor", made["article-rename"], _rename_what_was_reviewed),
        "list-action": Place("editor", book, _choose_all),
        "approve-together": Place("moderator", "/admin/authors/biorevision/", _approve_together),
        "list-outcomes": Place("editor", book, _tag_all),
    }


def _for_others(made: dict[str, str]) -> dict[str, Place]:
    """What people see who may look and not change."""
    return {
        "sign-in": Place("", "/admin/login/"),
        "forgotten": Place("", "/accounts/password/reset/"),
        "forgotten-sent": Place("", "/accounts/password/reset/sent/"),
        "new-password": Place("", made["new-password"]),
        "invitation": Place("", made["invitation"]),
        "invitation-ended": Place("", "/accounts/invitation/none/"),
        "review-code": Place("", made["review-link"]),
        "review-thanks": Place("", made["review-signed"]),
        "review-link-ended": Place("", made["review-ended"]),
        "switched-off": Place("", "/accounts/switched-off/"),
        "no-desk": Place("outsider", "/admin/"),
        "index-writer": Place("writer", "/admin/"),
        "article-of-others": Place("writer", made["article-theirs"]),
        "article-read-only": Place("moderator", made["article-draft"]),
        "pillar-read-only": Place("writer", made["pillar-form"]),
        "address-read-only": Place("writer", made["address-moved-form"]),
        "author-read-only": Place("writer", made["hide"].replace("hide/", "change/")),
    }

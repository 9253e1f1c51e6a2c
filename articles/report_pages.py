"""The page on which readers report a problem: a small form that works without JavaScript, a cookie or an account."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles import public_forms, reporting
from articles.models import Revision

_NOT_FROM_HERE = "Nothing was sent yet: your browser did not say that it came from our page. Send it again from here."
_TOO_MANY = "We cannot read more reports today. Please come back tomorrow, or write to us: see Contact below."


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, signed: str) -> HttpResponse:
    """The form about the version that the address names; what is sent opens an item for the editors."""
    revision = reporting.revision_of(signed)
    if revision is None:
        raise Http404("no public article has a version that was signed so")
    if request.method != "POST":
        return _form(request, revision)
    if not public_forms.is_from_here(request):
        return _form(request, revision, _NOT_FROM_HERE, status=403)
    if public_forms.fell_into_the_trap(request):
        return _thanks()
    return _take(request, revision)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    return _unlisted(render(request, "report/thanks.html"))


def _take(request: HttpRequest, revision: Revision) -> HttpResponse:
    try:
        if not public_forms.is_once_more(request, "report", reporting.MOST_FROM_ONE):
            raise reporting.TooMany
        reporting.report(revision, request.POST.get("text", ""))
    except ValidationError as error:
        return _form(request, revision, " ".join(error.messages), status=422)
    except reporting.TooMany:
        return _form(request, revision, _TOO_MANY, status=429)
    return _thanks()


def _form(request: HttpRequest, revision: Revision, problem: str = "", status: int = 200) -> HttpResponse:
    context = {
        "article": revision.article,
        "problem": problem,
        "text": request.POST.get("text", ""),
        "longest": reporting.LONGEST,
        "trap": public_forms.TRAP,
    }
    return _unlisted(render(request, "report/form.html", context, status=status))


def _thanks() -> HttpResponse:
    return HttpResponse(status=303, headers={"Location": reverse("articles:report_thanks")})


def _unlisted(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response

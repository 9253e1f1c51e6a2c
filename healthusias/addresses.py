"""Addresses that nobody means: those with a NUL, on which PostgreSQL fails. A path with one is nowhere; of what an
address asks it is dropped."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

View = Callable[[HttpRequest], HttpResponse]


def without_nul(answer: View) -> View:
    """Middleware; comes last, so that the page for what is not found has all that it shows."""

    def answered(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            raise Http404("no address holds NUL")
        # Before anyone reads `request.GET`, which is made of this.
        request.META["QUERY_STRING"] = _cleaned(request.META.get("QUERY_STRING", ""))
        return answer(request)

    return answered


def _cleaned(query: str) -> str:
    # What is taken out may leave another one behind: %%0000.
    while "%00" in query:
        query = query.replace("%00", "")
    return query

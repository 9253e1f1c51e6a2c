"""The desk's page for the reading order of articles in a pillar, and of pillars in a hub: numbers, and steps."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from django import forms
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from articles import access, reading_order
from articles.models import Pillar
from articles.reading_order import Ordered
from history.desk import is_key

# So many rows are numbered on one page.
PER_PAGE = 200


class Listed(NamedTuple):
    """What is ordered in one form: its rows as they stand, and the verb that orders them."""

    title: str
    rows: list[Any]
    verb: Callable[..., None]


class OrderForm(forms.Form):
    """A number for each row of a page: the place at which it shall stand, counted from 1."""

    # The order that was shown: what somebody else has done since must not be undone unseen.
    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, prefix: str, rows: Sequence[Any], number: Any, data: Any = None, typed: Mapping[int, int] | None = None
    ):
        self.order = [row.pk for row in rows]
        said = {"was": ",".join(map(str, self.order))}
        super().__init__(data, prefix=prefix, initial=said, auto_id=f"{prefix}-%s")
        self.page = Paginator(rows, PER_PAGE).get_page(number)
        for place, row in enumerate(self.page.object_list, start=self.page.start_index()):
            field = forms.IntegerField(required=False, min_value=1, max_value=len(rows), label=f"Place of “{row}”")
            field.initial = (typed or {}).get(row.pk, place)
            self.fields[f"place-{row.pk}"] = field

    def lines(self) -> list[tuple[Any, forms.BoundField, bool, bool]]:
        """Each row with its number, and whether it is the very first, the very last."""
        return [
            (row, self[f"place-{row.pk}"], row.pk == self.order[0], row.pk == self.order[-1])
            for row in self.page.object_list
        ]

    @property
    def shown(self) -> list[int]:
        """The order that stood on the page when it was sent."""
        return [int(pk) for pk in self.cleaned_data["was"].split(",") if is_key(pk)]

    @property
    def typed(self) -> dict[int, int]:
        """The numbers that are others than those that stood there."""
        before = {pk: place for place, pk in enumerate(self.shown, start=1)}
        said = {pk: self.cleaned_data.get(f"place-{pk}") for pk in before}
        return {pk: place for pk, place in said.items() if place and place != before[pk]}

    @property
    def pressed(self) -> tuple[int, int] | None:
        """The row that shall go a step, and -1 for up, 1 for down."""
        for name, step in (("up", -1), ("down", 1)):
            said = self.data.get(self.add_prefix(name), "")
            if is_key(said) and int(said) in self.shown:
                return int(said), step
        return None

    @property
    def wanted(self) -> list[int]:
        """The order that the numbers ask for, and after them the button."""
        order = reading_order.moved(self.shown, self.typed)
        if self.pressed:
            pk, step = self.pressed
            order = reading_order.moved(order, {pk: order.index(pk) + 1 + step})
        return order


def order(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at the order and change it."""
    node = access.arranged(request.user, pk)
    lists, what, sent, refusal = _lists(node), request.POST.get("what"), None, ""
    number = request.GET.get("page")
    if request.method == "POST" and what in lists:
        sent = OrderForm(what, lists[what].rows, number, data=request.POST)
        if sent.is_valid():
            try:
                lists[what].verb(node, sent.wanted, was=sent.shown, by=request.user)
            except Ordered as refused:
                lists, refusal = _lists(node), refused.message
                sent = OrderForm(what, lists[what].rows, number, typed=sent.typed)
            else:
                messages.success(request, "The order is changed. Readers find it at once.")
                return redirect(_back(request, what, sent))
    context = admin.site.each_context(request) | {
        "title": f"Reading order of “{node}”",
        "opts": Pillar._meta,
        "node": node,
        "hub": node.parent or node,
        "refusal": refusal,
        "lists": [
            (key, one.title, sent if sent and key == what else OrderForm(key, one.rows, number))
            for key, one in lists.items()
        ],
    }
    return render(request, "admin/articles/pillar/order.html", context)


def _lists(node: Pillar) -> dict[str, Listed]:
    """By the prefix of its form, what can be ordered in a hub or pillar."""
    rows = list(reading_order.articles_of(node))
    if node.parent_id:
        return {"articles": Listed("Its articles", rows, reading_order.order_articles)}
    pillars = Listed("Its pillars", list(reading_order.pillars_of(node)), reading_order.order_pillars)
    return {"pillars": pillars, "articles": Listed("Articles of the hub itself", rows, reading_order.order_articles)}


def _back(request: HttpRequest, what: str, form: OrderForm) -> str:
    """The page again, at the row that went a step, so that the next press is near."""
    place = f"#{what}-row-{form.pressed[0]}" if form.pressed else ""
    return f"{request.get_full_path()}{place}"

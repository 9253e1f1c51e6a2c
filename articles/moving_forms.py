"""The forms of the page on which something is withdrawn, merged, renamed or moved, and of each place that points there.

They work without scripts: what a place leads to is named by its title or address.
"""

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from articles import addresses, moving
from articles.checks.finding import Finding
from articles.enums import ArticleState, LinkOrigin
from articles.fields import PillarChoiceField
from articles.inbound import Aim, Place
from articles.models import Article, Pillar
from articles.refactoring import Act, Choice, Others, Way, keep
from authors.models import FORMER, Author
from content.outline import headings
from history import revisions

# What a page offers while a title is typed.
TITLES = "known-titles"
_TYPED = {"list": TITLES, "autocomplete": "off"}
BLOCKED = "It cannot be published like this:"
_OVERRIDE = "Where the checklist blocks it: publish it all the same, because"


class MeantField(forms.CharField):
    """Something named by title or address; cleans to a target attribute, or None."""

    widget = forms.TextInput(attrs=_TYPED)
    kinds = addresses.KINDS

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        return addresses.meant(words, self.kinds) if words else None


class ArticleField(MeantField):
    """Cleans to an Article, or None."""

    kinds = ("article",)

    def clean(self, value: Any) -> Article | None:
        target = super().clean(value)
        return Article.objects.without_text().get(pk=target["id"]) if target else None


class ArticlesField(forms.CharField):
    """Articles, one a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: Any) -> tuple[Article, ...]:
        lines = [line for line in super().clean(value).splitlines() if line.strip()]
        keys = [addresses.meant(line, ("article",))["id"] for line in lines]
        return tuple(Article.objects.without_text().filter(pk__in=keys))


class PlaceForm(forms.Form):
    """What becomes of one place. What somebody typed without choosing is meant to be taken."""

    way = forms.ChoiceField(label="What becomes of it", required=False)
    sentence = forms.CharField(label="The sentence", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    words = forms.CharField(label="Its words that are the link", required=False, max_length=500)
    lead_to = MeantField(label="Where it leads (a title, or an address)", required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, place: Place):
        given = {"sentence": place.sentence, "words": place.words, "seen": place.seen}
        super().__init__(data, prefix=place.key, initial=given)
        self.place = place
        ways = Way.choices
        if place.origin == LinkOrigin.LISTED:
            ways = [(way, words) for way, words in ways if way != Way.REWORD]
            del self.fields["sentence"], self.fields["words"]
        elif place.origin == LinkOrigin.CALLOUT:
            self.fields["words"].label = "What the call-out is called"
            del self.fields["sentence"]
        self.fields["way"].choices = [("", "As said above for all"), *ways]

    @property
    def is_open(self) -> bool:
        """Whether somebody has typed here, or something is wrong with it."""
        return self.is_bound and bool(self.errors or self.changed_data)

    def refuse(self, reason: str) -> None:
        """Say what stands in the way here; what was typed stays, for the place as it is now."""
        self.add_error("way", reason)
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = self.place.seen

    def choice(self, target: dict[str, Any] | None) -> Choice | None:
        """What was chosen, None for nothing; `target` is where it leads if no other is named. For a valid form."""
        said = self.cleaned_data
        words, sentence = said.get("words", ""), said.get("sentence", "")
        way = said["way"] or self._way_typed()
        if not way:
            return None
        lead_to = said["lead_to"] or target
        if way == Way.RETARGET and lead_to is None:
            self.add_error("lead_to", "Say where it leads.")
        return Choice(way, lead_to, sentence, words, said["seen"])

    def _way_typed(self) -> str:
        if self.cleaned_data["lead_to"]:
            return Way.RETARGET
        return Way.REWORD if {"words", "sentence"} & {*self.changed_data} else ""


class ActForm(forms.Form):
    """What is done with `subject`, and with the places for which nothing else is chosen. Each kind says its act()."""

    others = forms.ChoiceField(
        label="The places below for which you choose nothing",
        choices=[
            (Way.KEEP, "They stay as they are"),
            (Way.RETARGET, "They lead elsewhere"),
            (Way.DROP, "Their links are taken away, the words stay"),
        ],
        widget=forms.RadioSelect,
        required=False,
        initial=Way.KEEP,
    )
    lead_to = MeantField(label="… where they lead (a title, or an address)", required=False)
    # What it is done with, and the name of its page on the desk.
    of: type[models.Model] = Article
    page: str
    button: str

    def __init__(self, data: Any, *, subject: Any):
        super().__init__(data, initial=self.filled(subject))
        self.subject = subject
        self.blocked: list[Finding] = []
        last = ("override_reason", "others", "lead_to")
        self.order_fields([*(name for name in self.fields if name not in last), *last])

    def filled(self, subject: Any) -> dict[str, Any]:
        return {}

    @property
    def aim(self) -> Aim:
        return Aim.at(self.subject)

    def act(self) -> Act:
        raise NotImplementedError

    def address(self) -> str:
        """Of the page on which it stands."""
        return reverse(f"admin:articles_{self.of._meta.model_name}_{self.page}", args=[self.subject.pk])

    def block(self, found: list[Finding]) -> None:
        """Refuse what the checklist blocks; the page leads from each finding to its place."""
        self.blocked = found
        self.add_error(None, [BLOCKED, *(one.message for one in found)])

    def retype(self, data: Any) -> None:
        """Let a form that judges nothing yet show what was typed into another."""
        self.initial |= {name: field.widget.value_from_datadict(data, {}, name) for name, field in self.fields.items()}

    def land(self, error: ValidationError) -> None:
        """Put what a verb refused at its field; at the top where there is no such field."""
        found = error.error_dict if hasattr(error, "error_dict") else {"": [error]}
        for name, errors in found.items():
            self.add_error(name if name in self.fields else None, errors)

    def renew(self) -> None:
        """Let the form, which keeps all that was typed, speak of what stands now: for who has just looked at it."""
        self.data = self.data.copy()
        for name in {"base", "seen"} & self.fields.keys():
            self.data[name] = self.initial[name]

    def target(self) -> dict[str, Any] | None:
        """Where the others lead."""
        return self.cleaned_data.get("lead_to")

    def elsewhere(self) -> dict[str, Any] | None:
        """Where a place leads that shall lead elsewhere, and names nothing."""
        return self.target()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if cleaned.get("others") == Way.RETARGET and not self.errors and self.target() is None:
            self.add_error("lead_to", "Say where they lead.")
        return cleaned

    def rest(self) -> Others:
        """What the other places get. Only for a valid form."""
        way, target = self.cleaned_data["others"] or Way.KEEP, self.target()
        return keep if way == Way.KEEP else lambda place: Choice(way, target)


def desk_page(subject: models.Model, page: str, *keys: Any) -> str:
    """The address of a page of the desk for things of this kind."""
    return reverse(f"admin:{subject._meta.app_label}_{subject._meta.model_name}_{page}", args=keys)


def _to(article: Article | None) -> dict[str, Any] | None:
    return {"kind": "article", "id": article.pk} if article else None


def _public_title(article: Article) -> str:
    """As readers know it, whatever a later version calls it; that of a planned one, which they know by links alone."""
    return article.title or str(article)


def _bears(place: Place, title: str) -> bool:
    return place.origin == LinkOrigin.CALLOUT and place.words.casefold() == title.casefold()


class WithdrawForm(ActForm):
    page = "withdraw"
    reason = forms.CharField(
        label="Reason, which readers will see",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why: readers who come to the address will see it."},
    )
    successor = ArticleField(
        label="Its address leads to",
        required=False,
        help_text="The title or address of an article. Empty: the address says that it was withdrawn, and why.",
    )
    instead = ArticlesField(
        label="What to read instead", required=False, help_text="For that page: titles or addresses, one a line."
    )
    button = "Withdraw the article"

    def act(self) -> Act:
        said = self.cleaned_data
        return moving.Withdraw(self.subject, said["reason"], said["successor"], said["instead"])

    def target(self) -> dict[str, Any] | None:
        return super().target() or _to(self.cleaned_data.get("successor"))


class MergeForm(ActForm):
    page = "merge"
    into = ArticleField(
        label="Into the article",
        help_text="Its title or address. No text is moved: bring over by hand, and before, what is worth keeping.",
        error_messages={"required": "Name the article that takes its place."},
    )
    retitle = forms.BooleanField(
        label="Call-outs that bear its title bear that of the other", required=False, initial=True
    )
    reason = forms.CharField(
        label="Why, for the record", required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=1000
    )
    button = "Merge them"

    def filled(self, subject: Article) -> dict[str, Any]:
        return {"others": Way.RETARGET}

    def __init__(self, data: Any, *, subject: Article):
        super().__init__(data, subject=subject)
        if subject.state == ArticleState.PLANNED:
            del self.fields["reason"]

    def act(self) -> Act:
        return moving.Merge(self.subject, self.cleaned_data["into"], self.cleaned_data.get("reason", ""))

    def target(self) -> dict[str, Any] | None:
        return super().target() or _to(self.cleaned_data.get("into"))

    def elsewhere(self) -> dict[str, Any] | None:
        # All lead to the other article anyway: who says “elsewhere” means a third one.
        return super().target()

    def rest(self) -> Others:
        others, into = super().rest(), self.cleaned_data["into"]
        was, target = _public_title(self.subject), _to(into)

        def retitled(place: Place) -> Choice:
            choice = others(place)
            bears = _bears(place, was) and (choice.way, choice.target) == (Way.RETARGET, target)
            return replace(choice, words=_public_title(into)) if bears else choice

        return retitled if self.cleaned_data["retitle"] and others is not keep else others


class VersionForm(ActForm):
    """An act that makes a version of the article."""

    override_reason = forms.CharField(label=_OVERRIDE, required=False, max_length=1000)
    base = forms.CharField(required=False, widget=forms.HiddenInput)

    def filled(self, subject: Article) -> dict[str, Any]:
        self.latest = revisions.latest(subject)
        return {"base": self.latest.token if self.latest else ""}

    def version(self) -> dict[str, Any]:
        return {"base": self.cleaned_data["base"] or None, "override_reason": self.cleaned_data["override_reason"]}


class RenameForm(VersionForm):
    page = "rename"
    title = forms.CharField(max_length=200)
    slug = forms.SlugField(label="Address", max_length=200, help_text="The last part. The former one leads here.")
    retitle = forms.BooleanField(label="Call-outs that bear the old title bear the new one", required=False)
    button = "Rename the article"

    def filled(self, subject: Article) -> dict[str, Any]:
        base = super().filled(subject)
        said = self.latest.snapshot if self.latest else {"title": subject.title, "slug": ""}
        self.was = said["title"]
        return base | {"title": said["title"], "slug": said["slug"], "retitle": True}

    def act(self) -> Act:
        return moving.Rename(self.subject, self.cleaned_data["title"], self.cleaned_data["slug"], **self.version())

    def rest(self) -> Others:
        others, title = super().rest(), " ".join(self.cleaned_data["title"].split())
        if not self.cleaned_data["retitle"] or title == self.was:
            return others

        def retitled(place: Place) -> Choice:
            return Choice(Way.REWORD, words=title) if _bears(place, self.was) else others(place)

        return retitled


class MoveForm(VersionForm):
    page = "move"
    pillar = PillarChoiceField(label="To the topic")
    button = "Move the article"

    def filled(self, subject: Article) -> dict[str, Any]:
        base = super().filled(subject)
        return base | {"pillar": self.latest.snapshot["pillar"] if self.latest else None}

    def act(self) -> Act:
        return moving.Move(self.subject, self.cleaned_data["pillar"], **self.version())


class SectionForm(VersionForm):
    """`section`: the block of the heading."""

    page = "section"
    RENAME, HEADING, ALL = "rename", "heading", "all"
    what = forms.ChoiceField(
        label="What becomes of the section",
        widget=forms.RadioSelect,
        choices=[
            (RENAME, "It gets another heading"),
            (HEADING, "Its heading goes; its text joins what stands before"),
            (ALL, "It goes with all of its text"),
        ],
        initial=RENAME,
    )
    words = forms.CharField(label="The new heading", required=False, max_length=300)
    instead = forms.ChoiceField(label="Where links lead that shall lead elsewhere", required=False)
    button = "Change the section"

    def __init__(self, data: Any, *, subject: Article, section: str):
        self.section = section
        super().__init__(data, subject=subject)
        others = [one for one in self.headings if one.block_id != section]
        whole = ("", "To the article as a whole")
        self.fields["instead"].choices = [whole, *((one.block_id, f"To “{one.text}”") for one in others)]

    def filled(self, subject: Article) -> dict[str, Any]:
        base = super().filled(subject)
        self.headings = headings(self.latest.snapshot["body"]) if self.latest else []
        self.heading = next((one.text for one in self.headings if one.block_id == self.section), "")
        return base | {"words": self.heading}

    @property
    def aim(self) -> Aim:
        return Aim.at(self.subject, self.section)

    def address(self) -> str:
        return reverse("admin:articles_article_section", args=[self.subject.pk, self.section])

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if cleaned.get("what") == self.RENAME and not cleaned.get("words"):
            self.add_error("words", "Write the new heading.")
        return cleaned

    def act(self) -> Act:
        said = self.cleaned_data
        if said["what"] == self.RENAME:
            words = " ".join(said["words"].split())
            return moving.RenameSection(self.subject, self.section, words, **self.version())
        return moving.RemoveSection(self.subject, self.section, said["what"] == self.ALL, **self.version())

    def target(self) -> dict[str, Any] | None:
        section = self.cleaned_data.get("instead")
        return super().target() or {**_to(self.subject), **({"section": section} if section else {})}


class TopicForm(ActForm):
    of, page = Pillar, "move"
    title = forms.CharField(max_length=120)
    slug = forms.SlugField(label="Address", max_length=140, help_text="The last part. The former one leads here.")
    parent = forms.ModelChoiceField(
        Pillar.objects.hubs(), label="Hub", required=False, empty_label="— none: this is a hub —"
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    button = "Rename or move the topic"

    def filled(self, subject: Pillar) -> dict[str, Any]:
        named = {"title": subject.title, "slug": subject.slug, "parent": subject.parent_id}
        return named | {"seen": moving.print_of(subject)}

    def act(self) -> Act:
        said = self.cleaned_data
        return moving.MoveTopic(self.subject, said["title"], said["slug"], said["parent"], said["seen"])


class RenameAuthorForm(ActForm):
    of, page = Author, "rename"
    name = forms.CharField(max_length=120, help_text="As readers see it, without titles such as Dr.")
    slug = forms.SlugField(label="Address", max_length=140, help_text="The last part. The former one leads here.")
    rewrite = forms.BooleanField(
        label="Links whose words are the old name bear the new one", required=False, initial=True
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    button = "Rename the author"

    def filled(self, subject: Author) -> dict[str, Any]:
        self.was = subject.name
        return {"name": subject.name, "slug": subject.slug, "seen": moving.print_of_author(subject)}

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def act(self) -> Act:
        said = self.cleaned_data
        return moving.RenameAuthor(self.subject, said["name"], said["slug"], said["seen"])

    def rest(self) -> Others:
        others, name = super().rest(), self.cleaned_data["name"]
        if not self.cleaned_data["rewrite"] or name == self.was:
            return others

        def renamed(place: Place) -> Choice:
            if place.words.casefold() != self.was.casefold():
                return others(place)
            one = place.linked
            sentence = "" if place.origin == LinkOrigin.CALLOUT else f"{one.before}{name}{one.after}"
            return Choice(Way.REWORD, sentence=sentence, words=name)

        return renamed


class RetireAuthorForm(ActForm):
    of, page = Author, "retire"
    NAMED, UNNAMED = "no", "yes"
    anonymous = forms.ChoiceField(
        label="What readers see of them",
        widget=forms.RadioSelect,
        choices=[
            (NAMED, "Their name, as before: their page, their articles and every link to them stay"),
            (UNNAMED, f"“{FORMER}”: their page is gone, and links to them become words"),
        ],
        initial=NAMED,
    )
    reason = forms.CharField(
        label="Reason, for the record of the desk; readers do not see it",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why: who keeps the authors will read it."},
    )
    button = "Retire the author"

    def act(self) -> Act:
        said = self.cleaned_data
        return moving.RetireAuthor(self.subject, said["reason"], said["anonymous"] == self.UNNAMED)


FORMS: dict[tuple[type[models.Model], str], type[ActForm]] = {
    (form.of, form.page): form
    for form in (
        WithdrawForm,
        MergeForm,
        RenameForm,
        MoveForm,
        SectionForm,
        TopicForm,
        RenameAuthorForm,
        RetireAuthorForm,
    )
}

"""The forms of the desk for articles. They fill and read snapshots; the verbs decide."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from articles.enums import AiUse, ContributorRole
from articles.fields import OrderedChoiceField, PillarChoiceField, choice_field
from articles.interests import InterestsField, as_said
from articles.models import Article, Contribution, RelatedLink, Revision
from articles.snapshots import Contributor, Snapshot
from content.schema import ARTICLE, empty_document
from content.text import write
from history import revisions
from history.desk import RevisionForm, is_key
from history.text_forms import TextForm

LONGEST_TAG = 100


# Who took part is chosen by role, in the order in which readers are told.
ROLE_FIELDS = {
    ContributorRole.WRITER: "byline",
    ContributorRole.CONTRIBUTOR: "contributing",
    ContributorRole.ILLUSTRATOR: "illustrating",
    ContributorRole.FACT_CHECKER: "fact_checking",
}


# What a text states of itself, in the order of the form.
STATED = ("interests", "ai_use", "ai_how", "ai_editor", "sponsor", "sponsored_for")


def _people(label: str, help_text: str = "") -> OrderedChoiceField:
    return OrderedChoiceField(Contribution._meta.get_field("author"), label=label, required=False, help_text=help_text)


class ArticleForm(TextForm):
    """Everything that a revision of an article holds. The instance is one that articles.admin.working made."""

    slug = forms.SlugField(
        label="Address", required=False, max_length=200, help_text="The last part. Empty: made of the title."
    )
    pillar = PillarChoiceField(required=False, help_text="The topic to which the article belongs.")
    # Django forbids the model's own name in `fieldsets`, because the relation has a model of its own.
    byline = OrderedChoiceField(
        Contribution._meta.get_field("author"),
        label="Authors",
        required=False,
        help_text="In the order of the byline. Remove a name and choose it again to put it last.",
    )
    contributing = _people("Further contributors", "Who added to it and is no author of it.")
    illustrating = _people("Illustrated by")
    fact_checking = _people("Facts checked by")
    tags = forms.CharField(required=False, help_text="Separated by commas.")
    body = forms.CharField(
        label="Text",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 40, "class": "manuscript", "spellcheck": "true"}),
        help_text="One paragraph a line. A short line followed by an empty one is a heading; a short line without a "
        "full stop a smaller heading; “- ” begins a list item; “Read more: Title” alone on a line is a related "
        "link. Lines in ⟦ ⟧ stand for pictures and the like: move or delete them, but leave them as they are.",
    )
    listed = OrderedChoiceField(
        RelatedLink._meta.get_field("target_article"),
        label="Further reading",
        required=False,
        help_text="Articles listed at the end, in this order.",
    )
    interests = InterestsField(
        label="Conflicts of interest",
        required=False,
        help_text="Of each author: posts, money, shares, relations that touch the subject. “None” is a statement too; "
        "readers see it below the text.",
    )
    ai_use = forms.ChoiceField(
        label="Use of AI",
        required=False,
        choices=[("", "not stated yet"), *AiUse.choices],
        widget=forms.RadioSelect,
    )
    ai_how = forms.CharField(
        label="Which, and for what",
        required=False,
        max_length=300,
        help_text="A sentence for readers: “A language model shortened the section on sleep; the author checked it.”",
    )
    ai_editor = choice_field(
        Article._meta.get_field("ai_editor"),
        label="Who answers for it",
        help_text="Of a text that AI drafted: the person behind every sentence of it. Readers see the name.",
    )
    sponsor = forms.CharField(
        required=False, max_length=200, help_text="Who paid for the article. Empty: nobody did. Stands above the text."
    )
    sponsored_for = forms.CharField(
        label="What they paid for",
        required=False,
        max_length=300,
        help_text="And what they had no part in: “The drawings. They did not see the text before it was public.”",
    )
    note = forms.CharField(required=False, max_length=300, label="Why", help_text="For the list of versions.")

    text_name = "body"
    profile = ARTICLE

    class Meta:
        model = Article
        fields = ["title", "standfirst", "kind", "pillar", "search_description"]
        widgets = {
            "title": forms.TextInput(attrs={"class": "title"}),
            "standfirst": forms.Textarea(attrs={"rows": 3, "class": "standfirst"}),
            "search_description": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.before: Snapshot | None = getattr(self.instance, "snapshot", None)
        if self.before:
            self.initial |= _initial(self.before) | {"base": self.instance.base or ""}
        self.fields["interests"].show(self._chosen_authors(), self["interests"].value() or {})

    def clean_tags(self) -> tuple[str, ...]:
        tags = tuple(" ".join(tag.split()) for tag in self.cleaned_data["tags"].split(",") if tag.strip())
        if any(len(tag) > LONGEST_TAG for tag in tags):
            raise ValidationError(f"A tag has at most {LONGEST_TAG} characters. Is a comma missing?")
        return tags

    def clean_body(self) -> dict[str, Any]:
        return self.clean_text()

    def text_before(self) -> dict[str, Any]:
        return self.before.body if self.before else empty_document()

    def text_of(self, revision: Revision) -> dict[str, Any]:
        return Snapshot.from_dict(revision.snapshot).body

    def snapshot(self) -> Snapshot:
        """What the form says, or what the page has kept already. Only for a valid form."""
        if self.standing:
            return Snapshot.from_dict(self.standing.snapshot)
        said = self.cleaned_data
        plain = ("title", "slug", "standfirst", "kind", "search_description", "body", "tags")
        plain += tuple(name for name in STATED if name != "ai_editor")
        return Snapshot(
            **{name: said[name] for name in plain},
            pillar=said["pillar"].pk if said["pillar"] else None,
            contributors=self._contributors(),
            listed=tuple(article.pk for article in said["listed"]),
            ai_editor=said["ai_editor"].pk if said["ai_editor"] else None,
        )

    def _chosen_authors(self) -> list[int]:
        """Who wrote it, by what the page shows: what was sent, else what the form was filled from."""
        return [int(key) for key in self["byline"].value() or () if is_key(key)]

    def _contributors(self) -> tuple[Contributor, ...]:
        """By role; as they stood where nobody came, left or moved."""
        said = tuple(
            Contributor(author.pk, role) for role, name in ROLE_FIELDS.items() for author in self.cleaned_data[name]
        )
        before = self.before.contributors if self.before else ()
        return before if said == _by_role(before) else said


def _by_role(contributors: Iterable[Contributor]) -> tuple[Contributor, ...]:
    return tuple(sorted(contributors, key=lambda one: [*ROLE_FIELDS].index(ContributorRole(one.role))))


def _initial(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "slug": snapshot.slug,
        **{
            name: [one.author for one in snapshot.contributors if one.role == role]
            for role, name in ROLE_FIELDS.items()
        },
        "tags": ", ".join(snapshot.tags),
        "body": write(snapshot.body),
        "listed": list(snapshot.listed),
        "interests": as_said(snapshot.interests),
        **{name: getattr(snapshot, name) for name in STATED if name != "interests"},
    }


class RelatedLinkForm(RevisionForm):
    """The words of one link and the one thing that it leads to. It leaves its instance as readers see it."""

    words = forms.CharField(max_length=500)
    label = forms.CharField(required=False, max_length=500, help_text="What stands before the title of a call-out.")
    target_article = choice_field(RelatedLink._meta.get_field("target_article"), label="Leads to the article")
    target_pillar = PillarChoiceField(required=False, label="… or a pillar")
    target_author = choice_field(RelatedLink._meta.get_field("target_author"), label="… or an author")
    url = forms.URLField(required=False, max_length=2000, label="… or an address elsewhere", assume_scheme="https")

    class Meta:
        model = RelatedLink
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        link = self.instance
        latest = revisions.latest(link.article) if link.article_id else None
        self.initial |= {
            "words": link.words,
            "label": link.label,
            "target_article": link.target_article_id,
            "target_pillar": link.target_pillar_id,
            "target_author": link.target_author_id,
            "url": link.url,
            "base": latest.token if latest else "",
        }

    @property
    def subject(self) -> Article:
        return self.instance.article

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        chosen = [name for name in ("target_article", "target_pillar", "target_author", "url") if cleaned.get(name)]
        if len(chosen) != 1:
            raise ValidationError("A link leads to exactly one thing: an article, a pillar, an author or an address.")
        if cleaned.get("target_article") and cleaned["target_article"].pk == self.instance.article_id:
            self.add_error("target_article", "An article does not link to itself. Choose another.")
        return cleaned

    def target(self) -> dict[str, Any]:
        """The target attribute that the form says; the section stays while the article does. Only for a valid form."""
        said = self.cleaned_data
        if said["url"]:
            return {"kind": "url", "href": said["url"]}
        kind = next(kind for kind in ("article", "pillar", "author") if said[f"target_{kind}"])
        target = {"kind": kind, "id": said[f"target_{kind}"].pk}
        same = kind == "article" and self.instance.target_article_id == target["id"]
        section = self.instance.target_block_id if same else ""
        return {**target, "section": section} if section else target

"""Choosing a time on the desk: a day, a time of day and the time zone in which they are meant."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from articles import wall_times
from articles.enums import PlannedAct
from articles.fields import OrderedChoiceField
from articles.models import Article, Release, ReleaseMember, Revision
from articles.moving_forms import ArticleField, ArticlesField
from articles.wall_times import EARLIER, LATER, Fold
from history.desk import DeskForm


class TimeFields(forms.Form):
    """Gives `at` in its cleaned data: the instant in UTC, or None where nothing is chosen and nothing is required."""

    date = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    zone = forms.CharField(
        label="Time zone",
        max_length=64,
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
        help_text="In which you mean it, like Europe/London.",
    )
    which = forms.ChoiceField(
        label="Which of the two?",
        required=False,
        choices=[(EARLIER, "The earlier"), (LATER, "The later")],
        widget=forms.RadioSelect,
        help_text="Only for a time that comes twice, because the clocks are put back.",
    )
    # Set where the time comes twice: the page then asks which is meant.
    fold: Fold | None = None

    def clean(self) -> dict[str, Any] | None:
        said = super().clean() or self.cleaned_data
        said["at"] = None
        if all(said.get(name) for name in ("date", "zone")) and said.get("time") is not None:
            said["at"] = self._instant(said)
        return said

    def _instant(self, said: dict[str, Any]) -> datetime | None:
        wall = datetime.combine(said["date"], said["time"].replace(second=0, microsecond=0))
        try:
            return wall_times.instant(wall, said["zone"].strip(), said.get("which") or "")
        except Fold as fold:
            self.fold = fold
            self.add_error("which", fold.message_dict["which"])
        except ValidationError as refusal:
            for name, words in refusal.message_dict.items():
                self.add_error(name, words)
        return None


OF_WITHDRAWAL = ("reason", "successor", "instead")


class ScheduleForm(TimeFields):
    """One act on one article."""

    act = forms.ChoiceField(label="What", widget=forms.RadioSelect)
    revision = forms.ModelChoiceField(queryset=None, required=False, empty_label=None, label="Version")
    reason = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Reason, which readers will see",
        help_text="Only for a withdrawal.",
    )
    successor = ArticleField(
        label="Its address will lead to",
        required=False,
        help_text="Only for a withdrawal: the title or address of an article that readers see. Empty: the address says "
        "that it was withdrawn, and why.",
    )
    instead = ArticlesField(
        label="What to read instead",
        required=False,
        help_text="Only for a withdrawal, for that page: titles or addresses, one a line.",
    )
    override_reason = forms.CharField(required=False, label="Publish all the same, because")
    field_order = ["act", "revision", "date", "time", "zone", "which", *OF_WITHDRAWAL]

    def __init__(self, article: Article, versions: Any, acts: list[str], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        labels = dict(PlannedAct.choices)
        self.fields["act"].choices = [(act, labels[act].capitalize()) for act in acts]
        self.fields["act"].initial = acts[0]
        self.fields["zone"].initial = settings.TIME_ZONE
        self.fields["revision"].queryset = versions
        self.fields["revision"].label_from_instance = _version
        if PlannedAct.WITHDRAW not in acts:
            for name in OF_WITHDRAWAL:
                del self.fields[name]

    def refuse(self, refusal: ValidationError) -> None:
        """Show what the verb refused, at its field."""
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal)
            return
        for name, errors in refusal.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)


def _version(revision: Revision) -> str:
    stage = "" if revision.stage == "open" else f", {revision.get_stage_display()}"
    return f"Version {revision.number}{stage}, by {revision.author or 'the system'}"


class ReleaseForm(TimeFields, DeskForm):
    """A release: its name, its articles, and its time once that is known."""

    articles = OrderedChoiceField(
        ReleaseMember._meta.get_field("article"),
        required=False,
        help_text="Each in the version that was saved last when it is added.",
    )
    newest = forms.BooleanField(required=False, label="Take the newest version of every article")
    override_reason = forms.CharField(
        required=False, label="Release all the same, because", help_text="Only where the checklist says that it may be."
    )

    class Meta:
        model = Release
        fields = ["name"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("date", "time"):
            self.fields[name].required = False
        release = self.instance
        self.initial["zone"] = release.zone or settings.TIME_ZONE
        if release.pk:
            self.initial["articles"] = list(release.members.order_by("pk").values_list("article", flat=True))
        if release.at:
            there = release.at.astimezone(wall_times.zone_of(release.zone))
            self.initial |= {"date": there.date(), "time": there.time(), "which": LATER if there.fold else EARLIER}

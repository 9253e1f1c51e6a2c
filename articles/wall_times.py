"""From what a clock on the wall says in some place to the instant that is meant.

Where clocks are put forward some times do not exist (a gap); where they are put back some come twice (a fold). Both are
answered with words that let the person choose; nothing is guessed.
"""

import functools
import zoneinfo
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone

# Who plans further ahead has mistyped the year.
FURTHEST = timedelta(days=3 * 366)

EARLIER, LATER = "earlier", "later"


class Gap(ValidationError):
    """The time does not exist there: the clocks were put forward over it."""


class Fold(ValidationError):
    """The time comes twice there. `earlier` and `later` are the two instants, in UTC."""

    def __init__(self, message: str, earlier: datetime, later: datetime):
        super().__init__({"which": message})
        self.earlier, self.later = earlier, later


def instant(wall: datetime, zone: str, which: str = "") -> datetime:
    """The instant, in UTC, at which clocks in `zone` say `wall` (without a time zone).

    Of a time that comes twice, `which` (EARLIER or LATER) says which is meant; without it Fold is raised. Raises Gap
    for a time that does not exist and ValidationError for a zone that does not.
    """
    place = zone_of(zone)
    try:
        first, second = (wall.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1))
    except (OverflowError, ValueError):
        raise ValidationError({"date": "Choose a year that calendars have."}) from None
    if first > second:
        raise Gap({"time": _gap(wall, zone, second, first)})
    if first == second or which == EARLIER:
        return first
    if which == LATER:
        return second
    raise Fold(_fold(wall, zone, first, second), first, second)


def check_ahead(at: datetime, zone: str) -> None:
    """Refuse an instant that is past, or further ahead than anyone plans; and a zone that does not exist."""
    zone_of(zone)
    now = timezone.now()
    if at <= now:
        raise ValidationError({"date": f"This is past: it is {spoken(now, zone)} now."})
    if at > now + FURTHEST:
        raise ValidationError({"date": "Choose a time within the next three years."})


def zone_of(name: str) -> ZoneInfo:
    """The time zone of this name (`Europe/London`); ValidationError where there is none."""
    if name not in names():
        raise ValidationError({"zone": f"There is no time zone “{name[:64]}”. Choose one like Europe/London."})
    return ZoneInfo(name)


@functools.cache
def names() -> frozenset[str]:
    """All names of time zones; a name that is not among them never reaches the file system."""
    return frozenset(zoneinfo.available_timezones() - {"localtime", "Factory"})


def spoken(moment: datetime, zone: str) -> str:
    """`29 March 2026, 02:30 (Europe/London, UTC+01:00)`."""
    there = moment.astimezone(zone_of(zone))
    return f"{there.day} {there:%B} {there.year}, {there:%H:%M} ({zone}, {_offset(there)})"


def _gap(wall: datetime, zone: str, before: datetime, after: datetime) -> str:
    place = zone_of(zone)
    # What clocks say that were not put forward, and those that were, at the instants that may be meant.
    earlier, later = before.astimezone(place), after.astimezone(place)
    return (
        f"On {_day(wall)} there is no {wall:%H:%M} in {zone}: the clocks are put forward over it. "
        f"Choose {_time(earlier, wall)} or {_time(later, wall)}, or another time."
    )


def _fold(wall: datetime, zone: str, first: datetime, second: datetime) -> str:
    place = zone_of(zone)
    offsets = [_offset(moment.astimezone(place)) for moment in (first, second)]
    return (
        f"On {_day(wall)} it is {wall:%H:%M} twice in {zone}, because the clocks are put back: first at {offsets[0]}, "
        f"then at {offsets[1]}. Choose which is meant."
    )


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B} {moment.year}"


def _time(moment: datetime, wall: datetime) -> str:
    same_day = moment.date() == wall.date()
    return f"{moment:%H:%M}" if same_day else f"{moment:%H:%M} on {_day(moment)}"


def _offset(moment: datetime) -> str:
    words = f"{moment:%z}"
    return f"UTC{words[:3]}:{words[3:5]}"

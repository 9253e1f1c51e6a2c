from datetime import UTC, date, datetime

from django.utils import formats


def test_dates_read_alike_on_every_page_of_the_desk():
    assert formats.localize(date(2026, 3, 4)) == "4 Mar 2026"
    assert formats.localize(datetime(2026, 3, 4, 16, 5, tzinfo=UTC)) == "4 Mar 2026, 16:05"

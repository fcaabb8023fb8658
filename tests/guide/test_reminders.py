"""The calendar file, read back by the library and, line by line, as RFC 5545 has it."""

from datetime import UTC, date, datetime, time

import pytest
from icalendar import Calendar

from guide.reminders import reminders

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ODD = ["A, b; c\\d", "Ü" * 60, "two\nlines", "BEGIN:VEVENT"]
DAYS = {date(2026, 3, 9): ["Vectors"], date(2026, 3, 2): ODD}
ADDRESS = "https://maths.example/review"


@pytest.mark.parametrize("at", [None, time(7, 30)])
def test_each_day_is_an_appointment(at):
    events = Calendar.from_ical(reminders(DAYS, ADDRESS, at, NOW)).events
    assert [str(event["summary"]) for event in events] == ["Review: 4 questions", "Review: 1 question"]
    assert [str(event["url"]) for event in events] == [ADDRESS] * 2
    assert str(events[0]["description"]) == f"{', '.join(ODD)}\n{ADDRESS}"
    starts = [event["dtstart"].dt for event in events]
    assert starts == [day if at is None else datetime.combine(day, at) for day in sorted(DAYS)]
    for event in events:
        lasts = event.end - event.start
        assert lasts.days == 1 if at is None else 0 < lasts.total_seconds() < 3600
        assert len(event.alarms.times) == (at is not None), "at a time of day it rings"


def test_a_later_file_takes_the_place_of_an_earlier_one():
    def uids(days, at, now):
        return [str(event["uid"]) for event in Calendar.from_ical(reminders(days, ADDRESS, at, now)).events]

    first, second = uids(DAYS, None, NOW), uids({day: ["Bayes"] for day in DAYS}, time(8), NOW.replace(month=4))
    assert first == second and len(set(first)) == 2


def test_every_line_is_short_and_text_is_escaped():
    raw = reminders(DAYS, ADDRESS, time(7, 30), NOW)
    assert raw.endswith(b"\r\n") and b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 75, "in bytes"
    unfolded = raw.decode().replace("\r\n ", "").split("\r\n")
    assert unfolded.count("BEGIN:VEVENT") == unfolded.count("END:VEVENT") == 2, "no name makes an appointment"
    assert r"DESCRIPTION:A\, b\; c\\d\, " + "Ü" * 60 + r"\, two\nlines\, BEGIN:VEVENT\n" + ADDRESS in unfolded
    assert "DTSTART:20260302T073000" in unfolded, "no zone: the time of wherever it is read"
    assert "DTSTAMP:20260301T120000Z" in unfolded


def test_without_days_it_is_an_empty_calendar():
    assert Calendar.from_ical(reminders({}, ADDRESS, None, NOW)).events == []

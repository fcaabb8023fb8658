"""The days of the review as a calendar file, RFC 5545: it reminds without an account."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

WEEKS = 8  # how far ahead the file looks
LONG = timedelta(minutes=20)  # an appointment at a time of day


def reminders(days: Mapping[date, list[str]], address: str, at: time | None, now: datetime) -> bytes:
    """A calendar with an appointment on each day that has a due step, for the whole day, or with an alarm at a time.

    days: each day with the names of its steps. A day keeps its UID, so that a later file takes the place of this one.
    The time of day belongs to no zone: it is that of wherever the calendar is read.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Just Enough Math//Review//EN")
    calendar.add("version", "2.0")
    for day, names in sorted(days.items()):
        event = Event()
        event.add("uid", f"review-{day}@just-enough-math")
        event.add("dtstamp", now.astimezone(UTC))
        event.add("dtstart", day if at is None else datetime.combine(day, at))
        event.add("dtend" if at is None else "duration", day + timedelta(1) if at is None else LONG)
        event.add("summary", f"Review: {len(names)} question{'' if len(names) == 1 else 's'}")
        event.add("description", f"{', '.join(names)}\n{address}")
        event.add("url", address)
        event.add("transp", "TRANSPARENT")  # it blocks no time
        if at is not None:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", event["summary"])
            alarm.add("trigger", timedelta(0))
            event.add_component(alarm)
        calendar.add_component(event)
    return calendar.to_ical()

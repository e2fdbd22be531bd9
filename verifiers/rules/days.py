"""Days by the review body's calendar: its clock, and its working days."""

from __future__ import annotations

import datetime as dt

import chinese_calendar

_CHINA = dt.timezone(dt.timedelta(hours=8))


def in_china(moment: dt.datetime) -> dt.datetime:
    """A moment by the review body's clock, without zone; one without zone is already in it."""
    return moment.astimezone(_CHINA).replace(tzinfo=None) if moment.tzinfo else moment


def working_days(start: dt.date, end: dt.date) -> tuple[int, int] | None:
    """Working days from `start` to `end`, without and with the first day.

    Holidays and shifted working days (调休) as the State Council set them;
    None where the calendar of a year is not known.
    """
    days = [start + dt.timedelta(n) for n in range((end - start).days + 1)]
    try:
        working = [chinese_calendar.is_workday(day) for day in days]
    except NotImplementedError:
        return None
    return sum(working[1:]), sum(working)

"""What the desk calls its kinds, states, stages, standings and ages, in the reader's language."""

from __future__ import annotations

import datetime as dt

from django.db.models import TextChoices

from review.desk.models.applicants import Standing
from review.desk.models.decisions import Choice
from review.desk.models.items import Kind, Stage, State
from review.desk.models.uploads import Mode
from review.desk.templatetags.desk import say, speaks_english

_ENGLISH: dict[tuple[type[TextChoices], str], str] = {
    (type(one), one.value): word
    for one, word in (
        (Kind.CLAIM, "Claim"),
        (Kind.APPLICATION, "Application"),
        (Kind.SAMPLE, "Sample"),
        (State.OPEN, "Open"),
        (State.WAITING, "Waiting for papers"),
        (State.CLOSED, "Decided"),
        (State.WITHDRAWN, "No longer needed"),
        (Stage.PRELIMINARY, "First review"),
        (Stage.REVIEW, "Review"),
        (Stage.SECOND, "Second review"),
        (Stage.ADJUDICATION, "Adjudication"),
        (Choice.ACCEPT, "Accepted"),
        (Choice.REJECT, "Not accepted"),
        (Choice.SUPPLEMENT, "Papers to be brought"),
        (Choice.ON_SITE, "To on-site review"),
        (Choice.RETURN, "Returned"),
        (Standing.PASS, "Passes"),
        (Standing.ON_SITE, "On-site review"),
        (Standing.RETURNED, "Returned"),
        (Standing.UNDECIDED, "Undecided"),
        (Mode.NEW, "New batch"),
        (Mode.EXTEND, "Added to"),
        (Mode.REPLACE, "New version"),
    )
}
"""By type as well: equal values of two types are equal keys."""


def word_for(choice: TextChoices) -> str:
    """Its Chinese label, or its English one where the reader switched."""
    return _ENGLISH[type(choice), choice.value] if speaks_english() else str(choice.label)


def age_of(age: dt.timedelta) -> str:
    """Whole days, or whole hours below one day."""
    hours = int(age.total_seconds()) // 3600
    if hours < 1:
        return str(say("刚刚", "just now"))
    if hours < 24:
        return str(say(f"{hours} 小时", f"{hours} h"))
    return str(say(f"{hours // 24} 天", f"{hours // 24} d"))

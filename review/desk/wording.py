"""What the desk calls its kinds, states, stages and decisions, in the reader's language."""

from __future__ import annotations

from django.db.models import TextChoices

from review.desk.models.decisions import Choice
from review.desk.models.items import Kind, Stage, State
from review.desk.templatetags.desk import speaks_english

_ENGLISH: dict[TextChoices, str] = {
    Kind.CLAIM: "Claim",
    Kind.APPLICATION: "Application",
    Kind.SAMPLE: "Sample",
    State.OPEN: "Open",
    State.WAITING: "Waiting for papers",
    State.CLOSED: "Decided",
    State.WITHDRAWN: "No longer needed",
    Stage.PRELIMINARY: "First review",
    Stage.REVIEW: "Review",
    Stage.SECOND: "Second review",
    Stage.ADJUDICATION: "Adjudication",
    Choice.ACCEPT: "Accepted",
    Choice.REJECT: "Not accepted",
    Choice.SUPPLEMENT: "Papers to be brought",
    Choice.ON_SITE: "To on-site review",
    Choice.RETURN: "Returned",
}


def word_for(choice: TextChoices) -> str:
    """Its Chinese label, or its English one where the reader switched."""
    return _ENGLISH[choice] if speaks_english() else str(choice.label)

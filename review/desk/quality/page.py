"""Quality (质量): how often we are wrong, and where time goes."""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from review.desk.access.guard import person_of
from review.desk.access.scope import applicants_of
from review.desk.case.names import KIND_NAMES, field_name
from review.desk.models import Person
from review.desk.quality.agreement import agreement
from review.desk.quality.charts import day_chart, share_bar
from review.desk.quality.days import by_day, oldest_open
from review.desk.quality.filters import QualityFilter
from review.desk.quality.handling import handling
from review.desk.quality.misreading import misreading
from review.desk.quality.overruling import overruling
from review.desk.quality.passing import passing, together
from review.desk.quality.sampling import sampling
from review.desk.queue.filters import QueueFilter
from review.desk.templatetags.desk import say
from review.desk.wording import word_for


@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    """All figures, of one batch or all, of some days or all."""
    person, now = person_of(request), timezone.now()
    wanted = QualityFilter.of(request.GET)
    batches, samples = passing(person, wanted), sampling(person, wanted)
    passed, spans = together(batches), by_day(person, wanted, timezone.localdate(now))
    oldest, second = oldest_open(person, wanted), agreement(person, wanted)
    rules = overruling(person, wanted)
    return render(
        request,
        "desk/quality/quality.html",
        {
            "section": "quality",
            "wanted": wanted,
            "choices": _batches(person),
            "passed": passed,
            "batches": [(one, share_bar(one.passed)) for one in batches],
            "rules": [(one, share_bar(one.overruled)) for one in rules if one.overruled.trials],
            "doubts_only": [one for one in rules if not one.overruled.trials],
            "samples": samples,
            "sample_bar": share_bar(samples.missed),
            "expected": samples.expected(passed.hits),
            "share_drawn": settings.SAMPLE_SHARE,
            "second": [(word_for(one.kind), one.agreed, share_bar(one.agreed)) for one in second],
            "handling": [
                (word_for(one.stage), word_for(one.kind), one) for one in handling(person, wanted)
            ],
            "spans": spans,
            "chart": day_chart(spans),
            "oldest": oldest,
            "oldest_days": (now - oldest.opened_at).days if oldest else 0,
            "oldest_query": quote(QueueFilter(batch=wanted.batch).query),
            "misread": [
                (_kind(one.kind), say(*field_name(one.field)), one)
                for one in misreading(person, wanted)
            ],
        },
    )


def _kind(kind: str) -> str:
    """What documents of a kind are called; a kind of an older version stands as it is."""
    known = {one.value: names for one, names in KIND_NAMES.items()}
    return str(say(*known.get(kind, (kind, kind))))


def _batches(person: Person) -> list[str]:
    """The batches to choose from, newest names first."""
    return sorted(
        applicants_of(person).order_by().values_list("batch", flat=True).distinct(), reverse=True
    )

"""What stands at the head and at the foot of a batch's lists."""

from __future__ import annotations

from django.db.models import Max, QuerySet
from django.utils import timezone

from review.desk.access.scope import usual_names
from review.desk.models import Applicant, Batch, Decision, Person
from review.desk.publishing.batch_content import content_of
from review.rosters.heading import BatchRun
from review.rosters.imprint import Imprint, content_digest
from review.rosters.people import Roster


def heading_of(batch: Batch, person: Person) -> BatchRun:
    """The batch as its lists name it, with the places that the person's are limited to."""
    content = content_of(batch.key, batch.published_at, batch.run)
    return BatchRun(
        batch=batch.key,
        notice_id="",
        notice_title=batch.notice_title,
        review_body=batch.review_body,
        rules_version=batch.rules_version,
        received_at=batch.received_at,
        notice_number=content.notice_number,
        rule_titles={rule.id: rule.title for rule in content.rules},
        scope="、".join(usual_names(person.regions, content.areas)),
    )


def imprint_of(
    run: BatchRun, batch: Batch, applicants: QuerySet[Applicant], roster: Roster, person: Person
) -> Imprint:
    """Who makes the list, on which decisions; where there are none, as the batch came in."""
    decisions = Decision.objects.filter(item__applicant__in=applicants)
    last = decisions.aggregate(last=Max("at"))["last"]
    as_of = last or batch.received_at or batch.published_at
    return Imprint(str(person), timezone.localtime(as_of), content_digest(run, roster))

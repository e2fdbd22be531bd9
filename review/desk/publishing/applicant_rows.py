"""The rows of a batch's applicants: what lists show, the case, the words to search by."""

from __future__ import annotations

from collections.abc import Sequence

from evidence.cases import Case, PublishedBatch
from review.desk.access.scope import place_of
from review.desk.models import Applicant, Batch, CaseFile
from review.desk.models.applicants import Standing
from review.desk.publishing.case_file import files_of, packed, pages_of
from review.desk.publishing.digests import digest_of
from review.desk.publishing.storable import fitting, fitting_key
from review.desk.queue.search_text import keep_search_texts, search_text

_NUMBER_LENGTH = 64
"""Of Applicant.number, which must stay unique where a 申报编号 is longer."""
_MOST_WORDS = 16_000
"""PostgreSQL counts no place in a text beyond this one."""
_REPLACED = (
    "name",
    "unit",
    "department",
    "region",
    "identity_number",
    "phone",
    "occupation",
    "grade",
    "outcome",
    "provisional",
    "gone",
    "digest",
)
"""What a publication changes of an applicant; `standing` follows from what people decided."""


def keep_applicants(row: Batch, batch: PublishedBatch, cases: Sequence[Case]) -> list[Applicant]:
    """Write the rows of these cases' applicants; the applicants in the order of the cases."""
    data = [packed(case) for case in cases]
    rows = [_applicant(row, batch, *one) for one in zip(cases, data, strict=True)]
    Applicant.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["batch", "number"],
        update_fields=_REPLACED,
    )
    there = Applicant.objects.filter(batch=row, number__in=[one.number for one in rows])
    by_number = {one.number: one for one in there}
    kept = [by_number[one.number] for one in rows]
    CaseFile.objects.bulk_create(
        [
            CaseFile(applicant=applicant, data=one, files=files_of(case), pages=pages_of(case))
            for applicant, case, one in zip(kept, cases, data, strict=True)
        ],
        update_conflicts=True,
        unique_fields=["applicant"],
        update_fields=["data", "files", "pages"],
    )
    keep_search_texts([(one.pk, _searched(case)) for one, case in zip(kept, cases, strict=True)])
    return kept


def _searched(case: Case) -> str:
    return " ".join(search_text(case).split()[:_MOST_WORDS])


def number_of(case: Case) -> str:
    """The 申报编号 as the applicant's row has it."""
    return fitting_key(case.dossier.id, _NUMBER_LENGTH)


def _applicant(row: Batch, batch: PublishedBatch, case: Case, data: bytes) -> Applicant:
    application = case.dossier.application
    declared = (
        {
            "name": application.name,
            "unit": application.employer.strip(),
            "department": application.department.strip(),
            "region": place_of(application.region, batch.areas),
            "identity_number": application.id_number,
            "phone": application.written("手机"),
            "occupation": application.target_occupation or application.occupation,
            "grade": application.target_grade,
        }
        if application
        else {}
    )
    return Applicant(
        batch=row,
        number=number_of(case),
        outcome=case.verdict.outcome.value,
        provisional=case.verdict.provisional,
        standing=Standing.UNDECIDED,
        gone=False,
        digest=digest_of(data),
        **fitting(Applicant, **declared),
    )

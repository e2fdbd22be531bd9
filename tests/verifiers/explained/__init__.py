"""Cases by family: each becomes a file of approved text in tests/verifiers/explanations/."""

from __future__ import annotations

from tests.verifiers.explained import (
    award_papers,
    award_person,
    awards,
    exception,
    identity,
    issuers,
    lower_grades,
    patent_records,
    patents,
    process,
    schooling,
    service,
    signing,
    since_level_two,
    skill_certificates,
    staff,
    uploads,
)
from tests.verifiers.explained.case import Case, named

FAMILIES: dict[str, dict[str, Case]] = {
    module.__name__.rpartition(".")[2]: named(module.cases())
    for module in (
        award_papers,
        award_person,
        awards,
        exception,
        identity,
        issuers,
        lower_grades,
        patent_records,
        patents,
        process,
        schooling,
        service,
        signing,
        since_level_two,
        skill_certificates,
        staff,
        uploads,
    )
}

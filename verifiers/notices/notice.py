"""One notice's rules as data: what changes from year to year and from city to city."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from pydantic import TypeAdapter, ValidationError

from evidence.errors import DataError, Problem
from evidence.register import RecordSource
from verifiers.data_files import data_error, load_checked, text_of_file

_PACKAGE = "verifiers.notices"


class CarriedBy(StrEnum):
    """What may carry the proof of a rule."""

    EVIDENCE = "evidence"
    ATTESTATION = "attestation"
    """The unit and its department sign for it."""
    PERSON = "person"
    """Only a person decides: always on-site."""


@dataclass(frozen=True, slots=True)
class RulePolicy:
    """A rule's name in both languages, its article, the notice's own words, and what may carry it."""

    title: str
    title_en: str
    article: str
    citation: str
    carried_by: CarriedBy
    also_attested: str = ""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A sentence of the notice that is no finding of its own, and what sees to it."""

    title: str
    article: str
    citation: str
    by: str
    by_en: str


@dataclass(frozen=True, slots=True)
class Registration:
    """报名和资格审查的起止日 (days in China, both included)."""

    opens: dt.date
    closes: dt.date
    reviewed_until: dt.date


@dataclass(frozen=True, slots=True)
class LowerGrade:
    """What 二(二)2 and 3 ask of a grade: the certificate below it by a day, or years of service."""

    below: str
    certified_by: dt.date
    working_by: dt.date


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """Places (地区) whose applicants one body reviews, after a first review where one is named.

    `same` are the names of each place that has several, the usual one first.
    """

    places: tuple[str, ...]
    reviewed_by: str
    first_by: str = ""
    same: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Dates, ages and counts; the notice file says why each was chosen."""

    service_start_certain: dt.date
    service_start_possible: dt.date
    level_two_certain: dt.date
    level_two_possible: dt.date
    level_three_certain: dt.date
    level_three_possible: dt.date
    confirmed_by: dt.date
    lower_schooling_on: dt.date
    lower_schooling_men: int
    lower_schooling_women: int
    appraisal_years: tuple[int, ...]
    deferrable_years: tuple[int, ...]
    excellent_years: int
    publicity_working_days: int
    inventions: int
    utility_models: int
    last_inventor_rank: int
    last_award_rank: int
    retirement_on: dt.date
    retirement_men: int
    retirement_women: int
    retirement_women_workers: int
    award_days_apart: int
    named_person_required: bool
    patent_status_required: bool
    official_record_days: int
    official_record_time_required: bool


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words and patterns that decide what a printed text means."""

    education_sufficient: tuple[str, ...]
    education_insufficient: tuple[str, ...]
    education_relaxed: tuple[str, ...]
    staff_in_scope: re.Pattern[str]
    staff_out_of_scope: re.Pattern[str]
    staff_unclear: re.Pattern[str]
    staff_frontline: re.Pattern[str]
    staff_professional: re.Pattern[str]
    appraisal_passing: tuple[str, ...]
    appraisal_failing: tuple[str, ...]
    appraisal_excellent: tuple[str, ...]
    collective: tuple[str, ...]
    perhaps_collective: tuple[str, ...]
    collective_recipient: re.Pattern[str]
    insufficient_awards: tuple[str, ...]
    doubtful_honours: tuple[str, ...]
    audience_wide: re.Pattern[str]
    audience_internal: re.Pattern[str]
    patent_in_force: tuple[str, ...]
    patent_ended: tuple[str, ...]
    patent_void: tuple[str, ...]
    patent_partly_void: tuple[str, ...]
    patent_not_granted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice (通知) with everything of it that the rules need."""

    id: str
    title: str
    document_number: str
    issuer: str
    issued: dt.date
    effective_from: dt.date
    effective_until: dt.date
    city: str
    province: str
    target_grades: tuple[str, ...]
    registration: Registration
    thresholds: Thresholds
    lower_grades: dict[str, LowerGrade]
    jurisdictions: tuple[Jurisdiction, ...]
    occupations: tuple[str, ...]
    official_sources: tuple[RecordSource, ...]
    official_sites: tuple[str, ...]
    printout_confirmed_by: tuple[RecordSource, ...]
    vocabulary: Vocabulary
    rules: dict[str, RulePolicy]
    elsewhere: dict[str, Elsewhere]


@cache
def load_notice(notice_id: str | None = None) -> Notice:
    """The notice of that id, or the newest known one, as this process read it first.

    Raises DataError as `read_notice` does.
    """
    return read_notice(notice_id)


def read_notice(notice_id: str | None = None) -> Notice:
    """The notice of that id, or the newest known one, as the files are now.

    Raises DataError: `E-NOTICE-UNKNOWN` where there is none of that id,
    `E-NOTICE-YAML`, `E-NOTICE-SCHEMA`, `E-NOTICE-VALUE` where its file is wrong.
    """
    files = {
        entry.name.removesuffix(".yaml"): entry
        for entry in resources.files(_PACKAGE).iterdir()
        if entry.name.endswith(".yaml")
    }
    if notice_id is None:
        notices = [notice_from(text_of_file(files[name]), name) for name in files]
        return max(notices, key=lambda notice: (notice.issued, notice.id))
    if notice_id not in files:
        raise DataError(
            Problem(
                "E-NOTICE-UNKNOWN",
                f"没有编号为“{notice_id}”的通知规则；现有：{'、'.join(sorted(files))}。",
                f"There is no notice “{notice_id}”; known are {', '.join(sorted(files))}.",
            )
        )
    return notice_from(text_of_file(files[notice_id]), notice_id)


def notice_from(text: str, name: str) -> Notice:
    """A notice from the text of its file; `name` is the id it must bear."""
    file = f"{name}.yaml"
    data = load_checked(text, _PACKAGE, "notice.schema.json", "E-NOTICE", file)
    try:
        notice = TypeAdapter(Notice).validate_python(data)
    except ValidationError as e:
        first = e.errors()[0]
        place = "/".join(str(part) for part in first["loc"])
        raise data_error(
            "E-NOTICE-VALUE",
            file,
            f"{place} 的值不正确",
            f"has a wrong value at {place}: {first['msg']}",
        ) from e
    _check_order(notice, file)
    if notice.id != name:
        raise data_error("E-NOTICE-VALUE", file, "的 id 与文件名不同", "has an id unlike its name")
    return notice


def _check_order(notice: Notice, file: str) -> None:
    """A certain boundary never lies after the possible one; what may be deferred is asked for."""
    t, days = notice.thresholds, notice.registration
    pairs = (
        ("thresholds/service_start_certain", t.service_start_certain <= t.service_start_possible),
        ("thresholds/level_two_certain", t.level_two_certain <= t.level_two_possible),
        ("thresholds/level_three_certain", t.level_three_certain <= t.level_three_possible),
        ("registration", days.opens <= days.closes <= days.reviewed_until),
        ("effective_until", notice.effective_from <= notice.effective_until),
        ("thresholds/retirement_women", t.retirement_women_workers <= t.retirement_women),
        ("thresholds/deferrable_years", set(t.deferrable_years) <= set(t.appraisal_years)),
    )
    wrong = ", ".join(place for place, right in pairs if not right)
    if wrong:
        raise data_error(
            "E-NOTICE-VALUE",
            file,
            f"的界限前后颠倒（{wrong}）",
            f"has boundaries the wrong way round: {wrong}",
        )

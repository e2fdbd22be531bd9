"""The rosters on screen: by unit, as they look on paper, a few units a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from evidence.findings import Outcome
from evidence.names import body_name
from review.desk.models import Applicant
from review.desk.models.applicants import Standing
from review.desk.results.final import FinalRosters, final_rosters
from review.desk.results.judged import judged_cases
from review.rosters.heading import BatchRun
from review.rosters.layout import Column, columns_of, unit_line
from review.rosters.people import NO_UNIT, Roster

LISTS = {"pass": Outcome.PASS, "on-site": Outcome.ON_SITE}
"""The two rosters, as addresses name them."""
PEOPLE_A_PAGE = 200
"""A page of the preview ends after the unit with which it has so many people."""
STANDINGS = {
    Outcome.PASS: (Standing.PASS,),
    Outcome.ON_SITE: (Standing.ON_SITE, Standing.RETURNED),
}
"""Who stands on which roster; whoever was sent back stands with those who must come, and why."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of a roster in all its spellings, and how many of its people are on it."""

    name: str
    spellings: tuple[str, ...]
    people: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One unit's list: the line above the table, and the lines of each cell, row by row."""

    unit: str
    line: str
    rows: tuple[tuple[tuple[Column, list[str]], ...], ...]


def units_of(applicants: QuerySet[Applicant], outcome: Outcome) -> list[Unit]:
    """The units with people on that roster, in its order."""
    rows = applicants.filter(standing__in=STANDINGS[outcome]).order_by().values_list("unit")
    found: dict[str, dict[str, int]] = {}
    for unit, people in rows.annotate(n=Count("pk")):
        found.setdefault(body_name(unit or NO_UNIT), {})[unit] = people
    return [
        Unit(min(found[unit]) or NO_UNIT, tuple(found[unit]), sum(found[unit].values()))
        for unit in sorted(found, key=lambda unit: (unit == NO_UNIT, unit))
    ]


def pages_of(units: Sequence[Unit]) -> list[list[Unit]]:
    """The units of each page; at least one page."""
    pages: list[list[Unit]] = [[]]
    people = 0
    for unit in units:
        if people >= PEOPLE_A_PAGE:
            pages.append([])
            people = 0
        pages[-1].append(unit)
        people += unit.people
    return pages


def part_of(
    run: BatchRun, applicants: QuerySet[Applicant], outcome: Outcome, units: Sequence[Unit]
) -> FinalRosters:
    """The rosters of the people of these units only."""
    spellings = [spelling for unit in units for spelling in unit.spellings]
    wanted = applicants.filter(standing__in=STANDINGS[outcome], unit__in=spellings)
    return final_rosters(run, judged_cases(wanted))


def sheets_of(run: BatchRun, roster: Roster) -> list[Sheet]:
    """A sheet a unit, or the one that says that there is nobody."""
    columns = columns_of(roster.outcome)
    return [
        Sheet(
            unit.unit,
            unit_line(run, unit),
            tuple(
                tuple((column, column.text(number, row).split("\n")) for column in columns)
                for number, row in enumerate(unit.rows, 1)
            ),
        )
        for unit in roster.lists
    ]

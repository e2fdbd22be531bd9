"""The two rosters (名册表) of a batch: who is on which, under which unit, and why.

Source: 五(三) of the notice: every unit prints 网上资格审查通过人员名册表 and
需现场审查人员名册表, and its personnel department stamps them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evidence.applications import Application
from evidence.dossiers import Dossier
from evidence.errors import DataError, Problem
from evidence.findings import Basis, Finding, Outcome, Result, Verdict
from evidence.names import body_name
from review.rosters.heading import BatchRun
from review.rosters.wording import (
    SIGNS,
    article_of,
    condition_label,
    grade_label,
    sentence,
)

NO_UNIT = "未填写单位"
"""Where people stand whose 工作单位 nobody stated."""

ROSTER_TITLES = {
    Outcome.PASS: "网上资格审查通过人员名册表",
    Outcome.ON_SITE: "需现场审查人员名册表",
}
"""The names that the notice gives the two rosters."""

_GOOD = (Result.MATCH, Result.ATTESTED)

CONDITIONS_3_AND_4 = frozenset({"H3", "H4a", "H4b"})
"""What an item of (四)6 waives: schooling, and the appraisals of five years."""


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person on a roster.

    `basis` is 依据: what the application rests on, what evidence proved, and what
    was judged by the declaration alone;
    `attested` is 单位确认: what the unit signed for; `reasons` is 原因: why a
    person must look, one Chinese sentence each, worst first; `remark` is 备注.
    """

    application: str
    name: str
    unit: str
    occupation: str
    grade: str
    basis: tuple[str, ...]
    attested: str
    reasons: tuple[str, ...]
    remark: str


@dataclass(frozen=True, slots=True)
class UnitList:
    """The people of one unit (工作单位) on one roster, by 申报编号."""

    unit: str
    rows: tuple[RosterRow, ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """One of the two rosters, by unit; people without a unit stand last."""

    outcome: Outcome
    units: tuple[UnitList, ...]

    @property
    def title(self) -> str:
        """The name that the notice gives it."""
        return ROSTER_TITLES[self.outcome]

    @property
    def lists(self) -> tuple[UnitList, ...]:
        """What is printed: the units, or one empty list that says that there are none."""
        return self.units or (UnitList("无", ()),)

    @property
    def people(self) -> int:
        """Number of people on it."""
        return sum(len(unit.rows) for unit in self.units)


def rosters_of(
    run: BatchRun, dossiers: Iterable[Dossier], verdicts: Sequence[Verdict]
) -> tuple[Roster, Roster]:
    """The pass roster and the on-site roster; together they hold every applicant once.

    Raises DataError (`E-ROSTER-PEOPLE`) where an applicant has no verdict, has
    two, or a verdict has no applicant: nobody may fall between the rosters.
    """
    by_id = {dossier.id: dossier for dossier in dossiers}
    _everyone_once(by_id, verdicts)
    rows: dict[Outcome, list[RosterRow]] = {outcome: [] for outcome in Outcome}
    for verdict in verdicts:
        rows[verdict.outcome].append(_row(run, by_id[verdict.application], verdict))
    return (
        Roster(Outcome.PASS, _by_unit(rows[Outcome.PASS])),
        Roster(Outcome.ON_SITE, _by_unit(rows[Outcome.ON_SITE])),
    )


def _everyone_once(dossiers: Mapping[str, Dossier], verdicts: Sequence[Verdict]) -> None:
    judged = sorted(verdict.application for verdict in verdicts)
    if judged == sorted(dossiers):
        return
    odd = sorted(set(judged) ^ set(dossiers)) or sorted(
        {one for one in judged if judged.count(one) > 1}
    )
    raise DataError(
        Problem(
            "E-ROSTER-PEOPLE",
            f"申报人与审查结论不是一一对应，名册未生成：{'、'.join(odd)}。",
            "Applicants and verdicts do not correspond one to one; no roster was written: "
            f"{', '.join(odd)}.",
        )
    )


def _by_unit(rows: Iterable[RosterRow]) -> tuple[UnitList, ...]:
    units: dict[str, list[RosterRow]] = {}
    for row in sorted(rows, key=lambda row: row.application):
        # One unit in two spellings (spaces, bracket widths) is one list to stamp.
        units.setdefault(body_name(row.unit), []).append(row)
    order = sorted(units, key=lambda unit: (unit == NO_UNIT, unit))
    return tuple(UnitList(units[unit][0].unit, tuple(units[unit])) for unit in order)


def _row(run: BatchRun, dossier: Dossier, verdict: Verdict) -> RosterRow:
    application = dossier.application
    return RosterRow(
        application=dossier.id,
        name=(application.name if application else "") or "（未填写姓名）",
        unit=(application.employer.strip() if application else "") or NO_UNIT,
        occupation=(application.target_occupation or application.occupation) if application else "",
        grade=grade_label(application.target_grade) if application else "",
        basis=_basis(run, application, verdict),
        attested="、".join(
            _titles(run, (one for one in verdict.findings if one.result is Result.ATTESTED))
        ),
        reasons=_reasons(verdict) if verdict.outcome is Outcome.ON_SITE else (),
        remark=_remark(verdict),
    )


def _basis(run: BatchRun, application: Application | None, verdict: Verdict) -> tuple[str, ...]:
    """依据: for those who pass what was met, for the others what they claim."""
    if verdict.outcome is Outcome.ON_SITE:
        return _claimed(application)
    matched = [finding for finding in verdict.findings if finding.result is Result.MATCH]
    proven = _titles(run, [one for one in matched if one.basis is not Basis.DECLARATION])
    declared = _titles(run, [one for one in matched if one.basis is Basis.DECLARATION])
    return (
        _met_conditions(verdict),
        *(
            _claim_line(application, claim.no, claim.condition)
            for claim in verdict.claims
            if claim.result in _GOOD
        ),
        *((f"证据证明：{'、'.join(proven)}",) if proven else ()),
        *((f"申报内容符合：{'、'.join(declared)}",) if declared else ()),
    )


def _met_conditions(verdict: Verdict) -> str:
    waived = any(
        finding.rule in CONDITIONS_3_AND_4 and finding.result not in _GOOD
        for finding in verdict.findings
        if finding.claim is None and not finding.bears
    )
    return "(四)1、2、5，并以(四)6替代3、4" if waived else "(四)1至5"


def _claimed(application: Application | None) -> tuple[str, ...]:
    if application is None:
        return ("无申报信息",)
    if not application.claims:
        return ("申报(四)1至5",)
    return tuple(
        _claim_line(application, claim.no, claim.condition) for claim in application.claims
    )


def _claim_line(application: Application | None, no: int, condition: int | None) -> str:
    claims = application.claims if application else ()
    title = next((claim.title for claim in claims if claim.no == no), "")
    line = f"第{no}项 {condition_label(condition)}"
    return f"{line}：{title}" if title else line


def _titles(run: BatchRun, findings: Iterable[Finding]) -> list[str]:
    """The rules of those findings that bear, each once, in the order they were checked."""
    return list(
        dict.fromkeys(run.rule_title(finding.rule) for finding in findings if finding.bears)
    )


def _reasons(verdict: Verdict) -> tuple[str, ...]:
    """原因: what stands against a pass, each sentence once, as the reviewer reads it."""
    return tuple(_reason(group) for group in blocking_groups(verdict)) or ("按规定须现场审查确认",)


def _reason(group: Sequence[Finding]) -> str:
    worst = group[0]
    claim = f"第{worst.claim}项：" if worst.claim is not None else ""
    articles = "；".join(dict.fromkeys(article_of(finding.citation) for finding in group))
    return f"{SIGNS[worst.result]}　{claim}{sentence(worst.explanation)}（见{articles}）"


def blocking_groups(verdict: Verdict) -> list[list[Finding]]:
    """The findings that keep an application from passing, those with one sentence together.

    A refusal of the unit concerns a dozen rules and is one thing to look at.
    """
    groups: dict[tuple[int | None, str], list[Finding]] = {}
    for finding in blocking_findings(verdict):
        groups.setdefault((finding.claim, finding.explanation), []).append(finding)
    return list(groups.values())


def blocking_findings(verdict: Verdict) -> list[Finding]:
    """The bearing findings that keep an application from passing, worst first.

    Schooling and appraisals stand last: they would be waived if what stands
    before them were proven, so they are seldom what is to be looked at.

    Attested counts among them only where the notice does not let the unit sign
    for the rule, which the verdict knows: `attested_rules` are those it accepted.
    """
    against = [
        finding
        for finding in verdict.findings
        if finding.bears
        and finding.result is not Result.MATCH
        and not (finding.result is Result.ATTESTED and finding.rule in verdict.attested_rules)
    ]
    return sorted(
        against, key=lambda finding: (finding.rule in CONDITIONS_3_AND_4, finding.result.order)
    )


def _remark(verdict: Verdict) -> str:
    if not verdict.provisional:
        return ""
    promised = (finding for finding in verdict.findings if finding.rule == "P14")
    return f"容缺：{next((sentence(one.explanation) for one in promised), '材料待补')}"

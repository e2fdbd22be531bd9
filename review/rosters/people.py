"""The two rosters (名册表) of a batch: who is on which, under which unit, and why.

Source: 五(三) of the notice: every unit prints 网上资格审查通过人员名册表 and
需现场审查人员名册表, and its personnel department stamps them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from evidence.applications import Application
from evidence.dossiers import Dossier
from evidence.errors import DataError, Problem
from evidence.findings import Basis, Finding, Outcome, Result, Verdict
from evidence.names import body_name
from review.rosters.concluded import Concluded
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

    `basis` is 依据: what the application rests on, what evidence proved, what was
    judged by the declaration alone, and what people accepted and signed for;
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


@dataclass(frozen=True, slots=True)
class Named:
    """Who an applicant is, where a whole dossier would be too much to hold."""

    name: str
    unit: str

    @classmethod
    def of(cls, dossier: Dossier) -> Named:
        """Name and unit as declared; no name where nothing is."""
        application = dossier.application
        return cls(
            application.name if application else "",
            (application.employer if application else "") or NO_UNIT,
        )


def by_application(verdicts: Collection[Verdict]) -> Collection[Verdict]:
    """The verdicts by 申报编号: those of a batch are kept so, and need not be held to be sorted."""
    names = [verdict.application for verdict in verdicts]
    if names == sorted(names):
        return verdicts
    return sorted(verdicts, key=lambda verdict: verdict.application)


def rosters_of(
    run: BatchRun, dossiers: Iterable[Dossier], verdicts: Iterable[Verdict]
) -> tuple[Roster, Roster]:
    """The rosters as the machine judged; together they hold every applicant once.

    Raises DataError (`E-ROSTER-PEOPLE`) where an applicant has no verdict, has
    two, or a verdict has no applicant: nobody may fall between the rosters.
    """
    return rosters_from(
        (verdict.outcome, roster_row(run, dossier, verdict, _machine(verdict)))
        for dossier, verdict in judged(dossiers, verdicts)
    )


def judged(
    dossiers: Iterable[Dossier], verdicts: Iterable[Verdict]
) -> Iterator[tuple[Dossier, Verdict]]:
    """Each dossier with its verdict, in the order of the verdicts; few are held where both agree.

    Raises DataError (`E-ROSTER-PEOPLE`), at the end, where they do not correspond one to one.
    """
    rest, waiting = iter(dossiers), dict[str, Dossier]()
    odd: list[str] = []
    for verdict in verdicts:
        while verdict.application not in waiting and (dossier := next(rest, None)) is not None:
            waiting[dossier.id] = dossier
        if verdict.application in waiting:
            yield waiting.pop(verdict.application), verdict
        else:
            odd.append(verdict.application)
    odd += [*waiting, *(dossier.id for dossier in rest)]
    if odd:
        names = sorted(set(odd))
        raise DataError(
            Problem(
                "E-ROSTER-PEOPLE",
                f"申报人与审查结论不是一一对应，名册未生成：{'、'.join(names)}。",
                "Applicants and verdicts do not correspond one to one; no roster was written: "
                f"{', '.join(names)}.",
            )
        )


def rosters_from(rows: Iterable[tuple[Outcome, RosterRow]]) -> tuple[Roster, Roster]:
    """The pass roster and the on-site roster of rows that say on which they stand."""
    kept: dict[Outcome, list[RosterRow]] = {outcome: [] for outcome in Outcome}
    for outcome, row in rows:
        kept[outcome].append(row)
    return (
        Roster(Outcome.PASS, _by_unit(kept[Outcome.PASS])),
        Roster(Outcome.ON_SITE, _by_unit(kept[Outcome.ON_SITE])),
    )


def _by_unit(rows: Iterable[RosterRow]) -> tuple[UnitList, ...]:
    units: dict[str, list[RosterRow]] = {}
    for row in sorted(rows, key=lambda row: row.application):
        # One unit in two spellings (spaces, bracket widths) is one list to stamp.
        units.setdefault(body_name(row.unit), []).append(row)
    order = sorted(units, key=lambda unit: (unit == NO_UNIT, unit))
    return tuple(UnitList(units[unit][0].unit, tuple(units[unit])) for unit in order)


def _machine(verdict: Verdict) -> Concluded:
    """The machine's outcome, about which nobody decided anything."""
    return Concluded(verdict.outcome, against=tuple(blocking_findings(verdict)))


def roster_row(
    run: BatchRun, dossier: Dossier, verdict: Verdict, conclusion: Concluded
) -> RosterRow:
    """The row of one person on the roster of `conclusion.outcome`."""
    application = dossier.application
    passes = conclusion.outcome is Outcome.PASS
    carrying = _carrying(verdict, conclusion)
    signed = [finding for finding in carrying if finding.result is Result.ATTESTED]
    return RosterRow(
        application=dossier.id,
        name=(application.name if application else "") or "（未填写姓名）",
        unit=(application.employer.strip() if application else "") or NO_UNIT,
        occupation=(application.target_occupation or application.occupation) if application else "",
        grade=grade_label(application.target_grade) if application else "",
        basis=(_basis(run, application, verdict, conclusion) if passes else _claimed(application)),
        attested="、".join(_titles(run, signed)),
        reasons=() if passes else _reasons(conclusion),
        remark=_remark(verdict),
    )


def _carrying(verdict: Verdict, conclusion: Concluded) -> list[Finding]:
    """The findings that may carry a pass by themselves.

    None of a claim that people did not accept, and none that needed their acceptance, which
    is told apart.
    """
    refused, settled = conclusion.claims_refused, conclusion.settled
    return [
        finding
        for finding in verdict.findings
        if finding.claim not in refused and finding not in settled
    ]


def _basis(
    run: BatchRun, application: Application | None, verdict: Verdict, conclusion: Concluded
) -> tuple[str, ...]:
    """依据 of those who pass: what was met, and what carries it."""
    accepted, refused = conclusion.claims_accepted, conclusion.claims_refused
    carrying = _carrying(verdict, conclusion)
    matched = [finding for finding in carrying if finding.result is Result.MATCH]
    proven = _titles(run, [one for one in matched if one.basis is not Basis.DECLARATION])
    declared = _titles(run, [one for one in matched if one.basis is Basis.DECLARATION])
    return (
        _met_conditions(verdict, conclusion),
        *(
            _claim_line(application, claim.no, claim.condition)
            for claim in verdict.claims
            if claim.no in accepted or (claim.result in _GOOD and claim.no not in refused)
        ),
        *((f"证据证明：{'、'.join(proven)}",) if proven else ()),
        *((f"申报内容符合：{'、'.join(declared)}",) if declared else ()),
        *(ruling.as_basis(_titles(run, ruling.settled)) for ruling in conclusion.accepted),
    )


def _met_conditions(verdict: Verdict, conclusion: Concluded) -> str:
    settled = conclusion.settled
    waived = any(
        finding.rule in CONDITIONS_3_AND_4 and finding.result not in _GOOD
        for finding in verdict.findings
        if finding.claim is None and finding not in settled
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


def _reasons(conclusion: Concluded) -> tuple[str, ...]:
    """原因: what people decided, and what stands against a pass, each sentence once."""
    decided = tuple(one.as_reason for one in conclusion.refused)
    found = tuple(_reason(group) for group in _grouped(conclusion.against))
    return (*decided, *found) or ("按规定须现场审查确认",)


def _reason(group: Sequence[Finding]) -> str:
    worst = group[0]
    claim = f"第{worst.claim}项：" if worst.claim is not None else ""
    articles = "；".join(dict.fromkeys(article_of(finding.citation) for finding in group))
    return f"{SIGNS[worst.result]}　{claim}{sentence(worst.explanation)}（见{articles}）"


def blocking_groups(verdict: Verdict) -> list[list[Finding]]:
    """The findings that keep an application from passing, those with one sentence together."""
    return _grouped(blocking_findings(verdict))


def _grouped(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Those with one sentence together.

    A refusal of the unit concerns a dozen rules and is one thing to look at.
    """
    groups: dict[tuple[int | None, str], list[Finding]] = {}
    for finding in findings:
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

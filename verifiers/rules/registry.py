"""Rules under their ids: which apply to whom follows from the declaration and the notice alone."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from evidence.applications import Application, Claim
from evidence.errors import DataError, Problem
from evidence.findings import Basis
from verifiers.notices.notice import Notice
from verifiers.rules.case import Case
from verifiers.rules.checks import Check

ApplicationJudge = Callable[[Case], Sequence[Check]]
ClaimJudge = Callable[[Case, Claim], Sequence[Check]]

LEVEL_ONE = frozenset({"一级"})
"""The grade with conditions of its own (二(四)) and claims under (四)6."""

_MODULES = (
    "scope",
    "staff",
    "identity",
    "consent",
    "service",
    "lower_grades",
    "schooling",
    "publicity",
    "process",
    "exception",
    "award_titles",
    "award_details",
    "award_papers",
    "award_person",
    "award_scope",
    "patent_rank",
    "patent_papers",
    "same_project",
    "since_level_two",
)


@dataclass(frozen=True, slots=True)
class ApplicationRule:
    """A rule about the application as a whole."""

    id: str
    basis: Basis
    applies: Callable[[Application, Notice], bool]
    judge: ApplicationJudge
    grades: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class ClaimRule:
    """A rule about each claim under certain items of (四)6."""

    id: str
    basis: Basis
    applies: Callable[[Claim, Notice], bool]
    judge: ClaimJudge
    conditions: frozenset[int | None]


_CONDITIONS = range(1, 7)
_application_rules: dict[str, ApplicationRule] = {}
_claim_rules: dict[str, ClaimRule] = {}


def application_rule(
    rule_id: str,
    basis: Basis = Basis.DECLARATION,
    applies: Callable[[Application, Notice], bool] = lambda _application, _notice: True,
    *,
    grades: frozenset[str] | None = None,
) -> Callable[[ApplicationJudge], ApplicationJudge]:
    """Register a function as the rule of that id, for the grades given or for all."""

    def register(judge: ApplicationJudge) -> ApplicationJudge:
        _application_rules[rule_id] = ApplicationRule(
            rule_id,
            basis,
            lambda application, notice: (
                (grades is None or application.target_grade in grades)
                and applies(application, notice)
            ),
            judge,
            grades,
        )
        return judge

    return register


def claim_rule(
    rule_id: str,
    conditions: frozenset[int | None],
    basis: Basis = Basis.EVIDENCE,
    applies: Callable[[Claim, Notice], bool] = lambda _claim, _notice: True,
) -> Callable[[ClaimJudge], ClaimJudge]:
    """Register a function as the rule of that id for claims under these items."""

    def register(judge: ClaimJudge) -> ClaimJudge:
        _claim_rules[rule_id] = ClaimRule(
            rule_id,
            basis,
            lambda claim, notice: condition_of(claim) in conditions and applies(claim, notice),
            judge,
            conditions,
        )
        return judge

    return register


def condition_of(claim: Claim) -> int | None:
    """The item n of (四)6.(n) a claim is under; None where it names none of the six."""
    return claim.condition if claim.condition in _CONDITIONS else None


@cache
def application_rules() -> tuple[ApplicationRule, ...]:
    """Every rule about an application, in the order in which findings are shown."""
    _load()
    return tuple(_application_rules.values())


@cache
def claim_rules() -> tuple[ClaimRule, ...]:
    """Every rule about a claim, in the order in which findings are shown."""
    _load()
    return tuple(_claim_rules.values())


def in_scope(application: Application, notice: Notice) -> bool:
    """Whether rules are written for the grade applied for; if not, S0 and U1 alone apply."""
    return application.target_grade in notice.target_grades


OUTSIDE_SCOPE = frozenset({"S0", "U1"})
ELSEWHERE = frozenset({"P3", "X1", "X2", "X3", "X4"})
"""Rules judged where one application is not enough or there is none (verify, cross)."""


def expected(application: Application, notice: Notice) -> Iterator[tuple[str, int | None]]:
    """The rules whose findings an application must have before it may pass."""
    scoped = in_scope(application, notice)
    for rule in application_rules():
        if (scoped or rule.id in OUTSIDE_SCOPE) and rule.applies(application, notice):
            yield rule.id, None
    for claim in claims_of(application, notice):
        for claim_rule_ in claim_rules():
            if claim_rule_.applies(claim, notice):
                yield claim_rule_.id, claim.no


def claims_of(application: Application, notice: Notice) -> tuple[Claim, ...]:
    """The claims that are judged: those of 一级, the only grade with such conditions."""
    counts = in_scope(application, notice) and application.target_grade in LEVEL_ONE
    return application.claims if counts else ()


def check_notice(notice: Notice) -> None:
    """Raise DataError (`E-NOTICE-RULES`) where the notice says nothing of a registered rule."""
    ids = {rule.id for rule in application_rules()} | {rule.id for rule in claim_rules()}
    missing = sorted((ids | ELSEWHERE) - set(notice.rules))
    if missing:
        raise DataError(
            Problem(
                "E-NOTICE-RULES",
                f"通知 {notice.id} 未载明规则 {'、'.join(missing)} 由什么证明，请补充后重试。",
                f"Notice {notice.id} does not say what carries {', '.join(missing)}. Add them.",
            )
        )


def _load() -> None:
    for module in _MODULES:
        importlib.import_module(f"verifiers.rules.{module}")


def rule_basis(rule_id: str) -> Basis:
    """What findings of a rule rest on where nobody signs for them."""
    bases = {rule.id: rule.basis for rule in application_rules()}
    bases |= {rule.id: rule.basis for rule in claim_rules()}
    return bases[rule_id]

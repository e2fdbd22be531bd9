"""Checks: single comparisons, and how those of one rule become one finding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from evidence.findings import Basis, Comparison, Finding, Result
from evidence.places import Place
from verifiers.notices.notice import RulePolicy
from verifiers.rules.sentences import say

PROVEN = (Result.MATCH, Result.ATTESTED)
"""What may carry a pass."""
SILENT = ""
"""The sentence of what holds beside a check that speaks for both of them."""


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison: its result, the sentence that states it, the two values and their places.

    `required` is what the notice asks for where that is a value too.
    """

    result: Result
    sentence: str
    declared: str = ""
    found: str = ""
    where: tuple[Place, ...] = ()
    suggestions: tuple[str, ...] = ()
    values: dict[str, str] = field(default_factory=dict)
    required: str = ""

    @property
    def proven(self) -> bool:
        """Whether this comparison may carry a pass."""
        return self.result in PROVEN


def worst(checks: Iterable[Check]) -> Check:
    """The first of the worst checks."""
    return min(checks, key=lambda check: check.result.order)


def merit(checks: Iterable[Check]) -> tuple[int, ...]:
    """How much a paper's checks prove, to choose between papers: by the worst, then the next worst.

    Not by their sum, which a paper of many comparisons and as many doubts would win.
    """
    return tuple(sorted(check.result.order for check in checks))


def conclude(
    application: str,
    rule: str,
    claim: int | None,
    policy: RulePolicy,
    checks: Sequence[Check],
    basis: Basis,
) -> Finding:
    """One finding from all checks of a rule: the worst decides and speaks first.

    Where every check holds the first one of each family of sentences speaks
    (授予单位, then 名次), after them what was signed for.
    """
    decisive = worst(checks)
    ordered = [decisive, *(check for check in checks if check is not decisive)]
    # Something that holds is not said beside something that does not.
    spoken = [check for check in ordered if not check.proven]
    if not spoken:
        spoken = [*_first_of_each_family(checks)]
        spoken += [check for check in checks if check.result is Result.ATTESTED]
    shown = decisive if not decisive.proven else spoken[0]
    sentences = [_said(check) for check in spoken]
    attested = decisive.result is Result.ATTESTED
    return Finding(
        application=application,
        rule=rule,
        claim=claim,
        result=decisive.result,
        bears=True,
        basis=Basis.ATTESTATION if attested else basis,
        citation=f"{policy.article}“{policy.citation}”",
        explanation=_joined([zh for zh, _ in sentences], "；", "。"),
        explanation_en=_joined([en for _, en in sentences], "; ", "."),
        declared=shown.declared,
        found=shown.found,
        suggestions=tuple(dict.fromkeys(s for check in spoken for s in check.suggestions)),
        where=tuple(dict.fromkeys(place for check in ordered for place in check.where)),
        required=shown.required,
        open=tuple(
            Comparison(check.sentence, check.result, check.declared, check.found, check.required)
            for check in ordered
            if not check.proven
        ),
    )


def _first_of_each_family(checks: Sequence[Check]) -> Iterable[Check]:
    first: dict[str, Check] = {}
    for check in checks:
        if check.result is Result.MATCH and check.sentence != SILENT:
            first.setdefault(check.sentence.partition(".")[0], check)
    return first.values()


def retold(check: Check, key: str, result: Result) -> Check:
    """What is said of another paper, within a sentence that says that it is another's."""
    zh, en = _said(check)
    values = {"said": zh, "said_en": en}
    return replace(check, sentence=key, result=result, values=values)


def _said(check: Check) -> tuple[str, str]:
    compared = {"declared": check.declared, "found": check.found, "required": check.required}
    return say(check.sentence, {**compared, **check.values})


def _joined(sentences: list[str], between: str, end: str) -> str:
    unique = list(dict.fromkeys(sentence.rstrip(end) for sentence in sentences))
    return between.join(unique) + end

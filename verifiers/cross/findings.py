"""X1 to X4: one finding a rule for each applicant of a batch whom it concerns.

What earlier batches handed in counts against the batch that is judged now; an earlier batch
hears of it when it is judged again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from evidence.dossiers import Dossier
from evidence.findings import Basis, Finding
from evidence.footprints import Footprint
from verifiers.cross.alike import look_alikes
from verifiers.cross.inventors import impossible_ranks
from verifiers.cross.persons import applying_twice
from verifiers.cross.reuse import used_by_several
from verifiers.cross.titles import differing_titles
from verifiers.cross.traces import footprints_of
from verifiers.notices.notice import Notice
from verifiers.rules.checks import Check, conclude

Comparison = Callable[[Sequence[Footprint], Sequence[Footprint]], Iterator[tuple[str, Check]]]
"""Compares the footprints of a batch with one another and with those of other batches;
each check is told with the 申报编号 of the applicant of the batch whom it concerns."""

_RULES: tuple[tuple[str, Basis, tuple[Comparison, ...]], ...] = (
    ("X1", Basis.EVIDENCE, (used_by_several, look_alikes)),
    ("X2", Basis.DECLARATION, (applying_twice,)),
    ("X3", Basis.EVIDENCE, (differing_titles,)),
    ("X4", Basis.EVIDENCE, (impossible_ranks,)),
)


def cross_findings(
    dossiers: Iterable[Dossier],
    notice: Notice,
    elsewhere: Iterable[Footprint] = (),
    *,
    batch: str = "",
    secret: bytes = b"",
) -> tuple[Finding, ...]:
    """Findings in order of rule and 申报编号; the order of dossiers and footprints never matters.

    `elsewhere` may hold footprints of this batch itself: they are passed over. Their marks
    must have been made with the same secret.
    """
    own = sorted(footprints_of(dossiers, batch, notice.id, secret), key=_order)
    others = sorted((one for one in elsewhere if one.batch != batch), key=_order)
    findings = []
    for rule, basis, comparisons in _RULES:
        checks: dict[str, list[Check]] = {}
        for compare in comparisons:
            for application, check in compare(own, others):
                checks.setdefault(application, []).append(check)
        findings += [
            conclude(application, rule, None, notice.rules[rule], checks[application], basis)
            for application in sorted(checks)
        ]
    return tuple(findings)


def _order(footprint: Footprint) -> tuple[str, str]:
    return footprint.batch, footprint.known_as

"""Across applicants and batches: what a batch leaves behind, and what shows in comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evidence.errors import DataError, Problem
from evidence.findings import Finding
from evidence.footprints import Footprint, name_of_secret
from pipeline.batches import BatchEntry, known_batches
from pipeline.home import Home
from pipeline.stages.dossiers import BatchEvidence
from verifiers.cross import cross_findings, footprints_of
from verifiers.notices import load_notice


def footprints_of_batch(
    entry: BatchEntry, evidence: BatchEvidence, secret: bytes
) -> list[Footprint]:
    """One footprint an applicant, as it is kept for other batches to be compared with."""
    notice = load_notice(entry.notice).id
    made = footprints_of(evidence.dossiers(entry), entry.id, notice, secret)
    return [footprint.for_others() for footprint in made]


def across_applicants(
    entry: BatchEntry,
    evidence: BatchEvidence,
    footprints: Mapping[str, Sequence[Footprint]],
    secret: bytes,
) -> list[Finding]:
    """What shows only when the applicants of a batch are compared with each other and with others.

    `footprints` are those of every batch that has any; the batch's own are passed over, so that
    running it again changes nothing. Raises DataError (`E-FOOTPRINT-SECRET`) where marks were
    made with another secret: they would fit nobody's and pass for nobody's.
    """
    elsewhere = [one for batch, kept in footprints.items() if batch != entry.id for one in kept]
    _same_secret(elsewhere, secret)
    found = cross_findings(
        evidence.dossiers(entry),
        load_notice(entry.notice),
        elsewhere,
        batch=entry.id,
        secret=secret,
    )
    return list(found)


def not_compared(home: Home, footprints: Mapping[str, Sequence[Footprint]]) -> list[str]:
    """Batches taken in that left no footprints yet, because they were never concluded.

    Whichever of two batches is concluded later is compared with the other.
    """
    return [batch for batch in known_batches(home) if batch not in footprints]


def _same_secret(footprints: Sequence[Footprint], secret: bytes) -> None:
    name = name_of_secret(secret)
    other = sorted({one.batch for one in footprints if one.secret != name})
    if other:
        batches = "、".join(other)
        raise DataError(
            Problem(
                "E-FOOTPRINT-SECRET",
                f"批次 {batches} 的比对记录由另一密钥生成，无法比对；请恢复原密钥，或重新物化这些批次的 footprints。",
                f"The footprints of {', '.join(other)} were made with another secret and cannot be "
                "compared. Restore the secret, or materialize the footprints of those batches again.",
            )
        )

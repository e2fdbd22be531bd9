"""From a shard's evidence to findings, under the batch's notice."""

from __future__ import annotations

from collections.abc import Sequence

from evidence.findings import Finding
from evidence.register import OfficialRecord
from pipeline.batches import BatchEntry
from pipeline.home import Home
from pipeline.stages.dossiers import BatchEvidence
from pipeline.stages.register import register_of_records
from verifiers.authorities import load_authorities
from verifiers.notices import load_notice
from verifiers.verify import verify


def findings_of_shard(
    home: Home,
    entry: BatchEntry,
    shard: str,
    evidence: BatchEvidence,
    records: Sequence[OfficialRecord],
) -> list[Finding]:
    """Every finding about each applicant of the shard, applicant by applicant."""
    notice, authorities = load_notice(entry.notice), load_authorities()
    register = register_of_records(home, records)
    return [
        finding
        for dossier in evidence.dossiers_of_shard(entry, shard)
        for finding in verify(dossier, register, authorities, notice, entry.arrived)
    ]

"""From a shard's evidence to findings, under the batch's notice."""

from __future__ import annotations

from collections.abc import Sequence

from evidence.findings import Finding
from evidence.register import OfficialRecord
from pipeline.batches import BatchEntry
from pipeline.stages.dossiers import BatchEvidence
from verifiers.authorities import load_authorities
from verifiers.cnipa.register import PatentRegister
from verifiers.notices import load_notice
from verifiers.verify import verify


def findings_of_shard(
    entry: BatchEntry, shard: str, evidence: BatchEvidence, records: Sequence[OfficialRecord]
) -> list[Finding]:
    """Every finding about each applicant of the shard, applicant by applicant."""
    notice, authorities = load_notice(entry.notice), load_authorities()
    register = PatentRegister(records)
    return [
        finding
        for dossier in evidence.dossiers_of_shard(entry, shard)
        for finding in verify(dossier, register, authorities, notice, entry.arrived)
    ]

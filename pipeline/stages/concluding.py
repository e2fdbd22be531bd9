"""Over a whole batch: verdicts, and the files that come out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from evidence.errors import DataError, Problem
from evidence.findings import Finding, Verdict
from evidence.register import OfficialRecord, PatentLookup
from pipeline.batches import BatchEntry, some_of
from pipeline.home import Home
from pipeline.stages.dossiers import BatchEvidence
from pipeline.stages.register import register_of_records
from review.rosters.heading import BatchRun
from review.rosters.outputs import write_outputs
from verifiers.cnipa.register import PatentRegister
from verifiers.lookups import patent_lookups
from verifiers.notices import load_notice
from verifiers.verdict import decide
from verifiers.version import rules_version


def conclude(
    entry: BatchEntry,
    evidence: BatchEvidence,
    findings: Mapping[str, Sequence[Finding]],
    across: Sequence[Finding],
) -> Iterator[Verdict]:
    """One verdict an applicant, from the findings about it and across applicants, shard by shard.

    Raises DataError (`E-SHARD-FILES`) where the files of a shard are not those that were taken.
    """
    notice = load_notice(entry.notice)
    beyond: dict[str, list[Finding]] = {}
    for finding in across:
        beyond.setdefault(finding.application, []).append(finding)
    for shard, plan in entry.shards.items():
        _check_files(entry, shard, evidence)
        about: dict[str, list[Finding]] = {name: [] for name in plan.applicants}
        for finding in findings[shard]:
            about[finding.application].append(finding)
        for dossier in evidence.dossiers_of_shard(entry, shard):
            own = (*about[dossier.id], *beyond.pop(dossier.id, ()))
            yield decide(dossier, own, notice)
    if beyond:
        raise KeyError(f"findings about nobody of the batch: {sorted(beyond)}")


def _check_files(entry: BatchEntry, shard: str, evidence: BatchEvidence) -> None:
    """Nobody is decided on while files of theirs are not taken, whoever asks for a conclusion."""
    other = entry.files(shard) ^ {one.upload.path for one in evidence.outcomes[shard]}
    if other:
        shown = some_of(sorted(other))
        raise DataError(
            Problem(
                "E-SHARD-FILES",
                f"分片 {shard} 有 {len(other)} 个文件与接收时不同（{shown}），未作决定；"
                f"该批次有运行在进行时会自动继续，否则请运行 heyan run {entry.source}。",
                f"{len(other)} files of the shard {shard} are not those that were taken ({shown}), "
                "so nothing was decided. Runs of the batch that are at work go on by themselves; where "
                f"there are none, run heyan run {entry.source}.",
            )
        )


def write_rosters(
    home: Home,
    entry: BatchEntry,
    evidence: BatchEvidence,
    records: Mapping[str, Sequence[OfficialRecord]],
    verdicts: Collection[Verdict],
) -> list[str]:
    """Write what comes out of a batch; the names of the files below its folder."""
    notice = load_notice(entry.notice)
    run = BatchRun(
        batch=entry.id,
        notice_id=notice.id,
        notice_title=notice.title,
        review_body=entry.review_body,
        rules_version=rules_version(),
        received_at=entry.received_at,
        notice_number=notice.document_number,
        rule_titles={rule: policy.title for rule, policy in notice.rules.items()},
    )
    dossiers = evidence.dossiers(entry)
    lookups = lookups_of(entry, evidence, register_of(home, entry, records))
    out = Path(entry.out)
    outcomes = evidence.all_outcomes(entry)
    written = write_outputs(out, run, dossiers, verdicts, outcomes, lookups)
    return [path.relative_to(out).as_posix() for path in written]


def register_of(
    home: Home, entry: BatchEntry, records: Mapping[str, Sequence[OfficialRecord]]
) -> PatentRegister:
    """The official records of every shard of the batch as one register."""
    return register_of_records(
        home, (record for shard in entry.shards for record in records[shard])
    )


def lookups_of(
    entry: BatchEntry, evidence: BatchEvidence, register: PatentRegister
) -> list[PatentLookup]:
    """The patents that the batch claims and that no official record settles yet."""
    notice = load_notice(entry.notice)
    return patent_lookups(evidence.dossiers(entry), register, notice, entry.arrived)

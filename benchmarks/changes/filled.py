"""Fill an installation with applicants as records, and judge them by its own runs.

    python -m benchmarks.changes.filled --applicants 2000 --batches 2 --shard 200

Runs inside the installation (its folder is the current one, HEYAN_HOME names its state). What
comes before judging is reported as computed, as a run would have reported it; judging and
concluding are real runs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from itertools import islice

import dagster as dg
from dagster._core.definitions.data_version import CODE_VERSION_TAG

from benchmarks.crowd.cases import Member
from benchmarks.crowd.members import RECEIVED, crowd
from evidence.cases import PageImage
from pipeline.batches import BatchEntry, ShardPlan, remember
from pipeline.definitions import defs
from pipeline.home import Home, enter_home
from pipeline.planning.foundations import RESTS_ON, rests_on
from pipeline.recorded import recorded
from pipeline.records import encoded
from pipeline.runs import execute, register
from review.desk.ready import prepare
from verifiers.cnipa.files import append_records

NOTICE = "xinxiang-2024-22"
_SIZE = (1654, 2339)


def main() -> int:
    """Fill and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--applicants", type=int, required=True)
    parser.add_argument("--batches", type=int, required=True)
    parser.add_argument("--shard", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    home = enter_home()
    prepare()
    members = list(crowd(chosen.applicants, chosen.seed))
    each = chosen.applicants // chosen.batches
    with dg.DagsterInstance.get() as instance:
        for number in range(chosen.batches):
            own = members[number * each : (number + 1) * each]
            _judged(home, instance, _filled(home, instance, number, own, chosen.shard))
    return 0


def _filled(
    home: Home, instance: dg.DagsterInstance, number: int, members: Sequence[Member], size: int
) -> BatchEntry:
    """A batch whose shards are read and extracted, by the records of these members."""
    batch = f"season-{number + 1:02}"
    parts = dict(enumerate(_parts(members, size), 1))
    shards = {f"{batch}-s{part:03}": part_members for part, part_members in parts.items()}
    entry = BatchEntry(
        batch,
        str(home.batches / batch),
        str(home.out / batch),
        {shard: _plan(some) for shard, some in shards.items()},
        notice=NOTICE,
        review_body="新乡市工考管理机构",
        received_at=RECEIVED,
        taken_at=RECEIVED,
    )
    remember(home, entry)
    register(instance, entry)
    append_records(home.registers, [one for member in members for one in member.records])
    for shard, some in shards.items():
        for asset, records in _records(some).items():
            _report(home, instance, asset, shard, records)
    return entry


def _parts(members: Sequence[Member], size: int) -> Iterator[list[Member]]:
    remaining = iter(members)
    while part := list(islice(remaining, size)):
        yield part


def _plan(members: Sequence[Member]) -> ShardPlan:
    files = [one.upload.path for member in members for one in member.dossier.uploads]
    return ShardPlan(tuple(member.dossier.id for member in members), tuple(files))


def _records(members: Sequence[Member]) -> dict[str, list[object]]:
    dossiers = [member.dossier for member in members]
    outcomes = [one for dossier in dossiers for one in dossier.uploads]
    return {
        "uploads": [one.upload for one in outcomes],
        "readings": [],
        "upload_outcomes": list(outcomes),
        "page_images": [
            PageImage(one.upload.path, 1, *_SIZE, "readings/images/00/page.jpg", "read")
            for one in outcomes
        ],
        "documents": [one for dossier in dossiers for one in dossier.documents],
        "applications": [one.application for one in dossiers if one.application],
    }


def _report(
    home: Home, instance: dg.DagsterInstance, asset: str, shard: str, records: list[object]
) -> None:
    path = home.records / asset / f"{shard}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encoded(records))
    key = dg.AssetKey(asset)
    version = recorded(records, {}).data_version
    code = defs.resolve_asset_graph().get(key).code_version
    tags = {"dagster/data_version": version.value if version else "", CODE_VERSION_TAG: code or ""}
    own = rests_on(asset) if asset in RESTS_ON else {}
    event = dg.AssetMaterialization(key, partition=shard, tags=tags | own)
    instance.report_runless_asset_event(event)


def _judged(home: Home, instance: dg.DagsterInstance, entry: BatchEntry) -> None:
    for shard in entry.shards:
        execute(instance, defs.resolve_job_def("judge_shard"), shard, {}, {})
    execute(instance, defs.resolve_job_def("conclude_batch"), entry.id, {}, {})
    people = len(entry.applicants)
    print(f"{entry.id}: {people} applicants in {len(entry.shards)} shards in {home.state}")


if __name__ == "__main__":
    sys.exit(main())

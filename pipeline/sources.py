"""What the judging rests on besides the batch; observed, because people change it.

A changed version makes the findings, and what follows them, run again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import dagster as dg
from dagster._core.definitions.external_asset import create_external_asset_from_source_asset

import verifiers
from evidence import codec
from evidence.applications import Application
from pipeline.accepted import accept_known_warnings
from pipeline.batches import find_batch, known_batches
from pipeline.home import Home
from pipeline.ownership import OF_SHARDS, OWNERS, RULES
from pipeline.partitions import shards
from pipeline.records import encoded
from pipeline.resources import Heyan
from pipeline.stages.register import claimed_records
from verifiers.cnipa.files import RECORD_FILES, load_records

_DATA = Path(verifiers.__file__).parent


def content_version(folder: Path, *patterns: str) -> dg.DataVersion:
    """A hash over the names and bytes of the files that match."""
    digest = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(folder.glob(pattern)):
            digest.update(f"{path.relative_to(folder)}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return dg.DataVersion(digest.hexdigest()[:16])


def versions(heyan: Heyan) -> dict[str, dg.DataVersion]:
    """The version of each source, now; of the imported results, that of all of them."""
    return {
        "notice_rules": content_version(_DATA / "notices", "*.yaml"),
        "authority_whitelist": content_version(_DATA / "authorities", "*.yaml"),
        "cnipa_results": content_version(heyan.home.registers, *RECORD_FILES),
    }


def results_by_shard(heyan: Heyan) -> dict[str, str]:
    """The version of the imported results that concern each shard; none where none does.

    So a result wakes the shards whose applicants claim its patent, and no other.
    """
    imported = load_records(heyan.home.registers)
    found = {}
    for shard, applications in _declared(heyan.home) if imported else ():
        records = claimed_records(imported, applications)
        if records:
            found[shard] = hashlib.sha256(encoded(records)).hexdigest()[:16]
    return found


def _declared(home: Home) -> Iterator[tuple[str, list[Application]]]:
    """What the applicants of each shard declare, of every shard that came so far."""
    for batch in known_batches(home):
        for shard in find_batch(home, batch).shards:
            path = home.records / "applications" / f"{shard}.jsonl"
            if path.exists():
                yield shard, codec.decode_lines(Application, path.read_bytes())


accept_known_warnings()


def _observed(description: str) -> Callable[[Callable[[Heyan], dg.DataVersion]], dg.SourceAsset]:
    # The decorator takes no docstring as description.
    return dg.observable_source_asset(
        group_name="rules", tags=RULES | {"dagster/kind/yaml": ""}, description=description
    )


@_observed("The notices' dates, counts and policies (verifiers/notices/*.yaml).")
def notice_rules(heyan: Heyan) -> dg.DataVersion:
    """A hash of the notice files."""
    return versions(heyan)["notice_rules"]


@_observed("The authorities of 附件1 and those it excludes (verifiers/authorities/*.yaml).")
def authority_whitelist(heyan: Heyan) -> dg.DataVersion:
    """A hash of the whitelist files."""
    return versions(heyan)["authority_whitelist"]


@dg.observable_source_asset(
    group_name="rules",
    tags=OF_SHARDS | {"dagster/kind/table": ""},
    description="Official patent records that were imported or typed in (the registers folder).",
    partitions_def=shards,
)
def cnipa_results(heyan: Heyan) -> dg.DataVersionsByPartition:
    """For each shard a hash of the records that concern it."""
    return dg.DataVersionsByPartition(dict(results_by_shard(heyan)))


def _owned(source: dg.SourceAsset) -> dg.AssetsDefinition:
    # An observable source takes no owner where it is declared.
    whole = create_external_asset_from_source_asset(source)
    return whole.map_asset_specs(lambda spec: spec.replace_attributes(owners=OWNERS))


sources = [_owned(one) for one in (notice_rules, authority_whitelist, cnipa_results)]

"""What the results rest on besides the batch; observed, because people change it.

The versions are here for the lineage that the Dagster UI shows. What runs again when one changes
is decided by what results themselves say they rest on (pipeline/planning).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence

import dagster as dg
from dagster._core.definitions.external_asset import create_external_asset_from_source_asset

from evidence.applications import Application
from evidence.register import OfficialRecord
from pipeline.accepted import accept_known_warnings
from pipeline.batches import BatchEntry, readable_batches
from pipeline.file_versions import (
    EXTRACTION,
    NOTICE,
    RULES,
    WHITELIST,
    files_version,
    foundations,
)
from pipeline.home import Home
from pipeline.ownership import OF_RULES, OF_SHARDS, OWNERS
from pipeline.partitions import shards
from pipeline.records import encoded
from pipeline.resources import Heyan
from pipeline.stages.register import claimed_records
from pipeline.stored_records import has_records, stored_records
from verifiers.cnipa.files import RECORD_FILES, load_records

NO_RESULTS = "none"
"""The version of the imported results for a shard that none concerns."""


def registers_version(home: Home) -> str:
    """The version of all imported results together."""
    folder = home.registers
    return files_version(folder, (path for one in RECORD_FILES for path in folder.glob(one)))


def results_version(imported: Sequence[OfficialRecord], applications: Sequence[Application]) -> str:
    """The version of those imported results whose patents these applications claim."""
    records = claimed_records(imported, applications)
    return hashlib.sha256(encoded(records)).hexdigest()[:16] if records else NO_RESULTS


def results_by_shard(heyan: Heyan) -> dict[str, str]:
    """The version of the imported results that concern each shard; none where none does.

    So a result wakes the shards whose applicants claim its patent, and no other.
    """
    imported = load_records(heyan.home.registers)
    declared = _declared(heyan.home) if imported else ()
    versions = {shard: results_version(imported, one) for shard, one in declared}
    return {shard: one for shard, one in versions.items() if one != NO_RESULTS}


def notices_by_shard(heyan: Heyan) -> dict[str, str]:
    """The version of the notice that judges each shard: another city's says nothing to it."""
    now = foundations()
    return {
        shard: now.version(NOTICE, entry)
        for entry in _entries(heyan.home)
        for shard in entry.shards
    }


def _entries(home: Home) -> Iterator[BatchEntry]:
    # Whoever computes again tells of a batch whose entry is damaged (pipeline/sensors.py).
    return readable_batches(home, lambda _, __: None)


def _declared(home: Home) -> Iterator[tuple[str, list[Application]]]:
    """What the applicants of each shard declare, of every shard that came so far."""
    for entry in _entries(home):
        for shard in entry.shards:
            if has_records(home, "applications", shard):
                yield shard, stored_records(home, "applications", shard, Application)


accept_known_warnings()


def _observed(
    kind: str, description: str
) -> Callable[[Callable[[], dg.DataVersion]], dg.SourceAsset]:
    # The decorator takes no docstring as description.
    return dg.observable_source_asset(
        group_name="rules", tags=OF_RULES | {f"dagster/kind/{kind}": ""}, description=description
    )


@_observed(
    "python",
    "The code of the rules, their words and what asks them.",
)
def rule_code() -> dg.DataVersion:
    """A hash of the files of verifiers, evidence and pipeline/stages."""
    return dg.DataVersion(foundations().version_of(RULES))


@_observed("python", "The code that takes files and tables and finds documents in readings.")
def extraction_code() -> dg.DataVersion:
    """A hash of those of extractors, but for those that read pages, evidence, pipeline/stages."""
    return dg.DataVersion(foundations().version_of(EXTRACTION))


@_observed("yaml", "The authorities of 附件1 and those it excludes (verifiers/authorities/*.yaml).")
def authority_whitelist() -> dg.DataVersion:
    """A hash of the whitelist files."""
    return dg.DataVersion(foundations().version_of(WHITELIST))


@dg.observable_source_asset(
    group_name="rules",
    tags=OF_RULES | {"dagster/kind/yaml": ""},
    description="The notices' dates, counts and policies (verifiers/notices/*.yaml).",
    partitions_def=shards,
)
def notice_rules(heyan: Heyan) -> dg.DataVersionsByPartition:
    """For each shard a hash of the notice that its batch is judged by."""
    return dg.DataVersionsByPartition(dict(notices_by_shard(heyan)))


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


sources = [
    _owned(one)
    for one in (rule_code, extraction_code, notice_rules, authority_whitelist, cnipa_results)
]

"""The look-up list over batches, from what was read of them and the register as it is now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from evidence.applications import Application
from evidence.documents import Document
from evidence.uploads import Upload, UploadOutcome
from pipeline.batches import BatchEntry
from pipeline.home import Home
from pipeline.stages.concluding import lookups_of, register_of
from pipeline.stages.dossiers import BatchEvidence
from pipeline.stages.register import official_records
from pipeline.stored_records import has_records, stored_records
from review.rosters.lookup_list import ListedLookup, merged, of_batch

_NEEDED = ("uploads", "upload_outcomes", "documents", "applications")


@dataclass(frozen=True, slots=True)
class LookupsOfBatches:
    """The list of several batches, and those that are left out because not all of them is read."""

    listed: tuple[ListedLookup, ...]
    unread: tuple[str, ...]


def lookups_now(home: Home, entries: Iterable[BatchEntry]) -> LookupsOfBatches:
    """The numbers of these batches that no official record settles at this moment, each once.

    Records imported since a batch was judged count already. Raises DataError (`E-RECORD`).
    """
    lists, unread = [], []
    for entry in entries:
        if _is_read(home, entry):
            lists.append(_of_entry(home, entry))
        else:
            unread.append(entry.id)
    return LookupsOfBatches(tuple(merged(lists)), tuple(unread))


def _is_read(home: Home, entry: BatchEntry) -> bool:
    return all(has_records(home, asset, shard) for shard in entry.shards for asset in _NEEDED)


def _of_entry(home: Home, entry: BatchEntry) -> list[ListedLookup]:
    evidence = BatchEvidence(
        {s: stored_records(home, "applications", s, Application) for s in entry.shards},
        {s: stored_records(home, "upload_outcomes", s, UploadOutcome) for s in entry.shards},
        {s: stored_records(home, "documents", s, Document) for s in entry.shards},
    )
    records = {
        shard: official_records(
            home,
            entry,
            stored_records(home, "uploads", shard, Upload),
            evidence.documents[shard],
            evidence.applications[shard],
        )
        for shard in entry.shards
    }
    return of_batch(entry.id, lookups_of(entry, evidence, register_of(home, entry, records)))

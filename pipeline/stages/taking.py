"""Taking a shard's files: bytes first, then what they are."""

from __future__ import annotations

from evidence.uploads import Upload
from extractors.intake.uploads import take_uploads
from pipeline.batches import BatchEntry, open_again
from pipeline.home import Home
from pipeline.kept import byte_store


def take_shard(home: Home, entry: BatchEntry, shard: str) -> list[Upload]:
    """Store each file of the shard and judge it by its content."""
    return take_uploads(open_again(home, entry), byte_store(home), only=entry.files(shard))

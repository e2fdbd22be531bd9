"""Tables of official results in the store, each worked through once in a process."""

from __future__ import annotations

import functools
from pathlib import Path

from evidence.errors import Problem
from evidence.register import OfficialRecord
from evidence.uploads import Upload
from extractors.intake.cnipa_tables import read_cnipa_table
from extractors.intake.limits import Limits
from pipeline.home import Home
from pipeline.kept import byte_store

_KEPT = 16
"""Tables: every shard of a batch reads all of its cnipa/, and its records name them twice."""


def result_table(
    home: Home, upload: Upload
) -> tuple[tuple[OfficialRecord, ...], tuple[Problem, ...]]:
    """The records of an upload that is a table of results, and what could not be used of it."""
    return _read(byte_store(home).bring(upload.sha256), upload.path)


@functools.lru_cache(_KEPT)
def _read(path: Path, name: str) -> tuple[tuple[OfficialRecord, ...], tuple[Problem, ...]]:
    # A path in the store names its bytes for good.
    records, problems = read_cnipa_table(path, name, Limits())
    return tuple(records), tuple(problems)

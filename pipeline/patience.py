"""Waiting out what passes by itself: a full disk, a database or a store that is away.

A step is tried again for the machine's own failures only, by their codes; bad input fails at
once. A run that a person watches (the command line) does not wait: it says what is wrong, and
running it again goes on from there.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar, cast

import dagster as dg
from dagster._core.storage.tags import MAX_RETRIES_TAG, MAX_RUNTIME_SECONDS_TAG

from evidence.errors import MachineError
from storage.failures import DISK_FULL

PASSING = frozenset(
    {
        "E-DISK-FULL",
        "E-STORE-WRITE",
        "E-STORE-READ",
        "E-STORE-AWAY",
        "E-OUTPUT-WRITE",
        "E-DESK-BUSY",
        "E-DESK-DATABASE",
    }
)
"""What may be over in a moment without anybody's help."""
WAITS = (5, 10, 20, 40, 60, 60, 60)
"""Seconds before each further attempt, some four minutes in all; then the step has failed."""
WATCHED = {MAX_RETRIES_TAG: "0", MAX_RUNTIME_SECONDS_TAG: "0"}
"""Tags of a run that a person waits for: nothing starts it again, nothing ends it."""

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


@contextmanager
def waiting_out(tags: Mapping[str, str], attempts: int) -> Iterator[None]:
    """Ask for another attempt at the step after so many, where what failed may pass.

    `tags` are the run's. Raises dg.RetryRequested in place of a MachineError, or of an OSError
    of a disk that is full.
    """
    try:
        yield
    except (MachineError, OSError) as e:
        passes = e.code in PASSING if isinstance(e, MachineError) else e.errno in DISK_FULL
        if not passes or tags.get(MAX_RETRIES_TAG) == WATCHED[MAX_RETRIES_TAG]:
            raise
        seconds = WAITS[min(attempts, len(WAITS) - 1)]
        raise dg.RetryRequested(max_retries=len(WAITS), seconds_to_wait=seconds) from e


def patient(body: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """An asset's body (its first argument is the context) that waits out what passes."""
    if inspect.isgeneratorfunction(body):

        @functools.wraps(body)
        def yielding(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Iterator[Any]:
            with _of(args[0]):
                yield from cast("Iterator[Any]", body(*args, **kwargs))

        return cast("Callable[Arguments, Result]", yielding)

    @functools.wraps(body)
    def returning(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        with _of(args[0]):
            return body(*args, **kwargs)

    return returning


@contextmanager
def _of(context: object) -> Iterator[None]:
    asked = cast("dg.AssetExecutionContext", context)
    with waiting_out(asked.run.tags, asked.retry_number):
        yield

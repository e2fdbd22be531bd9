"""What code and runs leave in memory, in a process that executes many."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Load code without looking for garbage in it: all of it stays, and is looked through no more.

    Dagster and what it needs are some 400,000 objects, which would be gone through again and
    again while they grow.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def give_back() -> None:
    """Collect what nobody needs any more, and give its pages back to the system.

    Else each shard's records leave holes in the heap in which the next one's do not fit.
    """
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # of the GNU C library
    if trim is not None:
        trim(0)

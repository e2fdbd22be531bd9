"""What runs leave in memory, in a process that executes many."""

from __future__ import annotations

import ctypes
import gc


def give_back() -> None:
    """Collect what nobody needs any more, and give its pages back to the system.

    Else each shard's records leave holes in the heap in which the next one's do not fit.
    """
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # of the GNU C library
    if trim is not None:
        trim(0)

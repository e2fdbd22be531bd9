"""Loading code that stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Load code without looking for garbage in it: all of it stays, and is looked through no more.

    Dagster and what it needs are some 400,000 objects, an engine's libraries half as many, which
    would be gone through again and again while they grow.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()

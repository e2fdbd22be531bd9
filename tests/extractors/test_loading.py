"""What loaded code leaves in memory is not looked through again."""

import gc
from contextlib import suppress

from extractors.loading import loading


def test_what_was_loaded_is_kept_out_of_collections() -> None:
    """And garbage is collected again afterwards, also where loading failed."""
    frozen = gc.get_freeze_count()

    kept: list[list[int]] = []
    collecting: list[bool] = []

    with suppress(ImportError), loading():
        kept += [[number] for number in range(1000)]
        collecting.append(gc.isenabled())
        raise ImportError

    assert [False, True] == [*collecting, gc.isenabled()]
    assert gc.get_freeze_count() >= frozen + len(kept)
    gc.unfreeze()

"""Adding an upload to the batch that lies in the inbox: the new files, and the old ones beside."""

from __future__ import annotations

import os
import shutil
import unicodedata
from pathlib import Path

from evidence.batch_names import READY_MARKER, TABLE_NAMES


def extend(new: Path, old: Path) -> None:
    """Put into `new` those files of `old` that it does not have; `old` is left as it is.

    A table replaces one of the same name, also where one is CSV and the other XLSX. Files are
    linked where the disk allows it, so that a large batch is not copied. Raises OSError.
    """
    have = {_key(new, Path(folder, name)) for folder, _, names in os.walk(new) for name in names}
    tables = {_table(path) for path in new.iterdir()} - {""}
    for folder, folders, names in os.walk(old):
        links = [name for name in folders if Path(folder, name).is_symlink()]
        for name in (*names, *links):
            path = Path(folder, name)
            beside = path.parent == old
            replaced = beside and (name == READY_MARKER or _table(path) in tables)
            if not replaced and _key(old, path) not in have:
                target = new / path.relative_to(old)
                target.parent.mkdir(parents=True, exist_ok=True)
                _link(path, target)


def _key(root: Path, path: Path) -> str:
    """The path below its root in NFC: one name has one form."""
    return unicodedata.normalize("NFC", path.relative_to(root).as_posix())


def _table(path: Path) -> str:
    """Which table of the batch a file is, empty where it is none."""
    stem = path.stem.lower()
    return stem if stem in TABLE_NAMES else ""


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        # A disk without links, or a name in the way: the copy then says what is wrong.
        shutil.copy2(source, target, follow_symlinks=False)

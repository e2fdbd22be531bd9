"""The limits of an upload, by name: what intake takes, refused before it is sent for nothing."""

from __future__ import annotations

from dataclasses import dataclass

_MIB = 1024 * 1024
_GIB = 1024 * _MIB


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """What the desk takes from a browser at most.

    Attributes:
        chunk_bytes: Bytes of one request; what is lost when a connection drops.
        listed_files: Files that one request names.
        files: Files of one batch.
        file_bytes: Bytes of one file of a folder.
        zip_bytes: Bytes of a batch that comes as a zip.
        batch_bytes: Bytes of all files of a batch.
        name_bytes: Bytes of one name in UTF-8: what a disk takes.
        path_bytes: Bytes of a whole path below the batch in UTF-8.
        depth: Levels of folders below the batch.
        reserve_bytes: Bytes of the disk that no upload may use: decisions and their record
            are written there too.
    """

    chunk_bytes: int = 4 * _MIB
    listed_files: int = 1_000
    files: int = 200_000
    file_bytes: int = 4 * _GIB
    zip_bytes: int = 16 * _GIB
    batch_bytes: int = 50 * _GIB
    name_bytes: int = 255
    path_bytes: int = 1_024
    depth: int = 32
    reserve_bytes: int = 512 * _MIB

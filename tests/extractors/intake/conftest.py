import struct
import zlib

import pytest

from extractors.intake.store import ByteStore


@pytest.fixture
def store(tmp_path):
    return ByteStore(tmp_path / "store")


@pytest.fixture
def folder(tmp_path):
    """An empty batch folder with uploads/ in it."""
    folder = tmp_path / "xinxiang-2024-001"
    (folder / "uploads").mkdir(parents=True)
    return folder


@pytest.fixture(scope="session")
def png_header():
    """Makes a PNG of any size by its header, with next to no pixels in it."""

    def chunk(kind, data):
        return (
            struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))
        )

    def make(width, height):
        head = chunk(b"IHDR", struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0))
        return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 100))

    return make

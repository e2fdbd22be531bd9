import hashlib
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from extractors.reading.readers.rapid import RapidReader
from extractors.reading.settings import StoredFile


@pytest.fixture(scope="session")
def rapid():
    """The default reader, loaded once."""
    return RapidReader()


@pytest.fixture
def stored():
    """A stored file from a path."""

    def make(path, media_type="image/png"):
        return StoredFile(hashlib.sha256(path.read_bytes()).hexdigest(), path, media_type)

    return make

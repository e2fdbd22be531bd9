import io

import pytest

from evidence.applications import Application, DeclarationSource
from pipeline.lazy_records import ReadOneByOne, Spool, StoredLines

ONE = Application("A1", DeclarationSource.TABLE, name="张立军")
TWO = Application("A2", DeclarationSource.FORM, name="王秀兰")


def test_partitions_are_read_when_they_are_asked_for_and_one_is_kept():
    """What was asked for before the last one is read again, not held."""
    read = []
    lazy = ReadOneByOne(["s1", "s2"], lambda key: read.append(key) or [key])
    assert ["s1", "s2"] == list(lazy)
    assert not read
    assert (["s1"], ["s1"], ["s2"], ["s1"]) == (lazy["s1"], lazy["s1"], lazy["s2"], lazy["s1"])
    assert ["s1", "s2", "s1"] == read
    with pytest.raises(KeyError):
        lazy["s3"]


def test_a_spool_gives_the_same_records_as_often_as_it_is_asked():
    """Two may go through it at the same time, as a check and the figures do."""
    spool = Spool(Application, iter([ONE, TWO]))
    assert 2 == len(spool)
    assert [(ONE, ONE), (TWO, TWO)] == list(zip(spool, spool, strict=True))
    assert TWO in spool


def test_stored_lines_are_counted_without_being_read():
    """Blank lines are none, and a damaged record is met only by who reads it."""
    lines = StoredLines(lambda: io.BytesIO(b"1\n\nx\n"), int)
    assert 2 == len(lines)
    with pytest.raises(ValueError, match="x"):
        list(lines)

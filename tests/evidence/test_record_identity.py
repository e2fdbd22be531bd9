"""What names an official record for good, so that it can be taken back."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace

import pytest

from evidence.codec import decode, encode
from evidence.places import Place
from evidence.register import OfficialRecord, RecordSource, record_identity

RECORD = OfficialRecord(
    "ZL202010430096.0", RecordSource.REVIEW_BODY, "cpquery", Place("cnipa/结果.png", 1)
)
MOMENT = dt.datetime(2024, 4, 8, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def test_identity_is_of_what_is_stated_and_survives_keeping():
    dated = replace(RECORD, brought_at=MOMENT, inventors=("周建民",))
    kept = decode(OfficialRecord, encode(OfficialRecord, dated))
    assert record_identity(dated) == record_identity(kept)


def test_a_field_that_holds_its_default_is_no_part_of_the_identity():
    """Records that lie in var/registers/ keep their names when the class gets a field more."""
    stated = (
        '{"patent_number":"ZL202010430096.0","source":"review_body","site":"cpquery",'
        '"place":{"upload":"cnipa/结果.png","page":1}}'
    )
    assert hashlib.sha256(stated.encode()).hexdigest() == record_identity(RECORD)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "一种支架"},
        {"doubts": ("title",)},
        {"brought_by": "clerk"},
        {"as_of": MOMENT},
        {"place": Place("cnipa/结果.png", 2)},
    ],
)
def test_whatever_a_record_states_changes_its_identity(change):
    assert record_identity(RECORD) != record_identity(replace(RECORD, **change))

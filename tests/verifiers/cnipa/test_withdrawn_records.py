"""Records are taken back beside what is kept: files are added, never changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from evidence.errors import DataError
from evidence.places import Place
from evidence.register import OfficialRecord, RecordSource, Withdrawal, record_identity
from verifiers.cnipa.files import (
    append_records,
    append_withdrawals,
    kept_records,
    load_records,
    withdrawn_records,
)

WRONG = OfficialRecord(
    "ZL202010430096.0", RecordSource.REVIEWER, "cpquery", Place("official/1/a.png", 1)
)
RIGHT = replace(WRONG, title="一种支架", place=Place("official/2/a.png", 1))
NOON = dt.datetime(2024, 4, 9, 12, tzinfo=dt.UTC)


def _withdrawal(record, at=NOON, reason="查错了号码"):
    return Withdrawal(record_identity(record), reason, "李敏", at)


@pytest.fixture
def folder(tmp_path):
    append_records(tmp_path, [WRONG, RIGHT])
    return tmp_path


def test_what_was_taken_back_is_kept_and_no_longer_loaded(folder):
    before = {path: path.read_bytes() for path in folder.rglob("*.jsonl")}
    append_withdrawals(folder, [_withdrawal(WRONG)])
    assert [RIGHT] == load_records(folder)
    assert [WRONG, RIGHT] == kept_records(folder)
    assert [(WRONG, _withdrawal(WRONG))] == withdrawn_records(folder)
    assert before.items() <= {path: path.read_bytes() for path in folder.rglob("*.jsonl")}.items()


def test_of_two_withdrawals_the_first_one_is_told(folder):
    later = _withdrawal(WRONG, NOON + dt.timedelta(hours=1), "再次撤回")
    append_withdrawals(folder, [later])
    append_withdrawals(folder, [_withdrawal(WRONG)])
    assert ["查错了号码"] == [withdrawal.reason for _, withdrawal in withdrawn_records(folder)]


def test_a_withdrawal_of_what_was_never_brought_changes_nothing(folder):
    append_withdrawals(folder, [_withdrawal(replace(WRONG, title="别的"))])
    assert [WRONG, RIGHT] == load_records(folder)
    assert [] == withdrawn_records(folder)


def test_a_damaged_withdrawal_stops_and_lets_nothing_pass(folder):
    """Else a record that was taken back would count again."""
    append_withdrawals(folder, [_withdrawal(WRONG)]).write_text("{", encoding="utf-8")
    with pytest.raises(DataError, match="E-RECORD"):
        load_records(folder)

"""Taking official results back: what was brought by mistake stays kept and carries nothing."""

from __future__ import annotations

import datetime as dt

from evidence.errors import Problem, UploadError
from evidence.register import OfficialRecord, Withdrawal, record_identity
from pipeline.home import Home
from pipeline.official.kept import kept_results
from verifiers.cnipa.files import append_withdrawals, kept_records, load_withdrawals

_SHORTEST = 8
"""Characters of a record's identity that name it, where no other begins so."""


def withdraw(
    home: Home, named: str, reason: str, by: str, at: dt.datetime
) -> tuple[list[OfficialRecord], list[OfficialRecord]]:
    """Take back a record, or every record of an import or typed-in result.

    Gives the records named, and those of them that stood until now. Raises UploadError
    (`E-CNIPA-UNKNOWN`) where nothing kept has that name.
    """
    records = _named(home, named)
    withdrawn = {one.record for one in load_withdrawals(home.registers)}
    standing = [one for one in records if record_identity(one) not in withdrawn]
    append_withdrawals(
        home.registers, [Withdrawal(record_identity(one), reason, by, at) for one in standing]
    )
    return records, standing


def _named(home: Home, named: str) -> list[OfficialRecord]:
    if "/" not in named and (kept := kept_results(home, named)) is not None:
        return list(kept.records)
    found = {
        record_identity(one): one
        for one in kept_records(home.registers)
        if len(named) >= _SHORTEST and record_identity(one).startswith(named.lower())
    }
    if len(found) != 1:
        raise UploadError(_unknown(named, len(found)))
    return list(found.values())


def _unknown(named: str, found: int) -> Problem:
    if found:
        return Problem(
            "E-CNIPA-UNKNOWN",
            f"有 {found} 条记录以“{named}”开头；请多写几位。",
            f"{found} records begin with “{named}”; write more of it.",
        )
    return Problem(
        "E-CNIPA-UNKNOWN",
        f"没有编号为“{named}”的导入或记录；编号见导入时的输出。",
        f"No import or record is called “{named}”; `heyan cnipa import` prints their names.",
    )

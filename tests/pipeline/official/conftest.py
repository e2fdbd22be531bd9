from __future__ import annotations

import pytest

from pipeline.batches import take_batch
from pipeline.definitions import defs
from pipeline.resources import Heyan, LogListeners
from pipeline.runs import execute, register

HEADER = (
    "申请号,发明名称,专利类型,申请人,发明人,申请日,授权公告号,授权公告日,法律状态,案件状态,查询时间"
)
ROW = "{number},一种装置,发明专利,新乡市公路管理局,{inventors},2020-05-20,CN111472379B,2021-06-01,授权,专利权维持,2024-04-10 09:31"
CLAIMED, OTHERS, NOBODYS = "ZL202010430096.0", "ZL201921234567.X", "ZL201728811234.4"


def export(*numbers, inventors="张立军"):
    """The bytes of an export that shows these patents."""
    rows = [ROW.format(number=number.removeprefix("ZL"), inventors=inventors) for number in numbers]
    return "\n".join([HEADER, *rows, ""]).encode()


@pytest.fixture
def heyan(desk):
    return Heyan(state=str(desk.state))


@pytest.fixture
def concluded(home, heyan, instance, make_batch):
    """Makes a batch in which each applicant claims a patent, and processes it to the end."""

    def make(batch_id="test-001", claims=None, files=None):
        claims = claims or {"A1": CLAIMED, "A2": OTHERS}
        people = dict.fromkeys(claims, "张立军")
        folder = make_batch(batch_id, people, files or {"uploads/A1/空.png": b""})
        with (folder / "claims.csv").open("a", encoding="utf-8") as table:
            for number, (applicant, patent) in enumerate(claims.items(), start=1):
                table.write(f"{applicant},{number},5,一种装置,,,,,2021-06-01,,{patent},发明,1\n")
        entry = take_batch(folder, home)
        register(instance, entry)
        progress = {"progress": LogListeners()}
        for shard in entry.shards:
            execute(instance, defs.resolve_job_def("check_shard"), shard, {}, progress)
        execute(instance, defs.resolve_job_def("conclude_batch"), entry.id, {}, {})
        return entry

    return make

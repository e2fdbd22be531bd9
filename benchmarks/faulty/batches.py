"""Batches of several shards whose files nobody else has, so that each is a case of its own."""

from __future__ import annotations

import csv
from pathlib import Path

from benchmarks.faulty.pages import PAGES, name_of, page

APPLICANTS, FILES = 24, 12
"""Of a batch, and of each applicant."""
SHARD_UPLOADS = 72
"""Uploads of a shard: six applicants, a quarter of the batch."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_COLUMNS = [
    "申报编号",
    "姓名",
    "性别",
    "身份证号",
    "出生年月",
    "文化程度",
    "参加工作时间",
    "工作单位",
    "主管部门",
    "地区",
    "现岗位工种",
    "现岗位等级",
    "现等级聘任时间",
    "现等级证书取得时间",
    "申报岗位工种",
    "申报岗位等级",
    "年度考核2019",
    "年度考核2020",
    "年度考核2021",
    "年度考核2022",
    "年度考核2023",
    "优秀共产党员年度",
    "是否存在禁止申报的情形",
    "单位审核意见",
    "主管部门意见",
    "公示开始",
    "公示结束",
]
_REST = [
    "1974-03",
    "高中",
    "1994-07",
    "新乡市公路管理局",
    "新乡市交通运输局",
    "新乡市",
    "汽车驾驶员",
    "二级",
    "2013-09-01",
    "2013-06-18",
    "汽车驾驶员",
    "一级",
    "合格",
    "优秀",
    "合格",
    "优秀",
    "合格",
    "",
    "否",
    "同意",
    "同意",
    "2024-03-21",
    "2024-03-28",
]
_CLAIM_COLUMNS = [
    "申报编号",
    "序号",
    "条件",
    "名称",
    "授予单位",
    "文件名称",
    "发文字号",
    "证书编号",
    "取得日期",
    "等次",
]


def batch_name(number: int) -> str:
    """The id of the batch of that number."""
    return f"faults-{number:03}"


def make_batch(folder: Path, number: int) -> Path:
    """A batch of four shards; pages, people and files of each number are others."""
    root = folder / batch_name(number)
    people, claims = [], []
    for place in range(APPLICANTS):
        serial = number * APPLICANTS + place
        name = f"P{serial:05}"
        people.append([name, name_of(serial), "男", _identity(serial), *_REST])
        claims.append(
            [
                name,
                "1",
                "6",
                f"第{serial}号先进个人",
                "新乡市人民政府",
                "",
                "",
                "",
                "2023-05-08",
                "",
            ]
        )
        own = root / "uploads" / name
        own.mkdir(parents=True)
        for file in range(PAGES):
            (own / f"{file:02}.png").write_bytes(page(serial * PAGES + file + 1))
        for file in range(PAGES, FILES):
            (own / f"{file:02}.txt").write_text(f"{name} {file}\n")
    (root / "batch.toml").write_text("received_at = 2024-04-12T17:30:00+08:00\n")
    _table(root / "applications.csv", _COLUMNS, people)
    _table(root / "claims.csv", _CLAIM_COLUMNS, claims)
    return root


def pages_of(number: int) -> range:
    """The numbers on the pages of a batch."""
    first = number * APPLICANTS * PAGES + 1
    return range(first, first + APPLICANTS * PAGES)


def _identity(serial: int) -> str:
    """An identity number that holds: place, day of birth, serial, check digit (GB 11643)."""
    day, order = divmod(serial, 500)
    digits = f"41070219740{3 + day // 28}{day % 28 + 1:02}{order * 2 + 1:03}"[:17]
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    return digits + "10X98765432"[total % 11]


def _table(path: Path, columns: list[str], rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])

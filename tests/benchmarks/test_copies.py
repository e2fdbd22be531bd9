"""Whether copies of the sample are other people with other papers, and need is computed as told."""

import random

from benchmarks.capacity import Measured, need
from benchmarks.copies.swaps import Swaps, known_texts
from evidence.identity_numbers import parse_identity_number
from evidence.patent_numbers import parse_patent_number


def test_a_copy_has_other_numbers_that_hold_and_are_as_long():
    """Each character of a reading has a place of its own, and a wrong check digit is a finding."""
    before = (
        "姓名 张立军 身份证号41070219740312151X 专利号 ZL 2018 1 0723456.7 编号豫技师2020110092"
    )
    number = parse_patent_number("201810723456")
    before = before.replace("0723456.7", f"0723456.{number.completed.normal[-1]}")
    swaps = Swaps(random.Random(1))  # noqa: S311  no secret
    known_texts(
        swaps,
        [
            ("姓名", "张立军"),
            ("身份证号", "41070219740312151X"),
            ("patent_number", number.completed.normal),
            ("certificate_number", "豫技师2020110092"),
        ],
    )
    after = swaps.applied_to(before)
    assert len(before) == len(after)
    words = after.split()
    assert "张" == words[1][0]
    assert "张立军" != words[1]
    identity = words[2].removeprefix("身份证号")
    assert "19740312" == identity[6:14]
    assert identity == parse_identity_number(identity).number != "41070219740312151X"
    assert parse_patent_number("".join(words[4:8])).check_holds
    assert "0723456" not in after
    assert words[8].startswith("编号豫技师")
    assert "2020110092" not in after


def test_need_grows_with_the_pages():
    """Ten times the pages take ten times the cores and the disk."""
    measured = Measured(*[1.0] * 16)
    less, more = (need(measured, pages, 24, 1e6, 200) for pages in (100_000, 1_000_000))
    assert (10, 10) == (more.runs // less.runs, round(more.core_hours / less.core_hours))
    assert 100_000 * (3 + 1 / 200) / 3600 == less.core_hours
    assert 10 * less.gib["uploads"] == more.gib["uploads"]

"""What the register of bodies must not say: items, regions, names of two bodies, terms out of order."""

from __future__ import annotations

import datetime as dt

import pytest

from evidence.errors import DataError
from tests.verifiers.test_register_of_bodies import AUTHORITIES, ON, ROW, register
from verifiers.authorities import MatchStatus
from verifiers.authorities.entries import FormerName


def refused(*rows):
    with pytest.raises(DataError) as error:
        register(*rows)
    return error.value.code, error.value.problem.zh


@pytest.mark.parametrize(
    ("kind", "level", "allowed"),
    [
        ("party_committee", "provincial", {1}),
        ("government", "provincial", {1}),
        ("working_department", "provincial", {1}),
        ("trade_union", "provincial", {2}),
        ("hr_department", "provincial", {1, 3, 4}),
        ("working_department", "national", {1}),
        ("trade_union", "national", {2}),
        ("hr_department", "national", {1, 3, 4}),
        ("government", "prefecture", {1}),
        ("working_department", "prefecture", set()),
        ("trade_union", "prefecture", set()),
        ("hr_department", "prefecture", {3, 4}),
        ("hr_department", "direct_county", {3, 4}),
        ("trade_union", "direct_county", set()),
        ("government", "direct_county", {1}),
    ],
)
def test_a_body_counts_only_for_items_that_its_kind_and_level_carry(kind, level, allowed):
    """(四)6(1) to (4), 附件1 第三、七、八条."""
    region = {
        "national": "全国",
        "provincial": "河南省",
        "prefecture": "新乡市",
        "direct_county": "长垣市",
    }
    base = {**ROW, "name": "甲乙丙丁", "kind": kind, "level": level, "region": region[level]}
    for item in (1, 2, 3, 4):
        row = {**base, "counts_for": [item]}
        if item in allowed:
            assert register(row).entries
        else:
            code, said = refused(row)
            assert "E-AUTHORITIES-COUNTS" == code
            assert f"({item})" in said
    assert register({**base, "counts_for": sorted(allowed)}).entries


@pytest.mark.parametrize(
    ("change", "ok"),
    [
        ({"level": "national", "region": "全国"}, True),
        ({"level": "national", "region": "河南省"}, False),
        ({"level": "national", "region": "全国", "parent": "河南省"}, False),
        ({"level": "provincial", "region": "河南省"}, True),
        ({"level": "provincial", "region": "新乡市"}, False),
        ({"level": "provincial", "region": "某某省"}, False),
        ({"level": "prefecture", "region": "新乡市"}, True),
        ({"level": "prefecture", "region": "红旗区"}, False),
        ({"level": "direct_county", "region": "长垣市"}, True),
        ({"level": "direct_county", "region": "长垣市", "parent": "新乡市"}, True),
        ({"level": "direct_county", "region": "长垣市", "parent": "开封市"}, False),
        ({"level": "direct_county", "region": "红旗区"}, False),
    ],
)
def test_the_region_is_a_place_of_the_entrys_level(change, ok):
    row = {**ROW, "name": "甲乙丙丁", "counts_for": [], **change}
    if ok:
        assert register(row).entries
    else:
        assert "E-AUTHORITIES-REGION" == refused(row)[0]


@pytest.mark.parametrize(
    ("name", "kind", "ok"),
    [
        ("新乡市人民政府", "government", True),
        ("红旗区人民政府", "government", False),
        ("中共红旗区委", "party_committee", False),
        ("甲乙丙丁", "government", True),  # not understood: nothing speaks against it
        ("红旗区教育局", "working_department", True),  # departments may be doubtful
    ],
)
def test_a_committee_or_government_is_by_its_name_no_countys(name, kind, ok):
    row = {
        **ROW,
        "name": name,
        "kind": kind,
        "level": "prefecture",
        "region": "新乡市",
        "counts_for": [],
    }
    if ok:
        assert register(row).entries
    else:
        assert "E-AUTHORITIES-NAME" == refused(row)[0]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"aliases": ["甲甲甲甲"]}, {"aliases": ["甲甲甲甲"]}),
        ({"aliases": ["甲甲甲甲"]}, {"bare_aliases": ["甲甲甲甲"]}),
        ({"aliases": ["甲甲甲甲"]}, {"ambiguous_aliases": ["甲甲甲甲"]}),
        ({"bare_aliases": ["甲甲甲甲"]}, {"former_names": [{"name": "甲甲甲甲"}]}),
        ({"ambiguous_aliases": ["甲甲甲甲"]}, {"former_names": [{"name": "甲甲甲甲"}]}),
    ],
)
def test_no_name_in_whatever_form_belongs_to_two_bodies(first, second):
    other = {**ROW, "name": "河南省戊己厅"}
    code, said = refused({**ROW, **first}, {**other, **second})
    assert "E-AUTHORITIES-TWICE" == code
    assert ROW["name"] in said
    assert other["name"] in said


@pytest.mark.parametrize(
    "forms",
    [
        {"aliases": ["甲甲甲甲"], "bare_aliases": ["甲甲甲甲"]},
        {"aliases": ["甲甲甲甲"], "former_names": [{"name": "甲甲甲甲"}]},
        {"bare_aliases": ["甲甲甲甲"], "ambiguous_aliases": ["甲甲甲甲"]},
    ],
)
def test_no_name_stands_twice_at_one_body(forms):
    assert "E-AUTHORITIES-TWICE" == refused({**ROW, **forms})[0]


def test_two_spellings_of_one_name_are_one_name():
    rows = {**ROW, "aliases": ["中共甲甲甲", "中国共产党甲甲甲"]}
    assert register(rows).entries


@pytest.mark.parametrize(
    ("former", "ok"),
    [
        ({"from": 2005, "until": 2005}, True),
        ({"from": 2006, "until": 2005}, False),
        ({"from": 2006}, True),
        ({"until": 2005}, True),
    ],
)
def test_a_former_names_years_are_in_order(former, ok):
    row = {**ROW, "former_names": [{"name": "河南旧名", **former}]}
    if ok:
        assert register(row).entries
    else:
        assert "E-AUTHORITIES-YEARS" == refused(row)[0]


@pytest.mark.parametrize("end", ["valid_until", "uncertain_after"])
def test_a_term_does_not_end_before_it_begins(end):
    assert register({**ROW, "valid_from": "2014-01-01", end: "2014-01-01"}).entries
    assert register({**ROW, end: "2014-01-01"}).entries
    row = {**ROW, "valid_from": "2014-01-01", end: "2013-12-31"}
    assert "E-AUTHORITIES-VALIDITY" == refused(row)[0]


def test_every_column_of_the_register_is_read():
    row = {
        **ROW,
        "aliases": ["甲甲甲甲"], "bare_aliases": ["乙乙乙乙"], "ambiguous_aliases": ["丙丙丙丙"],
        "former_names": [{"name": "丁丁丁丁", "from": 2000, "until": 2005, "approximate": True}, {"name": "戊戊戊戊"}],
        "named_since": 2006, "uncertain": True, "valid_from": "2006-01-01",
        "valid_until": "2020-12-31", "uncertain_after": "2019-12-31", "note": "注",
    }  # fmt: skip
    (entry,) = register(row).entries
    assert (("甲甲甲甲",), ("乙乙乙乙",), ("丙丙丙丙",)) == (
        entry.aliases, entry.bare_aliases, entry.ambiguous_aliases,
    )  # fmt: skip
    assert (
        FormerName("丁丁丁丁", 2000, 2005, True),
        FormerName("戊戊戊戊", None, None, False),
    ) == entry.former_names
    assert (2006, True, "注", "notice") == (
        entry.named_since, entry.uncertain, entry.note, entry.source,
    )  # fmt: skip
    assert (dt.date(2006, 1, 1), dt.date(2020, 12, 31), dt.date(2019, 12, 31)) == (
        entry.valid_from, entry.valid_until, entry.uncertain_after,
    )  # fmt: skip
    (plain,) = register(ROW).entries
    assert (None, False, "", "", None, None, None) == (
        plain.named_since, plain.uncertain, plain.note, plain.parent,
        plain.valid_from, plain.valid_until, plain.uncertain_after,
    )  # fmt: skip


def test_a_near_name_excluded_by_its_kind_is_told_with_its_suggestions():
    found = AUTHORITIES.match("新乡县人民政府", ON)
    assert MatchStatus.EXCLUDED is found.status
    assert "新乡市人民政府" in found.suggestions
    assert found.excluded_by is not None
    assert (found.article, found.why, found.why_en) == (
        found.excluded_by.article, found.excluded_by.why, found.excluded_by.why_en,
    )  # fmt: skip

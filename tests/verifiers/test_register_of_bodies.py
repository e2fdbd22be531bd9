"""The register of bodies: near names, terms, former names, and what is told of a name."""

from __future__ import annotations

import pytest
import yaml

from evidence.dates import parse_date
from verifiers.authorities import load_authorities
from verifiers.authorities.entries import FormerName
from verifiers.authorities.explaining import explain
from verifiers.authorities.whitelist import authorities_from

AUTHORITIES = load_authorities()
ON = parse_date("2018-05-01")


@pytest.mark.parametrize(
    ("since", "until", "approximate", "on", "covered"),
    [
        (2005, 2010, False, "2005", True),
        (2005, 2010, False, "2004-12-31", False),
        (2005, 2010, False, "2010-12-31", True),
        (2005, 2010, False, "2011", False),
        (2005, 2010, True, "2005", False),  # the year may be wrong by one
        (2005, 2010, True, "2006", True),
        (2005, 2010, True, "2009", True),
        (2005, 2010, True, "2010", False),
        (None, 2010, False, "1950", True),
        (None, 2010, True, "2010", False),
        (2005, None, False, "2006", False),  # an unknown end covers nothing
        (2005, 2010, False, None, False),
    ],
)
def test_a_former_name_covers_the_years_in_which_it_was_surely_borne(
    since, until, approximate, on, covered
):
    former = FormerName("旧名", since, until, approximate)
    assert covered is former.covers(parse_date(on) if on else None)


ROW = {
    "name": "河南省甲乙丙丁厅",
    "level": "provincial",
    "kind": "working_department",
    "region": "河南省",
    "counts_for": [1],
    "source": "notice",
}


def register(*rows):
    return authorities_from(yaml.safe_dump({"authorities": list(rows)}, allow_unicode=True))


def status(row, name=ROW["name"], on=ON, **known):
    found = register({**ROW, **row}).match(name, on, **known)
    return found.status.value, found.why


EXACT = ("exact", "")


@pytest.mark.parametrize(
    ("row", "on", "expected"),
    [
        ({}, "2018-05-01", EXACT),
        ({}, None, EXACT),
        ({"named_since": 2018}, "2018-01-01", EXACT),
        ({"named_since": 2018}, "2017-12-31", "颁发日期早于该名称启用"),
        ({"named_since": 2018}, None, "颁发日期早于该名称启用"),
        ({"valid_from": "2018-05-01"}, "2018-05-01", EXACT),
        ({"valid_from": "2018-05-01"}, "2018-05", EXACT),
        ({"valid_from": "2018-05-02"}, "2018-05", "颁发日期不在该机关存续期间内"),
        ({"valid_from": "2018-05-02"}, "2018-05-01", "颁发日期不在该机关存续期间内"),
        ({"valid_until": "2018-05-31"}, "2018-05", EXACT),
        ({"valid_until": "2018-05-30"}, "2018-05", "颁发日期不在该机关存续期间内"),
        ({"uncertain_after": "2018-05-01"}, "2018-05-01", EXACT),
        ({"uncertain_after": "2018-05-01"}, "2018-05-02", "颁发日期不在该机关存续期间内"),
        ({"valid_until": "2019-01-01", "uncertain_after": "2018-01-01"}, "2018-06-01",
         "颁发日期不在该机关存续期间内"),
        ({"valid_until": "2018-01-01", "uncertain_after": "2019-01-01"}, "2018-06-01",
         "颁发日期不在该机关存续期间内"),
        ({"uncertain": True}, "2018-05-01", "是否属于党委、政府或其工作部门尚有争议"),
    ],
)  # fmt: skip
def test_a_listed_name_is_sure_within_its_time(row, on, expected):
    found = status(row, on=parse_date(on) if on else None)
    assert (EXACT if expected is EXACT else ("uncertain", expected)) == found


@pytest.mark.parametrize(
    ("form", "name", "known", "expected"),
    [
        ("aliases", "甲乙厅", False, EXACT),
        ("bare_aliases", "省甲乙厅", False, ("uncertain", "简称未写明省份")),
        ("bare_aliases", "省甲乙厅", True, EXACT),
        ("ambiguous_aliases", "甲乙", False, ("uncertain", "简称不唯一")),
        ("ambiguous_aliases", "甲乙", True, ("uncertain", "简称不唯一")),
    ],
)
def test_each_form_of_a_name_is_as_sure_as_it_is_clear(form, name, known, expected):
    assert expected == status({form: [name]}, name, province_known=known)


@pytest.mark.parametrize(
    ("form", "known", "shared"),
    [
        ("aliases", False, False),
        ("bare_aliases", False, True),
        ("bare_aliases", True, False),
        ("ambiguous_aliases", True, True),
    ],
)
def test_which_names_are_shared_by_other_bodies(form, known, shared):
    row = {**ROW, form: ["甲乙丙"], "uncertain": True}
    assert shared is register(row).match("甲乙丙", ON, province_known=known).shared


def test_a_former_name_is_sure_in_its_years_whenever_the_present_one_began():
    former = [{"name": "河南省旧厅", "from": 2000, "until": 2017}]
    row = {"former_names": former, "named_since": 2018}
    assert EXACT == status(row, "河南省旧厅", parse_date("2017"))
    doubt = ("uncertain", "曾用名与颁发日期不能对应")
    assert doubt == status(row, "河南省旧厅", parse_date("2018"))
    assert doubt == status(row, "河南省旧厅", None)


def test_a_direct_county_outside_its_term_is_told_as_one():
    row = {
        "name": "长垣市人民政府",
        "level": "direct_county",
        "kind": "government",
        "region": "长垣市",
        "uncertain_after": "2021-12-31",
    }
    assert EXACT == status(row, row["name"], parse_date("2021-12-31"))
    late = status(row, row["name"], parse_date("2022-01-01"))
    assert ("uncertain", "颁发日期不在已核实的省直管期间内") == late


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("新乡市人民玫府", ("新乡市人民政府",)),
        ("乡新市人民政府", ("新乡市人民政府",)),  # neighbours that changed places count as one
        ("新乡市人民府政", ("新乡市人民政府",)),
        ("新乡巿入民政府", ()),  # seven characters: one away at most
        ("新乡市人民政俯某", ("新乡市人民政府",)),  # eight: two away
        ("中共新乡巿委", ("中共新乡地委", "中共新乡市委")),
        ("中共新多巿委", ()),
        ("某某某某某某某某某某", ()),
    ],
)
def test_near_names_are_one_character_away_and_two_where_the_name_is_long(name, near):
    assert near == AUTHORITIES.near(name)


def test_of_many_near_names_three_are_told_the_nearest_first():
    rows = [
        {**ROW, "name": name, "kind": "working_department"}
        for name in (
            "甲乙丙丁戊己庚厅",
            "甲乙丙丁戊己辛厅",
            "甲乙丙丁戊己壬厅",
            "甲乙丙丁戊己癸局",
            "甲乙丙丁戊子庚厅",
        )
    ]
    found = register(*rows)
    near = found.near("甲乙丙丁戊己癸厅")
    assert 3 == len(near)
    assert "甲乙丙丁戊己癸局" in near
    far = found.near("甲乙丙丁戊丑癸局")
    assert ("甲乙丙丁戊己癸局",) == far[:1]
    assert near == found.near("甲乙丙丁戊己癸厅")  # asked again


def test_a_name_asked_again_in_another_spelling_is_told_in_that_spelling():
    first = AUTHORITIES.match("红旗区人民政府")
    again = AUTHORITIES.match(" 红旗区 人民政府 ")
    assert ("红旗区人民政府", " 红旗区 人民政府 ") == (first.name, again.name)
    assert first.excluded_by == again.excluded_by


def explained(name, on=ON):
    one = explain(AUTHORITIES, name, on)
    return one.decision.value, one.items, one.source.value if one.source else None


@pytest.mark.parametrize(
    ("name", "decision", "items", "source"),
    [
        ("新乡市人民政府", "match", (1,), "gb2260"),
        ("新乡市政府", "match", (1,), "general_knowledge"),  # an alias
        ("国务院", "match", (1,), "general_knowledge"),
        ("中华人民共和国国务院", "match", (1,), "notice"),
        ("河南省人力资源和社会保障厅", "match", (1, 3, 4), None),
        ("新乡市总工会", "mismatch", (), None),  # listed, and counts for nothing
        ("共青团河南省委", "unsure", (), None),
        ("红旗区人民政府", "mismatch", (), None),
        ("新乡市人民政府办公室", "unsure", (), None),
        ("新乡市人民玫府", "unsure", (), None),
        ("某某", "unsure", (), None),
    ],
)
def test_what_a_name_is_decided_to_be(name, decision, items, source):
    found = explained(name)
    assert (decision, items) == found[:2]
    if source:
        assert source == found[2]


@pytest.mark.parametrize(
    ("name", "kind", "article", "says"),
    [
        ("新乡市人民政府", "government", False, False),
        ("新乡市总工会", "city_trade_union", True, True),
        ("红旗区人民政府", "county_leaders", True, True),
        ("共青团河南省委", "disputed_high", True, True),  # doubtful by what it is
        ("省政府", "government", False, True),  # doubtful by how it is written
        ("新乡市先进集体", "collective_honour", True, True),
        ("新乡市人民玫府", None, False, False),
        ("某某市人民政府", "city_unlisted", False, True),
        ("新蔡区人民政府", "county_leaders", False, False),  # perhaps 新蔡县 misread
        ("某某某", None, False, False),
    ],
)
def test_why_a_name_does_not_count_is_told_by_its_kind_where_that_speaks(name, kind, article, says):
    one = explain(AUTHORITIES, name, ON)
    assert kind == (one.kind.id if one.kind else None)
    assert article == bool(one.article)
    assert (says, says) == tuple(map(bool, one.why))


def test_what_is_no_body_is_asked_only_of_what_is_no_body():
    body = explain(AUTHORITIES, "新乡市人民政府")
    assert (True, None) == (body.body is not None, body.no_body)
    honour = explain(AUTHORITIES, "新乡市先进集体")
    assert (None, True) == (honour.body, honour.no_body is not None)


def test_the_nearest_names_do_not_name_the_name_itself():
    one = explain(AUTHORITIES, "河南省民政厅", ON)
    assert "河南省民政厅" not in one.nearest
    assert one.nearest
    assert "新乡市人民政府" in explain(AUTHORITIES, "新乡县人民政府").nearest
    assert (" 新乡市人民政府", "新乡市人民政府") == (
        explain(AUTHORITIES, " 新乡市人民政府").name,
        explain(AUTHORITIES, " 新乡市人民政府").normal,
    )

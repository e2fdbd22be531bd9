"""The whitelist: whole names only, at their time, and nothing near or contained."""

from __future__ import annotations

from collections import Counter

import pytest
import yaml

from evidence.dates import parse_date
from evidence.errors import DataError
from verifiers.authorities import MatchStatus, load_authorities
from verifiers.authorities.distance import edit_distance
from verifiers.authorities.names import normal_name, seal_name
from verifiers.authorities.whitelist import authorities_from

AUTHORITIES = load_authorities()
ON = parse_date("2018-05-01")


def match(name, on=ON, **known):
    return AUTHORITIES.match(name, on, **known)


def test_every_listed_name_and_alias_is_found_whole():
    assert len(AUTHORITIES.entries) == 296
    for entry in AUTHORITIES.entries:
        for name in (entry.name, *entry.aliases):
            expected = MatchStatus.UNCERTAIN if entry.uncertain else MatchStatus.EXACT
            assert (match(name).status, match(name).entry) == (expected, entry), name


def test_one_character_less_more_or_other_is_never_a_match():
    """Confusable characters stand in for reading errors and for forgeries."""
    confusable = dict(
        zip(
            "乡市人政府省委员会河南郑州国中共局厅部公安",
            "多巿入玫俯肖季贝会柯楠关川园申供居厂郎么按",
            strict=True,
        )
    )
    listed = {normal_name(name) for entry in AUTHORITIES.entries for name in _all(entry)}
    tried = 0
    for entry in AUTHORITIES.entries:
        for name in (entry.name, *entry.aliases):
            at = sum(map(ord, name)) % len(name)
            variants = {
                name[:at] + name[at + 1 :],
                name[:at] + name[at] + name[at:],
                name[:at] + confusable.get(name[at], "某") + name[at + 1 :],
                "某" + name,
                name + "某",
            }
            for variant in variants - {name}:
                if normal_name(variant) not in listed:
                    tried += 1
                    assert match(variant).status is not MatchStatus.EXACT, variant
    assert tried > 3000


def _all(entry):
    return (
        entry.name, *entry.aliases, *entry.bare_aliases, *entry.ambiguous_aliases,
        *(former.name for former in entry.former_names),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("新乡市人民政府", MatchStatus.EXACT),
        (" 新 乡 市 人 民 政 府 ", MatchStatus.EXACT),
        ("新乡市人民政府（盖章）", MatchStatus.EXACT),
        ("中国共产党新乡市委员会", MatchStatus.EXACT),
        ("中共新乡市委员会", MatchStatus.EXACT),
        ("中共新乡市委", MatchStatus.EXACT),
        ("新乡市总工会", MatchStatus.EXACT),
        ("红旗区人民政府", MatchStatus.EXCLUDED),
        ("新乡市红旗区人民政府", MatchStatus.EXCLUDED),
        ("中共红旗区委", MatchStatus.EXCLUDED),
        ("新乡市人民政府办公室", MatchStatus.EXCLUDED),
        ("新乡市教育局", MatchStatus.EXCLUDED),
        ("中共新乡市委组织部", MatchStatus.EXCLUDED),
        ("新乡县人民政府", MatchStatus.EXCLUDED),
        ("林州市人民政府", MatchStatus.EXCLUDED),
        ("延津县石婆固镇人民政府", MatchStatus.EXCLUDED),
        ("新乡经济技术开发区管理委员会", MatchStatus.EXCLUDED),
        ("河南省交通运输厅人事处", MatchStatus.EXCLUDED),
        ("河南省公路事业发展中心", MatchStatus.EXCLUDED),
        ("河南省公路学会", MatchStatus.EXCLUDED),
        ("国网河南省电力公司", MatchStatus.EXCLUDED),
        ("山东省人民政府", MatchStatus.EXCLUDED),
        ("郑州航空港经济综合实验区管理委员会", MatchStatus.EXCLUDED),
        ("共青团河南省委", MatchStatus.UNCERTAIN),
        ("省政府", MatchStatus.UNCERTAIN),
        ("国资委", MatchStatus.UNCERTAIN),
        ("新乡市人民玫府", MatchStatus.NEAR),
        ("新多市人民政府", MatchStatus.NEAR),
        ("人民政府", MatchStatus.NEAR),
        ("新乡市", MatchStatus.NEAR),
        ("关于新乡市人民政府的决定", MatchStatus.UNKNOWN),
        ("新乡市人民政府新乡市人民政府", MatchStatus.UNKNOWN),
        ("", MatchStatus.UNKNOWN),
    ],
)
def test_adversarial_names(name, status):
    assert match(name).status is status


def test_a_miss_is_explained_with_its_article_and_near_names():
    found = match("红旗区人民政府")
    assert "第四条" in found.article
    assert "低于省辖市级" in found.why
    assert match("新乡市人民玫府").suggestions == ("新乡市人民政府",)
    assert match("新乡县人民政府").suggestions[0] == "新乡市人民政府"


def test_the_whitelist_comes_before_the_counter_examples():
    for name in (
        "济源产城融合示范区管理委员会",
        "中国人民银行",
        "国家税务总局",
        "水利部黄河水利委员会",
    ):
        assert match(name).entry is not None, name


@pytest.mark.parametrize(
    ("name", "known", "status"),
    [
        ("省委", False, MatchStatus.UNCERTAIN),
        ("省委", True, MatchStatus.EXACT),
        ("省总工会", True, MatchStatus.EXACT),
        ("团省委", True, MatchStatus.UNCERTAIN),
    ],
)
def test_a_bare_name_needs_its_province(name, known, status):
    assert match(name, province_known=known).status is status


@pytest.mark.parametrize(
    ("name", "on", "status"),
    [
        ("河南省交通厅", "2008-05-01", MatchStatus.EXACT),
        ("河南省交通厅", "2009-12", MatchStatus.EXACT),
        ("河南省交通厅", "2010-01", MatchStatus.UNCERTAIN),
        ("河南省国土资源厅", "1999", MatchStatus.UNCERTAIN),
        ("河南省国土资源厅", "2000", MatchStatus.EXACT),
        ("河南省国土资源厅", "2018", MatchStatus.EXACT),
        ("河南省国土资源厅", "2019", MatchStatus.UNCERTAIN),
        ("河南省国土资源厅", None, MatchStatus.UNCERTAIN),
        ("新乡市人事局", "2008", MatchStatus.EXACT),
        ("新乡市人事局", "2010", MatchStatus.UNCERTAIN),  # the year is approximate
        ("新乡市人事劳动和社会保障局", "2008", MatchStatus.UNCERTAIN),  # no years known
        ("长垣县人民政府", "2018", MatchStatus.EXACT),
        ("长垣县人民政府", "2021", MatchStatus.UNCERTAIN),
        ("长垣市人民政府", "2021-12-31", MatchStatus.EXACT),
        ("长垣市人民政府", "2022-01-01", MatchStatus.UNCERTAIN),
        ("长垣市人民政府", "2011-05-31", MatchStatus.UNCERTAIN),
        ("长垣市人民政府", None, MatchStatus.UNCERTAIN),
        ("新乡市人力资源和社会保障局", "2005", MatchStatus.UNCERTAIN),
        ("新乡市人力资源和社会保障局", "2012", MatchStatus.EXACT),
    ],
)
def test_names_hold_at_their_time(name, on, status):
    assert match(name, parse_date(on) if on else None).status is status


def test_what_each_item_counts():
    assert match("新乡市人民政府").counts_for(1)
    assert not match("新乡市总工会").counts_for(2)
    assert match("河南省总工会").counts_for(2)
    assert match("新乡市人力资源和社会保障局").counts_for(3)
    assert not match("新乡市人力资源和社会保障局").counts_for(1)
    assert not match("共青团河南省委").counts_for(1)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("★新乡市人民政府4107000012345", "新乡市人民政府"),
        ("新乡市人民政府新乡市人民政府", "新乡市人民政府"),
        ("中国共产党新乡市委员会", "中共新乡市委员会"),
    ],
)
def test_a_seals_ring_gives_a_name(text, name):
    assert seal_name(text) == name


@pytest.mark.parametrize(
    ("one", "two", "distance"),
    [
        ("新乡市", "新乡市", 0),
        ("新乡市", "新多市", 1),
        ("新乡", "新乡市", 1),
        ("甲乙丙", "丁戊己", 3),
    ],
)
def test_edit_distance(one, two, distance):
    assert edit_distance(one, two, 2) == min(distance, 3)


ENTRY = {
    "name": "新乡市人民政府",
    "level": "prefecture",
    "kind": "government",
    "region": "新乡市",
    "counts_for": [1],
    "source": "gb2260",
}


A = {
    "name": "河南省甲厅",
    "level": "provincial",
    "kind": "working_department",
    "region": "河南省",
    "counts_for": [1],
    "source": "general_knowledge",
}
B = {**A, "name": "河南省乙厅"}
C = {**A, "name": "河南省丙厅"}
UNION = {**ENTRY, "name": "新乡市总工会", "kind": "trade_union", "counts_for": []}
DIRECT = {
    **ENTRY,
    "name": "长垣市人民政府",
    "level": "direct_county",
    "region": "长垣市",
    "parent": "新乡市",
}


def _without(row, key):
    return {name: value for name, value in row.items() if name != key}


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ([ENTRY, ENTRY], "E-AUTHORITIES-TWICE"),
        (
            [ENTRY, {**ENTRY, "name": "卫辉市人民政府", "aliases": ["新乡市人民政府"]}],
            "E-AUTHORITIES-TWICE",
        ),
        ([{**ENTRY, "former_names": [{"name": "新乡市人民政府"}]}], "E-AUTHORITIES-TWICE"),
        ([{**ENTRY, "level": "county"}], "E-AUTHORITIES-SCHEMA"),
        ([{**ENTRY, "kind": "school"}], "E-AUTHORITIES-SCHEMA"),
        ([{**ENTRY, "counts_for": [7]}], "E-AUTHORITIES-SCHEMA"),
        ([{**ENTRY, "colour": "red"}], "E-AUTHORITIES-SCHEMA"),
        ([{"name": "新乡市人民政府"}], "E-AUTHORITIES-SCHEMA"),
        (
            [{**ENTRY, "former_names": [{"name": "旧名旧名", "from": 2010, "until": 2005}]}],
            "E-AUTHORITIES-YEARS",
        ),
        ([{**ENTRY, "source": "hearsay"}], "E-AUTHORITIES-SCHEMA"),
        ([_without(ENTRY, "source")], "E-AUTHORITIES-SCHEMA"),
        # A became B and B became A, under whatever name; also over three bodies.
        (
            [
                {**A, "former_names": [{"name": B["name"]}]},
                {**B, "former_names": [{"name": A["name"]}]},
            ],
            "E-AUTHORITIES-CYCLE",
        ),
        (
            [
                {**A, "former_names": [{"name": "豫乙厅"}]},
                {**B, "aliases": ["豫乙厅"], "former_names": [{"name": A["name"]}]},
            ],
            "E-AUTHORITIES-CYCLE",
        ),
        (
            [
                {**A, "former_names": [{"name": B["name"]}]},
                {**B, "former_names": [{"name": C["name"]}]},
                {**C, "former_names": [{"name": A["name"]}]},
            ],
            "E-AUTHORITIES-CYCLE",
        ),
        # One body's former name is another's own: no cycle, but a name of two bodies.
        ([{**A, "former_names": [{"name": B["name"]}]}, B], "E-AUTHORITIES-TWICE"),
        (
            [{**ENTRY, "valid_from": "2014-01-02", "valid_until": "2014-01-01"}],
            "E-AUTHORITIES-VALIDITY",
        ),
        (
            [{**ENTRY, "valid_from": "2014-01-02", "uncertain_after": "2014-01-01"}],
            "E-AUTHORITIES-VALIDITY",
        ),
        ([{**ENTRY, "counts_for": [1, 3]}], "E-AUTHORITIES-COUNTS"),
        ([{**UNION, "counts_for": [3]}], "E-AUTHORITIES-COUNTS"),
        ([{**UNION, "counts_for": [2]}], "E-AUTHORITIES-COUNTS"),  # a city's
        ([{**A, "kind": "trade_union", "counts_for": [1]}], "E-AUTHORITIES-COUNTS"),
        ([{**UNION, "kind": "hr_department", "counts_for": [1]}], "E-AUTHORITIES-COUNTS"),
        ([{**UNION, "kind": "working_department", "counts_for": [1]}], "E-AUTHORITIES-COUNTS"),
        ([{**ENTRY, "region": "新多市"}], "E-AUTHORITIES-REGION"),
        ([{**ENTRY, "region": "新乡县"}], "E-AUTHORITIES-REGION"),  # no prefecture
        ([{**ENTRY, "region": "河南省"}], "E-AUTHORITIES-REGION"),
        ([{**A, "level": "national"}], "E-AUTHORITIES-REGION"),
        ([{**DIRECT, "parent": "开封市"}], "E-AUTHORITIES-REGION"),
        ([{**ENTRY, "name": "卫辉市人民政府"}], "E-AUTHORITIES-NAME"),
        ([{**ENTRY, "name": "新乡市教育局"}], "E-AUTHORITIES-NAME"),
        ([{**A, "aliases": ["新乡市红旗区人民政府"]}], "E-AUTHORITIES-NAME"),
    ],
)
def test_a_wrong_whitelist_is_refused_with_a_code(entries, code):
    text = yaml.safe_dump({"authorities": entries}, allow_unicode=True)
    with pytest.raises(DataError) as error:
        authorities_from(text)
    assert error.value.code == code


def test_a_whitelist_that_is_no_yaml_is_refused():
    with pytest.raises(DataError) as error:
        authorities_from("authorities: [")
    assert error.value.code == "E-AUTHORITIES-YAML"


@pytest.mark.parametrize(
    "entry",
    [
        ENTRY,
        UNION,
        DIRECT,
        {**ENTRY, "valid_from": "2014-01-01", "valid_until": "2014-01-01"},
        {**A, "counts_for": []},
        {**A, "kind": "hr_department", "counts_for": [1, 3, 4]},
        {**A, "kind": "trade_union", "counts_for": [2]},
        {**UNION, "name": "新乡市人社局", "kind": "hr_department", "counts_for": [3, 4]},
        {**A, "former_names": [{"name": "河南省旧厅", "from": 2005, "until": 2005}]},
    ],
)
def test_what_stands_just_inside_the_checks_is_accepted(entry):
    text = yaml.safe_dump({"authorities": [entry]}, allow_unicode=True)
    assert [entry["name"]] == [one.name for one in authorities_from(text).entries]


@pytest.mark.parametrize(
    ("name", "on", "why"),
    [
        ("河南省甲厅", "2017-12-31", ""),
        ("河南省甲厅", "2018-01-01", "颁发日期不在该机关存续期间内"),
        ("河南省甲厅", "2017", ""),
        ("河南省甲厅", "2009-12-31", "颁发日期不在该机关存续期间内"),
        ("河南省甲厅", None, "颁发日期不在该机关存续期间内"),
        ("甲厅旧称", "2018", "颁发日期不在该机关存续期间内"),
    ],
)
def test_a_body_that_ceased_is_a_match_only_while_it_existed(name, on, why):
    """Outside its term it is listed still, and for a person to judge."""
    row = {
        **A,
        "valid_from": "2010-01-01",
        "valid_until": "2017-12-31",
        "former_names": [{"name": "甲厅旧称", "until": 2020}],
    }
    register = authorities_from(yaml.safe_dump({"authorities": [row]}, allow_unicode=True))
    found = register.match(name, parse_date(on) if on else None)
    expected = MatchStatus.UNCERTAIN if why else MatchStatus.EXACT
    assert (expected, why) == (found.status, found.why)


def test_sources_are_honest():
    """Nothing but what the notice, GB/T 2260 or a publication says claims more than knowledge."""
    sources = Counter(entry.source.value for entry in AUTHORITIES.entries)
    assert {"general_knowledge": 229, "gb2260": 34, "published": 21, "notice": 12} == sources

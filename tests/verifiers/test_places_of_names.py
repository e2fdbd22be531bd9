"""Places in names, the forms in which names are compared, and the words of the grammar."""

from __future__ import annotations

import pytest

from verifiers.authorities.chains import Chains
from verifiers.authorities.distance import edit_distance
from verifiers.authorities.kinds import load_kinds
from verifiers.authorities.names import normal_name, seal_name
from verifiers.authorities.places import PlaceLevel, load_places, places_from
from verifiers.authorities.words import load_words, words_from
from verifiers.data_files import read_data


def chains(text):
    return [
        ([place.name for place in chain], tail)
        for chain, tail in Chains(load_places(), load_words()).of(text)
    ]


def test_known_places_come_first_and_as_many_as_there_are():
    """郑州市 before a 市 of any name; nothing taken off comes last."""
    found = chains("河南省新乡市委")
    assert [(["河南省", "新乡市"], "委"), (["河南省"], "新乡市委")] == found[:2]
    assert ([], "河南省新乡市委") == found[-1]
    assert (["全国"], "委员会") == chains("全国委员会")[0]
    assert [] == chains("全国委员会")[-1][0]


def test_of_two_known_places_the_longer_is_tried_first():
    names = [place.name for place in load_places().at_start("济源产城融合示范区管委会")]
    assert ["济源产城融合示范区"] == names
    names = [place.name for place in load_places().at_start("新乡地区行署")]
    assert ["新乡地区", "新乡地"] == names
    assert [] == list(load_places().at_start("新"))
    assert ["新乡市"] == [place.name for place in load_places().at_start("新乡市")]


@pytest.mark.parametrize(
    ("name", "level", "form", "parents", "airport"),
    [
        ("河南省", PlaceLevel.PROVINCE, PlaceLevel.PROVINCE, set(), False),
        ("新乡市", PlaceLevel.PREFECTURE, PlaceLevel.PREFECTURE, set(), False),
        ("新乡地区", PlaceLevel.PREFECTURE, PlaceLevel.PREFECTURE, set(), False),
        ("新乡地", PlaceLevel.PREFECTURE, PlaceLevel.PREFECTURE, set(), False),
        ("济源示范区", PlaceLevel.PREFECTURE, PlaceLevel.ZONE, set(), False),
        ("红旗区", PlaceLevel.COUNTY, PlaceLevel.COUNTY, {"新乡市"}, False),
        ("浚县", PlaceLevel.COUNTY, PlaceLevel.COUNTY, {"安阳市", "鹤壁市"}, False),
        ("长垣市", PlaceLevel.DIRECT, PlaceLevel.DIRECT, {"新乡市"}, False),
        ("新乡高新区", PlaceLevel.ZONE, PlaceLevel.ZONE, set(), False),
        ("郑州航空港区", PlaceLevel.ZONE, PlaceLevel.ZONE, set(), True),
    ],
)
def test_the_register_of_places(name, level, form, parents, airport):
    place = load_places().places[name]
    assert (level, form, parents, airport) == (
        place.level, place.organs_of, set(place.parents), place.airport,
    )  # fmt: skip
    assert place.known
    assert ("河南省", False) == (place.province, place.bare)


def test_other_provinces_and_their_prefectures():
    places = load_places()
    assert "河南省" == places.home
    assert {"北京市", "天津市", "上海市", "重庆市"} == places.municipalities
    for name, level, province in (
        ("河北省", PlaceLevel.PROVINCE, "河北省"),
        ("石家庄市", PlaceLevel.PREFECTURE, "河北省"),
        ("北京市", PlaceLevel.PROVINCE, "北京市"),
    ):
        place = places.places[name]
        assert (level, province, True) == (place.level, place.province, place.known)
    assert max(map(len, places.places)) == places.longest


def test_where_a_name_exists_twice_the_home_provinces_place_is_meant():
    text = read_data("verifiers.authorities", "places.yaml")
    twice = places_from(text.replace("石家庄市, ", "石家庄市, 新乡市, 红旗区, ", 1))
    assert {"河南省"} == {twice.places[name].province for name in ("新乡市", "红旗区")}


def test_places_go_down_from_the_nation():
    ranks = [level.rank for level in PlaceLevel]
    assert sorted(ranks) == ranks
    assert 0 == PlaceLevel.NATION.rank < PlaceLevel.PROVINCE.rank < PlaceLevel.PREFECTURE.rank
    assert PlaceLevel.PREFECTURE.rank == PlaceLevel.CITY.rank < PlaceLevel.DIRECT.rank
    assert PlaceLevel.DIRECT.rank == PlaceLevel.COUNTY.rank < PlaceLevel.ZONE.rank
    assert PlaceLevel.ZONE.rank < PlaceLevel.TOWNSHIP.rank


@pytest.mark.parametrize(
    ("one", "two", "limit", "distance"),
    [
        ("新乡市", "新乡市", 1, 0), ("新乡市", "新乡县", 1, 1), ("新乡市", "新乡", 1, 1),
        ("新乡", "新乡市", 1, 1), ("新乡市", "乡新市", 2, 2), ("新乡市", "乡新市", 1, 2),
        ("新乡市", "某某某", 2, 3), ("新乡市", "某某某", 3, 3), ("新", "新乡市", 1, 2),
        ("新", "新乡市", 2, 2), ("新乡市", "新", 1, 2), ("", "", 0, 0), ("甲乙丙丁", "乙丙丁戊", 2, 2),
        ("新", "新乡市县", 1, 2), ("新乡市县", "新", 1, 2), ("新乡市", "某某某", 1, 2), ("新乡市", "某某某", 0, 1),
    ],
)  # fmt: skip
def test_the_distance_of_two_names_up_to_a_limit(one, two, limit, distance):
    assert distance == edit_distance(one, two, limit)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("中国共产党 新乡市委员会", "中共新乡市委员会"),
        *(
            (f"新乡市人民政府（{mark}）", "新乡市人民政府")
            for mark in ("盖章", "公章", "印章", "章", "印")
        ),
        ("新乡市人民政府(代)", "新乡市人民政府(代)"),
        ("（章）新乡市人民政府", "(章)新乡市人民政府"),
        *(
            (f"{quote}新乡市人民政府{quote}", "新乡市人民政府")
            for quote in "“”\"'‘’《》〈〉「」『』"
        ),
        ("新乡市人民政府：", "新乡市人民政府"),
    ],
)
def test_the_form_in_which_names_are_compared(text, normal):
    assert normal == normal_name(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("★新乡市人民政府4107000012345", "新乡市人民政府"),
        ("新乡市人民政府新乡市人民政府", "新乡市人民政府"),
        ("甲乙丙丁甲乙丙丁", "甲乙丙丁"),
        ("甲乙丙甲乙丙", "甲乙丙甲乙丙"),  # too short to be a name twice
        ("甲乙丙丁甲乙丙戊", "甲乙丙丁甲乙丙戊"),
        ("中国共产党新乡市委员会", "中共新乡市委员会"),
        ("NO.1", ""),
    ],
)
def test_the_name_in_a_seals_ring(text, name):
    assert name == seal_name(text)


@pytest.mark.parametrize(
    ("subject", "fits"),
    [("城市管理", True), ("市场监督", True), ("乡村振兴", True), ("某某市事务", False), ("红旗区事务", False),
     ("社区教育", True), ("", False)],
)  # fmt: skip
def test_a_subject_names_no_place_but_in_known_compounds(subject, fits):
    """城市管理局 is a department; 某某市事务局 begins with a place."""
    assert fits == (load_words().subject.fullmatch(subject) is not None)


@pytest.mark.parametrize(
    ("text", "level", "taken"),
    [
        ("某开发区管委会", PlaceLevel.ZONE, "某开发区"), ("开发区管委会", PlaceLevel.ZONE, "开发区"),
        ("某某市教育局", PlaceLevel.CITY, "某某市"), ("某某某某市教育局", PlaceLevel.CITY, "某某某某市"),
        ("某市教育局", PlaceLevel.CITY, None), ("某某某某某市教育局", PlaceLevel.CITY, None),
        ("某县教育局", PlaceLevel.COUNTY, "某县"), ("某某自治县教育局", PlaceLevel.COUNTY, "某某自治县"),
        ("某某某某某某县教育局", PlaceLevel.COUNTY, None), ("某乡政府", PlaceLevel.TOWNSHIP, None),
        ("某某民族乡政府", PlaceLevel.TOWNSHIP, "某某民族乡"), ("某村村委会", PlaceLevel.TOWNSHIP, "某村"),
    ],
)  # fmt: skip
def test_the_general_form_of_places(text, level, taken):
    found = [
        match[0]
        for form in load_words().place_forms
        if form.level is level and (match := form.pattern.match(text))
    ]
    assert ([taken] if taken else []) == found


def test_words_keep_the_order_of_their_file():
    text = read_data("verifiers.authorities", "grammar.yaml")
    words = words_from(text, load_kinds())
    assert ("", "人民政府", "政府") == words.department_prefixes
    assert ("办公厅", "办公室", "办") == words.offices
    assert ("厅", "委员会", "委", "局", "办公室", "办") == words.department_ends["province"]
    assert words.organs[PlaceLevel.PROVINCE, "总工会"] == words.organs[PlaceLevel.ZONE, "总工会"]
    assert (PlaceLevel.ZONE, "人民政府") not in words.organs

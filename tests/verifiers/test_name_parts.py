"""Bodies' names part by part: places, levels, organs, offices, and what is known only by its ending."""

from __future__ import annotations

import pytest

from verifiers.authorities.chains import Chains
from verifiers.authorities.distance import edit_distance
from verifiers.authorities.kinds import load_kinds
from verifiers.authorities.names import normal_name, seal_name
from verifiers.authorities.places import PlaceLevel, load_places, places_from
from verifiers.authorities.whitelist import load_grammar
from verifiers.authorities.words import load_words, words_from
from verifiers.data_files import read_data

GRAMMAR = load_grammar()


def parts(name):
    """Places as `name:level`, with ? where they are not known by word; organ, office, kind, firm."""
    body = GRAMMAR.parse(normal_name(name))
    if body is None:
        return None
    places = " ".join(
        f"{'' if place.known else '?'}{place.name}:{place.level.value}" for place in body.places
    )
    return places, body.organ, body.office, body.kind.id, body.firm


CITY, DISTRICT, PROVINCE = "新乡市:prefecture", "红旗区:county", "河南省:province"
FIRM, BY_ENDING = True, False


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # Offices of committees and governments.
        ("中共新乡市委办公室", (CITY, "委办公室", "", "city_office", FIRM)),
        ("新乡市委办", (CITY, "委办", "", "city_office", FIRM)),
        ("新乡市人民政府办公室", (CITY, "人民政府办公室", "", "city_office", FIRM)),
        ("河南省人民政府办公厅", (PROVINCE, "人民政府办公厅", "", "leaders_office", FIRM)),
        ("全国办公厅", ("全国:nation", "办公厅", "", "leaders_office", FIRM)),
        ("河南省办公厅", (PROVINCE, "办公厅", "", "provincial_department", BY_ENDING)),
        ("原阳县人民政府办公室", ("原阳县:county", "人民政府办公室", "", "county_department", FIRM)),
        # Ministries without their country: by word only.
        ("教育部", ("", "教育部", "", "national_department", FIRM)),
        ("人力资源和社会保障部", ("", "人力资源和社会保障部", "", "national_department", FIRM)),
        ("教育部人事司", ("", "教育部", "人事司", "inner_office", FIRM)),
        ("人力资源和社会保障部机关党委", ("", "人力资源和社会保障部", "机关党委", "inner_office", FIRM)),
        ("教育部某某", None),
        ("宣传部", None),
        # Departments by their subject; the general form needs two characters.
        ("河南省教育厅", (PROVINCE, "教育厅", "", "provincial_department", FIRM)),
        ("河南省人民政府教育厅", (PROVINCE, "人民政府教育厅", "", "provincial_department", FIRM)),
        ("河南省政府教育厅", (PROVINCE, "政府教育厅", "", "provincial_department", FIRM)),
        ("河南省人社厅", (PROVINCE, "人社厅", "", "provincial_department", FIRM)),
        ("河南省某某厅", (PROVINCE, "某某厅", "", "provincial_department", BY_ENDING)),
        ("河南省某厅", None),
        ("河南省某某委员会", (PROVINCE, "某某委员会", "", "temporary_body", BY_ENDING)),
        ("河南省某某委", (PROVINCE, "某某委", "", "temporary_body", BY_ENDING)),
        ("新乡市人社局", (CITY, "人社局", "", "city_hr_department", FIRM)),
        ("长垣市人社局", ("长垣市:direct", "人社局", "", "city_hr_department", FIRM)),
        ("长垣市教育局", ("长垣市:direct", "教育局", "", "county_department", FIRM)),
        ("红旗区人社局", (DISTRICT, "人社局", "", "county_department", FIRM)),
        # Party departments: of a committee, or after 中共.
        ("新乡市委宣传部", (CITY, "委宣传部", "", "city_party_department", FIRM)),
        ("新乡市委员会组织部", (CITY, "委员会组织部", "", "city_party_department", FIRM)),
        ("中共新乡市宣传部", (CITY, "宣传部", "", "city_party_department", FIRM)),
        ("新乡市宣传部", None),
        ("全国宣传部", ("全国:nation", "宣传部", "", "national_department", FIRM)),
        ("中共新乡市委某某部", (CITY, "委某某部", "", "city_party_department", BY_ENDING)),
        ("中共新乡市委某部", None),
        ("中共红旗区委组织部", (DISTRICT, "委组织部", "", "county_department", FIRM)),
        # Inner offices of what is known by word.
        ("新乡市教育局人事科", (CITY, "教育局", "人事科", "inner_office", BY_ENDING)),
        ("中共新乡市委组织部人事科", (CITY, "委组织部", "人事科", "inner_office", BY_ENDING)),
        ("新乡市人民政府办公室秘书科", (CITY, "人民政府办公室", "秘书科", "inner_office", BY_ENDING)),
        ("河南省交通运输厅某某工会", (PROVINCE, "交通运输厅", "某某工会", "inner_office", BY_ENDING)),
        # Words that stand before the place.
        ("政协新乡市委员会", (CITY, "政协委员会", "", "congress_court", FIRM)),
        ("政协全国委员会", ("全国:nation", "政协委员会", "", "disputed_high", FIRM)),
        ("共青团中央委员会", ("中央:nation", "共青团委员会", "", "disputed_high", FIRM)),
        ("共青团红旗区委", (DISTRICT, "共青团委", "", "mass_organisation", FIRM)),
        ("共青团", None),
        ("九三学社", ("全国:nation", "九三学社", "", "democratic_party", FIRM)),
        ("民革新乡市委员会", (CITY, "民革委员会", "", "democratic_party", FIRM)),
        ("武警河南总队", ("", "武警河南总队", "", "military", BY_ENDING)),
        ("武警", None),
        # A known county and something that is not understood.
        ("红旗区某某某", (DISTRICT, "某某某", "", "county_body", BY_ENDING)),
        ("中共红旗区什么", (DISTRICT, "什么", "", "county_body", BY_ENDING)),
        ("某某区什么", None),
        ("新乡市什么", None),
        # Bare levels.
        ("省政府", ("?省:province", "政府", "", "government", FIRM)),
        ("市委", ("?市:city", "委", "", "city_unlisted", FIRM)),
        ("县政府", ("?县:county", "政府", "", "county_leaders", FIRM)),
        ("区政府", ("?区:county", "政府", "", "county_leaders", FIRM)),
        ("乡政府", ("?乡:township", "政府", "", "township", FIRM)),
        ("镇政府", ("?镇:township", "政府", "", "township", FIRM)),
        ("市总工会", ("?市:city", "总工会", "", "city_trade_union", FIRM)),
        # Places by their general form.
        ("某某市人民政府", ("?某某市:city", "人民政府", "", "city_unlisted", BY_ENDING)),
        ("某某市某某市人民政府", ("?某某市:city ?某某市:county", "人民政府", "", "county_leaders", BY_ENDING)),
        ("某某市某某区人民政府", ("?某某市:city ?某某区:county", "人民政府", "", "county_leaders", BY_ENDING)),
        ("某某县某某镇人民政府", ("?某某县:county ?某某镇:township", "人民政府", "", "township", BY_ENDING)),
        ("石婆固镇某某村村委会", ("?石婆固镇:township ?某某村:township", "村委会", "", "township", BY_ENDING)),
        ("某某开发区管委会", ("?某某开发区:zone", "管委会", "", "development_zone", BY_ENDING)),
        ("某航空港区管委会", ("?某航空港区:zone", "管委会", "", "airport_zone", BY_ENDING)),
        ("某某县某某县人民政府", None),
        ("某某镇某某县人民政府", None),
        ("某某局县人民政府", None),
        ("某某党乡人民政府", None),
        # Known places in their order only.
        ("河南省新乡市红旗区人民政府", (f"{PROVINCE} {CITY} {DISTRICT}", "人民政府", "", "county_leaders", FIRM)),
        ("河南省红旗区人民政府", (f"{PROVINCE} {DISTRICT}", "人民政府", "", "county_leaders", FIRM)),
        ("新乡市长垣市人民政府", (f"{CITY} 长垣市:direct", "人民政府", "", "government", FIRM)),
        ("开封市长垣市人民政府", ("开封市:prefecture ?长垣市:county", "人民政府", "", "county_leaders", BY_ENDING)),
        ("安阳市浚县人民政府", ("安阳市:prefecture 浚县:county", "人民政府", "", "county_leaders", FIRM)),
        ("鹤壁市浚县人民政府", ("鹤壁市:prefecture 浚县:county", "人民政府", "", "county_leaders", FIRM)),
        ("焦作市浚县人民政府", ("焦作市:prefecture ?浚县:county", "人民政府", "", "county_leaders", BY_ENDING)),
        ("开封市卫滨区教育局", ("开封市:prefecture ?卫滨区:county", "教育局", "", "county_department", BY_ENDING)),
        ("红旗区新乡市人民政府", (DISTRICT, "新乡市人民政府", "", "county_body", BY_ENDING)),
        ("新乡市新乡市教育局", None),
        # Other provinces.
        ("北京市人民政府", ("北京市:province", "人民政府", "", "other_province", FIRM)),
        ("北京市朝阳区人民政府", ("北京市:province ?朝阳区:county", "人民政府", "", "other_province", BY_ENDING)),
        ("河北省某某县人民政府", ("河北省:province ?某某县:county", "人民政府", "", "other_province", BY_ENDING)),
        ("北京市朝阳区教育局", ("北京市:province ?朝阳区:county", "教育局", "", "city_department", BY_ENDING)),
        ("河北省某某县教育局", ("河北省:province ?某某县:county", "教育局", "", "county_department", BY_ENDING)),
        ("石家庄市委", ("石家庄市:prefecture", "委", "", "other_province", FIRM)),
        ("石家庄市教育局", ("石家庄市:prefecture", "教育局", "", "city_department", FIRM)),
        ("河北省某某市教育局", ("河北省:province ?某某市:city", "教育局", "", "city_department", BY_ENDING)),
        ("河北省某某开发区管委会", ("河北省:province ?某某开发区:zone", "管委会", "", "development_zone", BY_ENDING)),
        ("山东省总工会", ("山东省:province", "总工会", "", "other_province", FIRM)),
        # A zone that stands as high as a prefecture has a zone's organs.
        ("济源示范区管委会", ("济源示范区:prefecture", "管委会", "", "government", FIRM)),
        ("济源示范区党工委", ("济源示范区:prefecture", "党工委", "", "party_committee", FIRM)),
        ("新乡高新区管理委员会", ("新乡高新区:zone", "管理委员会", "", "development_zone", FIRM)),
        ("新乡高新区教育局", ("新乡高新区:zone", "教育局", "", "county_department", FIRM)),
        ("郑州航空港区人社局", ("郑州航空港区:zone", "人社局", "", "airport_zone", FIRM)),
    ],
)  # fmt: skip
def test_a_name_is_understood_part_by_part(name, expected):
    assert expected == parts(name)


@pytest.mark.parametrize(
    ("end", "kind"),
    [
        ("公司", "company"), ("厂", "company"), ("大学", "school"), ("医院", "school"),
        ("协会", "association"), ("学会", "association"), ("工会", "industrial_union"),
        ("中心", "subordinate_unit"), ("支队", "subordinate_unit"), ("领导小组", "temporary_body"),
        ("街道办事处", "township"), ("部队", "military"),
    ],
)  # fmt: skip
def test_an_ending_of_one_or_two_characters_needs_a_name_before_it(end, kind):
    assert ("", f"某{end}", "", kind, BY_ENDING) == parts(f"某{end}")
    alone = parts(end)
    if len(end) > 2:
        assert alone is not None
        assert kind == alone[3]
    else:
        assert alone is None


@pytest.mark.parametrize(
    ("name", "understood"),
    [("市委", True), ("委", False), ("某" * 58 + "公司", True), ("某" * 59 + "公司", False)],
)
def test_a_name_has_two_to_sixty_characters(name, understood):
    assert understood == (parts(name) is not None)


@pytest.mark.parametrize(
    ("name", "party"),
    [("中共新乡市委", True), ("中国共产党新乡市委员会", True), ("新乡市委", False), ("中共中央", True),
     ("国务院", False), ("中共红旗区什么", True), ("红旗区什么", False), ("共青团新乡市委", False)],
)  # fmt: skip
def test_whether_a_name_says_that_it_is_the_partys(name, party):
    body = GRAMMAR.parse(normal_name(name))
    assert body is not None
    assert party is body.party


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("先进集体", "collective_honour"),
        ("新乡市先进集体", "collective_honour"),
        ("团体一等奖", "contest_rank"),
        ("个人三等功", "appraisal_award"),
        ("外观设计专利", "not_a_patent"),
        ("佰腾网", "third_party_site"),
        ("先进集体奖", None),
        ("新乡市人民政府", None),
        ("集体", None),
        ("", None),
    ],
)
def test_what_ends_in_a_word_for_no_body_is_none(name, kind):
    found = GRAMMAR.not_a_body(name)
    assert (found is None) == (kind is None)
    if found is not None:
        assert (kind, False) == (found.id, found.is_body)
    assert all(one.is_body for one in load_kinds().of.values())


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

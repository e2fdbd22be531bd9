"""Bodies' names part by part: places, organs, offices, and what is known only by its ending."""

from __future__ import annotations

import pytest

from verifiers.authorities.kinds import load_kinds
from verifiers.authorities.names import normal_name
from verifiers.authorities.whitelist import load_grammar

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

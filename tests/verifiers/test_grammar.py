"""Names taken apart as a whole: what each listed body is, and what each that does not count is."""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from benchmarks.authorities import CONFUSABLE, EXAMPLES, REGISTER, all_names, examine, variants
from evidence.dates import PartialDate
from evidence.errors import DataError
from evidence.findings import Result
from verifiers.authorities import MatchStatus, load_authorities
from verifiers.authorities.explaining import explain
from verifiers.authorities.kinds import kinds_from, load_kinds
from verifiers.authorities.names import normal_name
from verifiers.authorities.places import PlaceLevel, load_places, places_from
from verifiers.authorities.words import words_from
from verifiers.data_files import read_data

AUTHORITIES = load_authorities()
ON = PartialDate(2018, 5, 1)
ROWS = yaml.safe_load(REGISTER.read_text(encoding="utf-8"))["authorities"]
COUNTER = yaml.safe_load(EXAMPLES.read_text(encoding="utf-8"))["counter_examples"]

# What a body of each kind and level of the register may be by its name.
DEPARTMENTS = {
    "national_department",
    "provincial_department",
    "leaders_office",
    "disputed_high",
    "temporary_body",
    "military",
}
FITTING = {
    "party_committee": {"party_committee"},
    "government": {"government"},
    "working_department": DEPARTMENTS,
    "trade_union": {"trade_union", "city_trade_union"},
    "hr_department": {"national_department", "provincial_department", "city_hr_department"},
}
LEVELS = {
    "national": {PlaceLevel.NATION},
    "provincial": {PlaceLevel.PROVINCE},
    "prefecture": {PlaceLevel.PREFECTURE},
    "direct_county": {PlaceLevel.DIRECT},
}


def parse(name):
    return AUTHORITIES.grammar.parse(normal_name(name))


def test_every_name_of_the_register_is_explained_as_what_it_is():
    """Names, aliases and former names, of the kind and at the level that the register gives."""
    names = 0
    for row in ROWS:
        for name in all_names(row):
            body = parse(name)
            names += 1
            assert body is not None, name
            assert body.kind.id in FITTING[row["kind"]], (name, body.kind.id)
            if body.places and body.places[-1].level is not PlaceLevel.NATION:
                assert body.places[-1].level in LEVELS[row["level"]], name
    assert names == 1112


def test_no_listed_committee_government_or_department_is_excluded_by_its_kind():
    """What excludes a kind would exclude a listed body that lost its entry: only doubt may."""
    for row in ROWS:
        body = parse(row["name"])
        if row["counts_for"] and not row.get("uncertain"):
            doubtful = {None, Result.UNSURE}
            assert body.kind.decision in doubtful, row["name"]


@pytest.mark.parametrize(
    ("name", "kind", "result", "article"),
    [
        (name, kind, row["result"], row["article"] if kind == row["kind"] else "")
        for row in COUNTER
        if "rule" not in row
        for name, kind in [
            *((name, row["kind"]) for name in row["names"]),
            *row.get("kinds", {}).items(),
        ]
    ],
)
def test_every_counter_example_is_recognised_with_its_article(name, kind, result, article):
    one = explain(AUTHORITIES, name, ON)
    assert one.kind is not None
    assert kind == one.kind.id
    assert one.article
    if article:
        assert result == one.decision.value
        assert article in one.article


def test_all_31_counter_examples_are_there():
    """One of them stands in two rows: 省级群团 are listed, in doubt."""
    assert 31 == len([row for row in COUNTER if "same_as" not in row])
    assert {"A1", "A2b", "A6"} == {row["rule"] for row in COUNTER if "rule" in row}


@pytest.mark.parametrize(
    ("name", "party", "places", "organ", "office", "kind"),
    [
        ("中共新乡市委", True, "新乡市", "委", "", "party_committee"),
        ("新乡市红旗区人民政府", False, "新乡市 红旗区", "人民政府", "", "county_leaders"),
        (
            "河南省新乡市红旗区教育局",
            False,
            "河南省 新乡市 红旗区",
            "教育局",
            "",
            "county_department",
        ),
        ("河南省交通运输厅", False, "河南省", "交通运输厅", "", "provincial_department"),
        ("河南省交通运输厅人事处", False, "河南省", "交通运输厅", "人事处", "inner_office"),
        ("国家税务总局", False, "国家", "税务总局", "", "national_department"),
        ("国家税务总局新乡市税务局", False, "新乡市", "国家税务总局税务局", "", "city_department"),
        ("延津县石婆固镇人民政府", False, "延津县 石婆固镇", "人民政府", "", "township"),
        ("共青团新乡市委", False, "新乡市", "共青团委", "", "mass_organisation"),
        ("中共新乡地委", True, "新乡地", "委", "", "party_committee"),
        ("新乡地区行政公署", False, "新乡地区", "行政公署", "", "government"),
        ("辉县市市场监督管理局", False, "辉县市", "市场监督管理局", "", "county_department"),
        ("郑州市城乡建设局", False, "郑州市", "城乡建设局", "", "city_department"),
        ("新乡市城市管理局", False, "新乡市", "城市管理局", "", "city_department"),
        ("平顶山市新华区人民政府", False, "平顶山市 新华区", "人民政府", "", "county_leaders"),
        ("新乡市新乐市人民政府", False, "新乡市 新乐市", "人民政府", "", "county_leaders"),
    ],
)
def test_a_name_is_party_places_organ_and_office(name, party, places, organ, office, kind):
    body = parse(name)
    chain = " ".join(place.name for place in body.places)
    found = (body.party, chain, body.organ, body.office, body.kind.id)
    assert (party, places, organ, office, kind) == found


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("石家庄市人民政府", "other_province"),
        ("河北省人民政府", "other_province"),
        ("山东省教育厅", "other_province"),
        ("山东省总工会", "other_province"),
        ("石家庄市人力资源和社会保障局", "other_province"),
        ("山东省曹县人民政府", "other_province"),
        ("北京市朝阳区人民政府", "other_province"),  # stands as high as a prefecture
        ("河北省邯郸市某某镇人民政府", "township"),
        ("济南市教育局", "city_department"),
        ("太原大学", "school"),
    ],
)
def test_another_provinces_body_is_for_a_person_but_for_what_counts_nowhere(name, kind):
    """附件1第四条 does not say whose 省委 or 省辖市: never rejected for that alone."""
    body = parse(name)
    assert kind == body.kind.id
    unsure = kind == "other_province"
    assert (Result.UNSURE if unsure else Result.MISMATCH) is body.kind.decision


@pytest.mark.parametrize(
    "name",
    [
        "新乡市人民玫府",
        "新乡市",
        "人民政府",
        "关于新乡市人民政府的决定",
        "新乡市人民政府新乡市人民政府",
        "中共新乡市委新乡市人民政府",
        "授予张三同志",
        "新乡市人事厅",
        "局",
        "",
        "市" * 61,
    ],
)
def test_what_is_not_wholly_understood_is_not_understood(name):
    assert parse(name) is None


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("河南省教育厂", MatchStatus.NEAR),  # 厅 misread: no company
        ("河南市林业局", MatchStatus.NEAR),  # 省 misread: no city's department
        ("新蔡区人民政府", MatchStatus.NEAR),  # 县 misread: an unknown district
        ("考兰县委", MatchStatus.NEAR),
        ("国中人民银行", MatchStatus.NEAR),
        ("新乡县人民政府", MatchStatus.EXCLUDED),  # another place, and known
        ("沁阳市人民政府", MatchStatus.EXCLUDED),
        ("河南省交通运输厅人事处", MatchStatus.EXCLUDED),
        ("某某县人民政府", MatchStatus.EXCLUDED),
        ("河南省旅游发展局", MatchStatus.NEAR),
        ("河南省职业教育局", MatchStatus.UNKNOWN),  # provincial, not listed: no article excludes it
    ],
)
def test_what_is_known_by_an_ending_does_not_exclude_a_name_close_to_a_listed_one(name, status):
    """A doubtful body is unsure, a clearly excluded one a mismatch."""
    assert status is AUTHORITIES.match(name, ON).status


@pytest.mark.parametrize(
    ("name", "names_places"),
    [
        ("红旗区人民政府", True),
        ("红旗区人民玫府", True),
        ("林州市教育局", True),
        ("新乡市教育局", False),
        ("某某县人民政府", False),
        ("山东省人民政府", False),
    ],
)
def test_a_known_county_in_a_name_says_surely_that_it_is_another_body(name, names_places):
    """Seals that are badly read rely on it."""
    assert names_places is AUTHORITIES.match(name, ON).excluded_by.names_places


def test_no_variant_of_a_name_is_accepted():
    """≥ 3,000 one-character variants; what is listed itself is another body and counted apart."""
    tally = examine(AUTHORITIES, ROWS, COUNTER)
    assert [] == tally.accepted
    assert [] == tally.not_understood
    assert tally.variants > 30_000
    taken = tally.statuses["exact"] + tally.statuses["uncertain"]
    assert 87 == taken == len(tally.other_listed)


def test_variants_are_one_character_away():
    assert len(CONFUSABLE) >= 60
    for name in ("新乡市人民政府", "中共新乡市委"):
        found = variants(name)
        assert name not in found
        assert len(found) == len(set(found))
        assert {
            "新多市人民政府",
            "新乡县人民政府",
            "乡新市人民政府",
            "新市人民政府",
            "新乡市市人民政府",
        } <= set(variants("新乡市人民政府"))


def test_direct_counties_and_prefectures_are_those_of_the_register():
    """The two data files name the same places at the same level."""
    places = load_places().places
    regions = {row["level"]: set() for row in ROWS}
    for row in ROWS:
        regions[row["level"]].add(row["region"])
    direct = {name for name, place in places.items() if place.level is PlaceLevel.DIRECT}
    assert direct - {"长垣县"} == regions["direct_county"]
    assert 18 == len(regions["prefecture"])


def test_every_kind_has_its_sentences_and_an_article_where_it_excludes():
    for kind in [*load_kinds().of.values(), *load_kinds().not_bodies.values()]:
        assert re.search(r"[\u4e00-\u9fff]", kind.why), kind.id
        assert not re.search(r"[\u4e00-\u9fff]", kind.why_en.replace("(四)", "")), kind.id
        assert (kind.decision is None) or kind.article, kind.id


def test_every_kind_is_reached():
    """No sort of body is data that nothing produces."""
    reached = Counter(
        explain(AUTHORITIES, name, ON).kind.id
        for name in [
            *(row["name"] for row in ROWS),
            *(name for row in COUNTER for name in (*row.get("names", ()), *row.get("kinds", {}))),
            "山东省人民政府",
            "新多市人民政府",
            "红旗区人民玫府",
        ]
    )
    kinds = load_kinds()
    assert {*kinds.of, *(kind.id for kind in kinds.not_bodies.values())} == set(reached)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("county: county_leaders", "county: county_chiefs", "E-AUTHORITIES-KIND"),
        ("{family: union, words", "{family: onion, words", "E-AUTHORITIES-KIND"),
        ("airport: 航空港", "airport: 1", "E-AUTHORITIES-SCHEMA"),
        ("nation: [", "nation: {", "E-AUTHORITIES-YAML"),
    ],
)
def test_wrong_words_are_refused_with_a_code(old, new, code):
    text = read_data("verifiers.authorities", "grammar.yaml")
    assert old in text
    with pytest.raises(DataError) as error:
        words_from(text.replace(old, new, 1), load_kinds())
    assert code == error.value.code


def test_wrong_kinds_and_places_are_refused_with_a_code():
    kinds = read_data("verifiers.authorities", "kinds.yaml")
    for old, new in (
        ("    decision: mismatch", "    decision: perhaps"),
        ("    label: 企业\n", ""),
    ):
        with pytest.raises(DataError) as error:
            kinds_from(kinds.replace(old, new, 1))
        assert "E-AUTHORITIES-SCHEMA" == error.value.code
    places = read_data("verifiers.authorities", "places.yaml")
    with pytest.raises(DataError) as error:
        places_from(places.replace("  name: 河南省\n", "", 1))
    assert "E-AUTHORITIES-SCHEMA" == error.value.code


def test_the_examples_stand_beside_the_tests():
    assert Path(__file__).parent == EXAMPLES.parent

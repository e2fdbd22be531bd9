from dataclasses import replace

import pytest

from evidence.applications import Claim
from review.desk.queue.filters import QueueFilter
from tests.review.desk.cases import case


@pytest.fixture
def found(published, person):
    """What a search finds of four applicants: `found("张三")`."""
    published(
        case("XX001", name="张三", unit="市公路管理局"),
        case("XX002", name="张三丰", unit="市财政局"),
        case("XX003", name="三张", unit="市公路管理局"),
        _with_claim(
            case("XX014", name="李四", unit="新乡市三公路段"),
            patent_number="ZL202010430096.0",
            document_number="新政〔2022〕14号",
            certificate_number="HN-0815",
            issuers=("河南省总工会",),
        ),
    )
    reviewer = person("wang", "reviewer")

    def find(text):
        queue = QueueFilter(text=text)
        return [item.number for item in queue.items(reviewer)]

    return find


def _with_claim(one, **values):
    (claim,) = one.dossier.application.claims
    claim = replace(claim, **values)
    assert isinstance(claim, Claim)
    application = replace(one.dossier.application, claims=(claim,))
    return replace(one, dossier=replace(one.dossier, application=application))


def test_a_name_of_two_characters_is_found_in_their_order(found):
    assert ["XX001", "XX002"] == found("张三")
    assert ["XX003"] == found("三张")


def test_a_name_is_found_as_printed_with_a_space(found):
    assert ["XX001", "XX002"] == found("张 三")


def test_name_and_unit_together_narrow_the_search(found):
    assert ["XX001"] == found("张三 公路")
    assert [] == found("李四 财政")


def test_no_phrase_runs_from_one_text_into_the_next(found):
    # 李四 stands before 新乡市三公路段 in the words of the case.
    assert [] == found("四新乡")


@pytest.mark.parametrize(
    "typed",
    [
        "ZL202010430096.0",
        "ZL 2020 1 0430096.0",
        "202010430096",
        "2020104300960",
        "20201043",
        "zl2020",
    ],
)
def test_a_patent_number_is_found_with_prefix_spaces_or_its_beginning(found, typed):
    assert ["XX014"] == found(typed)


def test_another_patent_number_is_not_found(found):
    assert [] == found("ZL202010430097.0")


@pytest.mark.parametrize(
    "typed", ["新政〔2022〕14号", "新政[2022]14", "新政 2022", "HN-0815", "hn0815", "0815"]
)
def test_document_and_certificate_numbers_are_found_by_their_parts(found, typed):
    assert ["XX014"] == found(typed)


def test_an_applicant_is_found_by_number_or_its_digits(found):
    assert ["XX014"] == found("XX014")
    assert ["XX014"] == found("014")
    assert ["XX001", "XX002", "XX003"] == found("XX00")


def test_declared_and_read_issuers_are_found(found):
    assert ["XX014"] == found("河南省总工会")
    assert ["XX001", "XX002", "XX003", "XX014"] == found("红旗区人民政府")


def test_an_identity_or_phone_number_finds_nobody(found):
    assert [] == found("410702197801011234")
    assert [] == found("13803731234")


@pytest.mark.parametrize(
    "typed", ['"', "张三' OR 1=1 --", "NEAR(", "a*b", "-张三", "body:张三", "&|!<->"]
)
def test_signs_of_the_query_language_are_only_text(found, typed):
    found(typed)

"""Patent and grant numbers: forms of every era, check digits, types and kind codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.errors import NormalFormError
from evidence.patent_numbers import (
    FIRST_ERA,
    PRESENT_ERA,
    SECOND_ERA,
    PatentNumber,
    PatentType,
    check_digit,
    parse_grant_number,
    parse_patent_number,
)

# Numbers of real patents collected from independent sources (facts §1).
GENUINE = [
    "201710601862.3",
    "95115608.X",
    "97101765.4",
    "201310699744.2",
    "202010430096.0",
    "202610690957.6",
    "202311352019.8",
    "202010310978.3",
    "201810637498.0",
    "202011472880.4",
    "202511400055.6",
    "202111118032.8",
    "201710736136.2",
    "201910377061.2",
    "202310397744.0",
    "201410026192.3",
    "202410040777.4",
    "201210442457.9",
    "201310209986.9",
    "201010286863.1",
    "202210408314.X",
    "202210110472.7",
    "201010199505.7",
    "201610158350.X",
    "201720349428.6",
    "202220828888.8",
    "202123021163.2",
    "202022432527.5",
    "98211883.X",
    "90101673.X",
    "202030469320.8",
    "202030593402.3",
    "202080041771.9",
    "201880034403.4",
    "202180061153.5",
]
# Numbers from reports, mock data and a textbook, which do not fit.
WRONG = {
    "202310999716.5": "6",
    "202080045678.9": "5",
    "201020113916.X": "5",
    "89103229.2": "0",
}


@pytest.mark.parametrize("number", GENUINE)
def test_the_check_digit_of_a_genuine_number_holds(number):
    parsed = parse_patent_number(number)
    assert parsed.check_holds is True
    assert parsed.normal == f"ZL{number}"
    assert parse_patent_number(parsed.normal) == parsed


@pytest.mark.parametrize(("number", "due"), WRONG.items())
def test_an_invented_number_is_read_and_its_check_digit_fails(number, due):
    parsed = parse_patent_number(number)
    assert parsed.check_holds is False
    assert due == check_digit(parsed.digits)
    assert f"ZL{number}" == parsed.completed.normal


@pytest.mark.parametrize(
    ("number", "kind", "year"),
    [
        ("201710601862.3", PatentType.INVENTION, 2017),
        ("202080041771.9", PatentType.INVENTION, 2020),
        ("202220828888.8", PatentType.UTILITY_MODEL, 2022),
        ("98211883.X", PatentType.UTILITY_MODEL, 1998),
        ("202030469320.8", PatentType.DESIGN, 2020),
        ("95115608.X", PatentType.INVENTION, 1995),
        ("03101234", PatentType.INVENTION, 2003),
    ],
)
def test_type_and_year_stand_in_the_number(number, kind, year):
    parsed = parse_patent_number(number)
    assert (parsed.type, parsed.year) == (kind, year)


@pytest.mark.parametrize(
    "text",
    [
        "ZL202010430096.0",
        "ZL 2020 1 0430096.0",
        "zl2020 1 0430096.0",
        "CN202010430096.0",
        "2020104300960",
        "ＺＬ２０２０１０４３００９６．０",
        "ZL202010430096·0",
        "ZL202010430096・0",
        "ZL202010430096•0",
        "ZL202010430096。0",
        "ZL202010430096．0",
        "ZL\u30002020\u30001\u30000430096.0",
        "\ufeffZL202010430096.0\u200b",
    ],
)
def test_one_number_in_many_writings(text):
    assert parse_patent_number(text).normal == "ZL202010430096.0"


def test_a_number_without_check_digit_is_completed():
    number = parse_patent_number("202010430096")
    assert number.check_holds is None
    assert number.completed.normal == "ZL202010430096.0"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ZL",
        "20201043009",
        "2020104300961234",
        "202040430096.0",
        "CN111472379B",
        "ZL20221955451.7",  # one digit lost on a CV
        "专利",
        "ZL200210430096.0",  # 12 digits before October 2003
        "ZL210010430096.0",
        "ZL04101234.5",  # 8 digits after September 2003
        "ZL84100001",
        "ZL97801234.5",  # 8 and 9 before 1998
        "ZL97901234.5",
        "ZL202010430096.Y",
        "ZL202010430096..0",
        "ZLCN202010430096.0",
        "ZL２０２０4０４３００９６.０",
        "٢٠٢٠١٠٤٣٠٠٩٦",
    ],
)
def test_what_has_no_such_form_is_refused(text):
    with pytest.raises(NormalFormError) as error:
        parse_patent_number(text)
    assert error.value.code == "E-PATNUM"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("202040430096.0", "年份后的种类号为4"),
        ("ZL200210430096.0", "12位号码自2003年10月1日起使用"),
        ("ZL04101234.5", "8位号码用到2003年9月30日"),
        ("ZL97801234.5", "种类号8、9自1998年起使用"),
        ("ZL20221955451.7", "应为12位"),
    ],
)
def test_a_refusal_says_what_is_wrong_with_the_form(text, why):
    with pytest.raises(NormalFormError) as error:
        parse_patent_number(text)
    assert why in error.value.problem.zh


@pytest.mark.parametrize(
    ("digits", "check"),
    [("2020104300", ""), ("202040430096", ""), ("202010430096", "x"), ("202010430096", "00")],
)
def test_no_number_is_made_that_no_era_gave(digits, check):
    with pytest.raises(ValueError, match=digits):
        PatentNumber(digits, check)


@pytest.mark.parametrize(
    ("number", "era"),
    [
        ("85100001", FIRST_ERA),
        ("88100001.0", FIRST_ERA),
        ("89103229.2", SECOND_ERA),
        ("03101234", SECOND_ERA),
        ("98211883.X", SECOND_ERA),
        ("200310101234", PRESENT_ERA),
        ("202010430096.0", PRESENT_ERA),
    ],
)
def test_each_form_belongs_to_an_era(number, era):
    assert era is parse_patent_number(number).era


@pytest.mark.parametrize(
    ("number", "entered"),
    [
        ("202080041771.9", True),
        ("98800001", True),
        ("98900001", True),
        ("94190001", True),
        ("97290001", True),
        ("94190000", False),
        ("94390001", False),
        ("93190001", False),
        ("98190001", False),
        ("202010430096.0", False),
    ],
)
def test_a_national_phase_of_a_pct_application_shows_in_its_number(number, entered):
    assert entered is parse_patent_number(number).national_phase


@pytest.mark.parametrize(
    ("docdb", "number"),
    [
        ("CN.202010430096.A", "ZL202010430096.0"),
        ("CN.202080041771.A", "ZL202080041771.9"),
        ("CN.202220828888.U", "ZL202220828888.8"),
        ("CN.98211883.U", "ZL98211883.X"),
        (None, "ZL202030469320.8"),
    ],
)
def test_docdb_knows_applications_without_check_digit_and_no_designs(docdb, number):
    assert docdb == parse_patent_number(number).docdb


def _written(year, kind, serial, places):
    return f"{year:0{places}d}{kind}{serial:0{places + 3}d}"


MODERN = st.builds(
    _written,
    st.integers(2003, 2099), st.sampled_from("12389"), st.integers(0, 9_999_999), st.just(4),
)  # fmt: skip
OLD = st.builds(
    _written,
    st.sampled_from([*range(85, 100), *range(4)]), st.sampled_from("123"),
    st.integers(0, 99_999), st.just(2),
)  # fmt: skip
PCT = st.builds(
    _written,
    st.sampled_from([98, 99, 0, 1, 2, 3]), st.sampled_from("89"),
    st.integers(0, 99_999), st.just(2),
)  # fmt: skip
NUMBERS = st.one_of(MODERN, OLD, PCT)
WIDE = {ord(c): ord(c) + 0xFEE0 for c in "0123456789XZLCNxzlcn."}
SPACE = st.sampled_from(["", " ", "  ", "\u3000", "\t", "\u00a0"])


@given(NUMBERS, st.data())
def test_every_printed_variant_is_the_one_number(digits, data):
    """Prefix, spaces, dot, case and width are print, and nothing of the number."""
    number = PatentNumber(digits).completed
    whole = f"{data.draw(st.sampled_from(['ZL', 'CN', '']))}{digits}"
    whole += data.draw(st.sampled_from([".", "", "·", "・", "•", "。", "．"])) + number.check
    spaced = "".join(c + data.draw(SPACE) for c in whole)
    cased = spaced.lower() if data.draw(st.booleans()) else spaced
    text = cased.translate(WIDE) if data.draw(st.booleans()) else cased
    assert number == parse_patent_number(text)
    assert number == parse_patent_number(number.printed)


@given(NUMBERS, st.data())
def test_every_single_digit_error_changes_the_check_digit(digits, data):
    at = data.draw(st.integers(0, len(digits) - 1))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != digits[at]]))
    assert check_digit(digits[:at] + other + digits[at + 1 :]) != check_digit(digits)


@given(NUMBERS, st.data())
def test_every_adjacent_transposition_changes_the_check_digit(digits, data):
    at = data.draw(st.integers(0, len(digits) - 2))
    swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    assert (check_digit(swapped) == check_digit(digits)) is (swapped == digits)


@given(MODERN, st.integers(0, 3))
def test_two_digits_eight_places_apart_may_change_over_unseen(digits, at):
    """The blind spot of the weights: 2, 3, 4 and 5 stand twice among the twelve."""
    swapped = [*digits]
    swapped[at], swapped[at + 8] = digits[at + 8], digits[at]
    assert check_digit(digits) == check_digit("".join(swapped))


def test_a_number_with_such_digits_changed_over_is_another_number_and_holds():
    number = parse_patent_number("ZL202010430096.0")
    other = parse_patent_number("ZL202610430090.0")  # places 4 and 12
    assert number.check_holds
    assert other.check_holds
    assert number != other


@given(NUMBERS)
def test_a_number_survives_its_normal_form(digits):
    number = parse_patent_number(digits).completed
    assert number.check_holds is True
    assert parse_patent_number(number.normal) == number


@pytest.mark.parametrize("digits", ["", "12345", "1234567890123", "abcdefgh"])
def test_a_check_digit_needs_8_or_12_digits(digits):
    with pytest.raises(ValueError, match="application number"):
        check_digit(digits)


@pytest.mark.parametrize(
    ("text", "normal", "kind", "fits"),
    [
        ("CN 111472379 B", "CN111472379B", PatentType.INVENTION, True),
        ("CN111472379B", "CN111472379B", PatentType.UTILITY_MODEL, False),
        ("CN1003001C", "CN1003001C", PatentType.INVENTION, True),
        ("CN214411247U", "CN214411247U", PatentType.UTILITY_MODEL, True),
        ("CN2030001Y", "CN2030001Y", PatentType.UTILITY_MODEL, True),
        ("CN306000001S", "CN306000001S", PatentType.DESIGN, True),
        ("CN111472379A", "CN111472379A", PatentType.INVENTION, False),
        ("CN85100001B", "CN85100001B", PatentType.INVENTION, True),
    ],
)
def test_a_grant_numbers_kind_code_tells_its_type(text, normal, kind, fits):
    number = parse_grant_number(text)
    assert str(number) == normal
    assert number.fits(kind) is fits
    assert number.is_grant is (not normal.endswith("A"))


@pytest.mark.parametrize("text", ["", "CN", "CN11147237B", "US1234567B", "ZL202010430096.0"])
def test_what_is_no_grant_number_is_refused(text):
    with pytest.raises(NormalFormError) as error:
        parse_grant_number(text)
    assert error.value.code == "E-GRANTNUM"


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("ZL 2020 1 0430096.0", "ZL202010430096.0"),
        ("ZL 2020 1 0430096", "ZL202010430096"),
        ("ZL 97 1 08048.X", "97108048.X"),
    ],
)
def test_a_number_is_grouped_as_certificates_print_it(printed, text):
    number = parse_patent_number(text)
    assert printed == number.printed
    assert number == parse_patent_number(printed)

"""Patent and grant numbers: forms of every era, check digits, types and kind codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.errors import NormalFormError
from evidence.patent_numbers import (
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
WRONG = ["202310999716.5", "202080045678.9", "201020113916.X", "89103229.2"]


@pytest.mark.parametrize("number", GENUINE)
def test_the_check_digit_of_a_genuine_number_holds(number):
    parsed = parse_patent_number(number)
    assert parsed.check_holds is True
    assert parsed.normal == f"ZL{number}"
    assert parse_patent_number(parsed.normal) == parsed


@pytest.mark.parametrize("number", WRONG)
def test_an_invented_number_is_read_and_its_check_digit_fails(number):
    assert parse_patent_number(number).check_holds is False


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
        "ZL20221955451.7",
        "专利",
    ],
)
def test_what_has_no_such_form_is_refused(text):
    with pytest.raises(NormalFormError) as error:
        parse_patent_number(text)
    assert error.value.code == "E-PATNUM"


MODERN = st.builds(
    lambda year, kind, serial: f"{year}{kind}{serial:07d}",
    st.integers(2003, 2030), st.sampled_from("12389"), st.integers(0, 9_999_999),
)  # fmt: skip
OLD = st.builds(
    lambda year, kind, serial: f"{year:02d}{kind}{serial:05d}",
    st.integers(85, 99), st.sampled_from("12389"), st.integers(0, 99_999),
)  # fmt: skip
NUMBERS = st.one_of(MODERN, OLD)


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

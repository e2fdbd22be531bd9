"""Identity numbers after GB 11643-1999."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.errors import NormalFormError
from evidence.identity_numbers import identity_check_digit, parse_identity_number

# The worked example of GB 11643-1999.
STANDARD = "11010519491231002X"


def test_the_example_of_the_standard():
    identity = parse_identity_number(STANDARD)
    assert identity.birth == dt.date(1949, 12, 31)
    assert identity.sex == "女"
    assert identity.masked == "1101**********002X"


@pytest.mark.parametrize(
    "text", ["11010519491231002x", " 110105 19491231 002X ", "１１０１０５１９４９１２３１００２Ｘ"]
)
def test_one_number_in_many_writings(text):
    assert parse_identity_number(text).number == STANDARD


def test_counties_founded_after_birth_are_no_error():
    """红旗区 410702 exists since 1983; who was born in 1974 lives there."""
    digits = "41070219740312151"
    assert parse_identity_number(digits + identity_check_digit(digits)).sex == "男"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "E-ID-FORM"),
        ("110105491231002", "E-ID-FORM"),
        ("1101051949123100XX", "E-ID-FORM"),
        ("110105194912310021", "E-ID-CHECK"),
        ("11010519490230002X", "E-ID-DATE"),
        ("11010519491331002X", "E-ID-DATE"),
    ],
)
def test_a_wrong_number_is_refused_with_its_code(text, code):
    with pytest.raises(NormalFormError) as error:
        parse_identity_number(text)
    assert error.value.code == code


DIGITS = st.builds(
    lambda area, day, serial: f"{area:06d}{day:%Y%m%d}{serial:03d}",
    st.integers(110101, 659004),
    st.dates(dt.date(1930, 1, 1), dt.date(2010, 12, 31)),
    st.integers(0, 999),
)


@given(DIGITS)
def test_a_completed_number_is_read_back(digits):
    identity = parse_identity_number(digits + identity_check_digit(digits))
    assert f"{identity.birth:%Y%m%d}" == digits[6:14]
    assert identity.sex == ("男" if int(digits[16]) % 2 else "女")
    assert digits[6:14] not in identity.masked


@given(DIGITS, st.data())
def test_every_single_digit_error_changes_the_check_digit(digits, data):
    at = data.draw(st.integers(0, 16))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != digits[at]]))
    assert identity_check_digit(digits[:at] + other + digits[at + 1 :]) != identity_check_digit(
        digits
    )


@given(DIGITS, st.data())
def test_every_adjacent_transposition_changes_the_check_digit(digits, data):
    at = data.draw(st.integers(0, 15))
    swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    same = identity_check_digit(swapped) == identity_check_digit(digits)
    assert same is (swapped == digits)

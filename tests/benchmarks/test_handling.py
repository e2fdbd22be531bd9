"""The counting of the benchmark that compares the desk with a folder of scans."""

import pytest

from benchmarks.handling import OPENING, Facts, Work, at_the_desk, in_the_folder

ONE = Facts(rule="A9", findings=1, files=1, turned=0, issuer=False)


def test_a_click_is_a_pointing_and_a_button_pressed_and_released():
    assert pytest.approx(1.3) == Work(clicks=1).seconds


def test_a_further_file_costs_a_double_click_closing_it_and_the_wait():
    more = in_the_folder(Facts("A9", 1, 2, 0, issuer=False))
    assert pytest.approx(2 * 1.3 + 2 * 0.28 + 2 * 0.4 + 1.35 + OPENING) == (
        more.seconds - in_the_folder(ONE).seconds
    )


def test_an_issuer_is_looked_up_with_eleven_keys():
    asked = in_the_folder(Facts("A1", 1, 1, 0, issuer=True))
    assert 11 == asked.keys - in_the_folder(ONE).keys


def test_steps_to_further_findings_are_keys_at_the_desk_too():
    assert Work(keys=5, thoughts=4) == at_the_desk(decide=3, steps=2)

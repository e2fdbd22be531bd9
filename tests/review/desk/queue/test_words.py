import pytest

from review.desk.queue.words import phrases_of, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("张三", ["张", "三"]),
        ("张　三", ["张", "三"]),
        ("欧阳·阿依古丽", ["欧", "阳", "阿", "依", "古", "丽"]),
        ("新政〔2022〕14号", ["新", "政", "2022", "14", "号"]),
        ("ＸＸ００１", ["xx", "001"]),
        ("二〇二二", ["二", "〇", "二", "二"]),
        ("？！", []),
    ],
)
def test_each_chinese_character_is_a_word_and_each_run_of_letters_or_digits(text, words):
    assert words == words_of(text)


@pytest.mark.parametrize(
    "written",
    [
        "ZL202010430096.0",
        "ZL 2020 1 0430096.0",
        "zl 202010430096.0",
        "2020 1 0430096.0",
        "202010430096.0",
        "202010430096·0",
        "2020104300960",
        "202010430096",
        "CN202010430096.0",
        "ZL 2020 1 0430096 . 0",
        "202010430096.X",
    ],
)
def test_a_patent_number_is_its_digits_however_it_is_written(written):
    assert [["202010430096"]] == phrases_of(written)


def test_an_old_patent_number_loses_its_check_digit_only_after_a_dot():
    assert [["93112345"]] == phrases_of("ZL93112345.6")
    assert [["931123456"]] == phrases_of("931123456")


def test_spaces_part_what_must_all_be_there():
    assert [["张", "三"], ["公", "路", "局"]] == phrases_of("张三 公路局")
    assert [["2022"], ["14"]] == phrases_of("2022 14")


def test_a_space_within_a_name_as_printed_parts_nothing():
    assert [["张", "三"]] == phrases_of("张 三")
    assert [["张", "三", "丰"]] == phrases_of("张 三 丰")
    assert [["张", "三", "丰"]] == phrases_of("张 三丰")


def test_a_surname_before_a_unit_is_a_phrase_of_its_own():
    assert [["张"], ["公", "路", "局"]] == phrases_of("张 公路局")

import pytest

from review.desk.item.difference import Part, difference, nearest


def shown(parts):
    return "".join(f"[{part.text}]" if part.differs else part.text for part in parts)


@pytest.mark.parametrize(
    ("text", "other", "expected"),
    [
        ("新乡市人民政府", "新乡市人民政府", "新乡市人民政府"),
        ("新乡市红旗区人民政府", "新乡市人民政府", "新乡市[红旗区]人民政府"),
        ("新乡市人民政府", "新乡市红旗区人民政府", "新乡市人民政府"),
        ("范志刚", "范志强", "范志[刚]"),
        ("ZL 2019 1 8834521.9", "ZL 2019 1 8834521.0", "ZL 2019 1 8834521.[9]"),
        ("新政〔2021〕37号", "新政[2021]37号", "新政[〔]2021[〕]37号"),
        ("第2名", "石磊、余美玲", "[第2名]"),
        ("", "新乡市", ""),
        ("新乡市", "", "[新乡市]"),
    ],
)
def test_what_the_other_text_does_not_have_is_marked(text, other, expected):
    assert expected == shown(difference(text, other))


@pytest.mark.parametrize("other", ["", "x", "市新乡", "新乡市人民政府" * 40])
def test_the_parts_are_the_text(other):
    text = "新乡市红旗区人民政府"
    assert text == "".join(part.text for part in difference(text, other))


def test_equal_texts_are_one_part():
    assert (Part("一级"),) == difference("一级", "一级")


@pytest.mark.parametrize(
    ("text", "others", "expected"),
    [
        ("崔永刚", ["郑国平", "崔永强"], "崔永强"),
        ("红旗区人民政府", ["中共新乡市委", "红旗区政府", "红旗区人民政府办"], "红旗区人民政府办"),
        ("郑国平", ["崔永强"], None),
        ("郑国平", [], None),
        ("", ["崔永强"], None),
    ],
)
def test_the_nearest_is_the_one_with_most_in_common(text, others, expected):
    assert expected == nearest(text, others)

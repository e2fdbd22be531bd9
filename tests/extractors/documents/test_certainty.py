"""What makes a value doubtful that one reading alone seems sure of."""

from dataclasses import replace

import pytest

from evidence.places import Box
from evidence.readings import Channel, Line, Reading, Straightened
from extractors.documents.certainty import Judge
from extractors.documents.page_text import merge
from extractors.documents.passages import passage
from tests.extractors.documents.conftest import centred, line, one, page, rows, seal


def _certificate(*more, seals=(), issuer="新乡市人民政府", **how):
    lines = [
        centred("荣誉证书", 250, size=70),
        *rows("张建国同志：", "授予“先进个人”称号，特发此证。", y=600),
        line(issuer, 900, 1500, **how),
        line("2022年5月", 900, 1570),
    ]
    return page(lines, seals=seals, more=more)


def _again(text, *, channel=Channel.PLAIN, scale=2.0, confidence=0.99):
    """Another reading of the issuer's line."""
    box = Box(880, 1480, 1500, 1560)
    again = line(text, 900, 1500, channel=channel, confidence=confidence)
    return Reading(1, "rapidocr", channel, scale, box, (again,))


RING = seal("卫辉市教育局", (1000, 1400, 1250, 1650), confidence=0.6)


def test_one_unsure_character_makes_a_name_doubtful():
    """The mean over a line hides one bad character; the least sure one counts."""
    sure = (0.99,) * 6 + (0.2,)
    reading = _certificate()
    readings = tuple(
        replace(
            r,
            lines=tuple(
                replace(ln, sure=sure) if ln.text == "新乡市人民政府" else ln for ln in r.lines
            ),
        )
        for r in reading.readings
    )
    issuer = one(replace(reading, readings=readings)).first("issuer")
    assert "doubtful" == issuer.certainty
    assert 0.2 == issuer.confidence


def test_under_a_seal_a_reading_that_sees_more_makes_doubt():
    """A character that ink hides in two passes shows, if badly, in a third."""
    found = one(
        _certificate(
            _again("新乡市民政府"),
            _again("新乡市人民政府", scale=1.0, confidence=0.6),
            seals=(RING,),
            issuer="新乡市民政府",
        )
    ).first("issuer")
    assert ("新乡市民政府", "doubtful") == (found.value, found.certainty)
    assert "sees more" in found.doubt


def test_what_no_confidence_would_cure_is_named_first():
    """Calibration takes a doubt for one of confidence only where nothing else is doubtful."""
    issuer = one(_certificate(seals=(RING,), confidence=0.5)).first("issuer")
    assert "stands under a seal and was read only once" == issuer.doubt


@pytest.mark.parametrize(("pitch", "certainty"), [(0.14, "certain"), (0.28, "doubtful")])
def test_under_a_seal_room_for_a_character_makes_doubt(pitch, certainty):
    """Characters stand evenly: twice the pitch between two of them means that one was lost."""
    text = "新乡市民政府"
    places = [0.05, 0.19, 0.33]
    places += [places[-1] + pitch + 0.14 * n for n in range(3)]
    reading = _certificate(_again(text), seals=(RING,), issuer=text)
    readings = tuple(
        replace(
            r,
            lines=tuple(
                replace(ln, places=tuple(places)) if ln.text == text else ln for ln in r.lines
            ),
        )
        for r in reading.readings
    )
    assert certainty == one(replace(reading, readings=readings)).first("issuer").certainty


def test_a_clear_seal_beside_a_named_one_that_no_line_names_makes_the_list_doubtful():
    """Of two joint issuers one line was not read: the list must not be called certain."""
    seals = (
        seal("新乡市人民政府", (900, 1400, 1100, 1600)),
        seal("新乡市总工会", (1150, 1400, 1350, 1600)),
    )
    issuer = one(_certificate(seals=seals)).first("issuer")
    assert ("新乡市人民政府", "doubtful") == (issuer.value, issuer.certainty)


def test_fields_of_a_crooked_page_lie_on_the_upright_one():
    """Boxes are carried back from the frame, and the four corners say how the text slants."""
    reading = replace(_certificate(), straightened=Straightened(5.0, 1850, 2470))
    issuer = one(reading).first("issuer")
    (x0, y0), (x1, y1), _, _ = issuer.quad
    assert 5.0 == pytest.approx(-57.3 * (y1 - y0) / (x1 - x0), abs=0.3)
    assert issuer.box.x0 <= x0 <= issuer.box.x1


def test_a_slanted_watermark_is_no_line_of_print():
    """Its words would else be taken for names."""
    quad = ((300, 700), (700, 300), (720, 320), (320, 720))
    mark = replace(line("复印无效", 300, 300), quad=quad, box=Box(300, 300, 720, 720))
    found = one(_certificate(Reading(1, "rapidocr", Channel.PLAIN, 1.0, None, (mark,))))
    assert all("复印" not in field.value for field in found.fields)


@pytest.mark.parametrize(("bracket", "certainty"), [(0.55, "certain"), (0.3, "doubtful")])
def test_which_bracket_stands_round_a_year_does_not_matter(bracket, certainty):
    """〔［【 are told apart with little confidence; one that may be a digit is another matter."""
    cited = "新政〔2022〕15号"
    lines = [
        centred("荣誉证书", 250, size=70),
        *rows("张建国同志：", "授予“先进个人”称号，特发此证。", y=600),
        replace(line(cited, 200, 1200), sure=(0.99, 0.99, bracket, *(0.99,) * 8)),
        line("新乡市人民政府", 900, 1500),
        line("2022年5月", 900, 1570),
    ]
    assert certainty == one(page(lines)).first("document_number").certainty


@pytest.mark.parametrize(
    ("printed", "certainty"),
    [("2623年1月3日", "doubtful"), ("1023年1月", "doubtful"), ("1999年1月3日", "certain")],
)
def test_a_date_of_another_age_is_a_misread_one(printed, certainty):
    """However sure the reader is of each digit."""
    lines = [
        centred("荣誉证书", 250, size=70),
        *rows("张建国同志：", "授予“先进个人”称号，特发此证。", y=600),
        line("新乡市人民政府", 900, 1500),
        line(printed, 900, 1570),
    ]
    assert certainty == one(page(lines)).first("date").certainty


@pytest.mark.parametrize(
    ("clear", "more"), [("2019年12月", "2019年12月31日"), ("2019年1月", "2019年1月1日")]
)
def test_a_date_that_another_reading_sees_more_of_is_doubtful(clear, more):
    """Under a seal the picture without ink may lose the day; the one with it shows it."""
    lines = [
        centred("荣誉证书", 250, size=70),
        *rows("张建国同志：", "授予“先进个人”称号，特发此证。", y=600),
        line("新乡市人民政府", 900, 1400),
        line(clear, 1000, 1500),
    ]
    again = line(more, 1000, 1500, channel=Channel.PLAIN)
    look = Reading(1, "rapidocr", Channel.PLAIN, 2.0, Box(980, 1480, 1500, 1560), (again,))
    made = page(lines, more=(look,), seals=(seal("★★★★", (950, 1400, 1250, 1700), 0.4),))
    assert "doubtful" == one(made).first("date").certainty


def test_a_number_like_a_date_of_another_age_is_none():
    text = merge(page([line("证书编号:0812-07", 300, 400)]))
    field = Judge([text]).field("certificate_number", "0812-07", passage([text.lines]), least=0.8)
    assert "certain" == field.certainty


def _judged(printed, value, *said, layer=()):
    """A weakly read value of a line, after looks of the second reader and beside a text layer."""
    weak = line(printed, 200, 300, confidence=0.6)
    whole = passage([merge(page([weak])).lines])
    found = whole.cut(at := whole.text.find(value), at + len(value))
    looks = [
        Reading(1, "tesseract", Channel.NO_SEAL, 1.1, found.box, (Line(text, found.box, 0.9, "tesseract", Channel.NO_SEAL),))
        for text in said
    ]  # fmt: skip
    text = merge(page([weak], more=looks, layer=[line(one, 200, 300) for one in layer]))
    return Judge([text]).field("inventor", value, found, least=0.9)


@pytest.mark.parametrize(
    ("printed", "value", "said", "certainty"),
    [
        ("发明人:王明", "王明", ["王 明"], "certain"),
        ("发明人:王明", "王明", ["人：王明"], "certain"),
        ("发明人:王明", "王明", ["王明辉"], "doubtful"),
        ("发明人:王明;王明辉", "王明", ["王明辉"], "doubtful"),
        ("发明人:王明;李东", "王明", ["王明李"], "certain"),
        ("发明人:王明", "王明", ["王敏", "王明"], "doubtful"),
        ("案件状态:专利权维持", "专利权维持", ["非专利权维持"], "doubtful"),
        ("申请日:2021-05-1", "2021-05-1", ["2021-05-12"], "doubtful"),
        ("申请日:2021-1-11", "2021-1-11", ["2021-11-1"], "doubtful"),
        ("申请日:2021-1-11", "2021-1-11", ["2021. 1. 11"], "certain"),
        ("申请日:2021年1月11日", "2021年1月11日", ["2 0 2 1 年 1 月 1 1 日"], "certain"),
    ],
)
def test_the_second_reader_agrees_only_where_it_sees_the_value_and_no_more(
    printed, value, said, certainty
):
    """A character more at either end, another look or a blank elsewhere is another value."""
    assert certainty == _judged(printed, value, *said).certainty


@pytest.mark.parametrize(
    ("printed", "value", "layer", "certainty"),
    [
        ("发明人:王明", "王明", "发明人:王明", "certain"),
        ("发明人:王明", "王明", "发明人:王明 专利权人:李东", "certain"),
        ("发明人:王明", "王明", "发明人:王明辉", "doubtful"),
        ("发明人:王明", "王明", "发 明 人 : 王 明 辉", "doubtful"),
        ("申请日:2021-1-11", "2021-1-11", "申请日:2021-11-1", "doubtful"),
    ],
)
def test_a_text_layer_that_says_more_of_a_value_does_not_agree(printed, value, layer, certainty):
    """Its line may go on with other columns, which stand apart, not with more of the name."""
    assert certainty == _judged(printed, value, layer=[layer]).certainty


@pytest.mark.parametrize(
    ("first", "sure", "larger", "larger_sure", "share", "certainty"),
    [
        ("2021-05-07", 0.99, "2021-05-01", 0.97, 0.65, "doubtful"),
        ("2021-05-07", 0.99, "2021-05-01", 0.97, 1.0, "doubtful"),
        ("2021-05-07", 0.83, "2021-05-01", 0.99, 0.65, "doubtful"),
        ("2021-05-07", 0.99, "2021-05-07", 0.97, 0.65, "certain"),
        ("李四;王五", 0.99, "张三;李四", 0.99, 0.65, "doubtful"),
    ],
)
def test_two_looks_that_differ_leave_a_doubt(first, sure, larger, larger_sure, share, certainty):
    """A larger look that is less sure, or sees a part only, does not silently replace the first."""
    small = line(first, 200, 300, confidence=sure)
    box = small.box
    seen = Line(
        larger, Box(box.x0, box.y0 + 8, box.x0 + round(share * box.width), box.y1 - 4), larger_sure, "rapidocr", Channel.PLAIN
    )  # fmt: skip
    text = merge(page([small], more=[Reading(1, "rapidocr", Channel.PLAIN, 2.0, None, (seen,))]))
    found = passage([text.lines])
    found = found.cut(found.text.find(";") + 1)
    made = Judge([text]).field("grant_date", found.text, found, least=0.61)
    assert certainty == made.certainty


@pytest.mark.parametrize(
    ("again", "certainty"),
    [
        ("发明人:王明辉", "doubtful"),
        ("发明人:张王明", "doubtful"),
        ("发明人:王明", "certain"),
        ("明人:王明", "certain"),
        ("专利发明人:王明", "certain"),
        ("发明人:王明地址", "certain"),
    ],
)
def test_another_look_that_sees_a_character_beside_the_value_leaves_a_doubt(again, certainty):
    """A faint last character, which is not sure enough to be taken, is there all the same."""
    first = line("发明人:王明", 200, 300, confidence=0.97)
    seen = replace(line(again, 200, 300, confidence=0.93), sure=(0.7,) * len(again))
    seen = replace(seen, box=first.box)
    look = Reading(1, "rapidocr", Channel.PLAIN, 2.0, None, (seen,))
    text = merge(page([first, line("地址:新乡市", 600, 300)], more=(look,)))
    whole = passage([text.lines])
    at = whole.text.find("王明")
    made = Judge([text]).field("inventor", "王明", whole.cut(at, at + 2), least=0.9)
    assert (certainty, "王明") == (made.certainty, made.raw)

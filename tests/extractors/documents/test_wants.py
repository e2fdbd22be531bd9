from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.places import Box
from evidence.readings import Channel, Line, Reading, Seal
from extractors.documents.extract import extract
from extractors.documents.lines_apart import UPRIGHT
from tests.extractors.documents.conftest import centred, line, page, read, rows
from tests.extractors.documents.test_commendations import FIRST

TEXTS = st.one_of(
    st.text(max_size=12),
    st.text(
        alphabet="年月日发明人专利号授权公告荣誉证书文件关于表彰决定附件名单先进个人：;。（）〔〕0123456789ZLCNXB二〇市人民政府同志姓名 \u3000",
        max_size=30,
    ),
    st.sampled_from(
        [
            "荣誉证书",
            "发明专利证书",
            "专利号：ZL 2020 1 0430096.1",
            "发明人：王志新何洋;李",
            "授权公告日：2021年07月0",
            "新乡市人民政府文件",
            "关于表彰先进个人的决定",
            "各单位：",
            "附件",
            "先进个人名单",
            "张三 李四 王五六七",
            "二〇二二年五月",
            "2020年月26日",
            "机关事业单位工人技师资格证书",
            "中国及多国专利审查信息查询",
            "申请号/专利号：2020104300960",
            "高级技师考评申报表",
            "获得表彰、奖励、业绩成果情况",
            "2019年",
            "2020年",
            "近5年年度考核结果",
            "单位审",
            "1",
            "新乡市人民政府",
            "特发此证",
        ]
    ),
)
BOXES = st.builds(
    lambda x, y, w, h: Box(x, y, x + w, y + h),
    st.integers(-20, 1500),
    st.integers(-20, 2200),
    st.integers(0, 900),
    st.integers(0, 120),
)
LINES = st.lists(
    st.builds(
        Line,
        TEXTS,
        BOXES,
        st.floats(0, 1),
        st.sampled_from(["rapidocr", "tesseract"]),
        st.sampled_from(list(Channel)),
    ),
    max_size=25,
)
READINGS = st.lists(
    st.builds(
        Reading,
        st.just(1),
        st.sampled_from(["rapidocr", "tesseract"]),
        st.sampled_from(list(Channel)),
        st.sampled_from([1.0, 1.5, 2.0]),
        st.none() | BOXES,
        LINES.map(tuple),
    ),
    max_size=3,
)
SEALS = st.lists(st.builds(Seal, BOXES, st.just("red"), LINES.map(tuple)), max_size=2)
PAGES = st.builds(
    lambda lines, more, seals: page(lines, more=more, seals=seals), LINES, READINGS, SEALS
)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(PAGES, max_size=3))
def test_whatever_was_read_every_page_is_in_a_document(pages):
    """Extraction never raises, loses no page, and says the same when asked again."""
    pages = [replace(one, page=replace(one.page, number=n)) for n, one in enumerate(pages, start=1)]
    pages = [
        replace(
            one,
            readings=tuple(
                replace(r, page=one.page.number, lines=tuple(r.lines)) for r in one.readings
            ),
        )
        for one in pages
    ]
    found = read(*pages)
    assert {one.page.number for one in pages} == {n for d in found.documents for n in d.pages}
    assert found == read(*pages)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(PAGES, st.lists(LINES, min_size=1, max_size=4))
def test_wants_come_to_an_end(first, answers):
    """Whatever the answers are, nothing is asked for twice and the asking ends."""
    reading, asked = first, set()
    for n in range(200):
        wants = extract((reading,), upload="a", sha256="").wants
        if not wants:
            return
        keys = {(w.page, w.box, w.channel, w.scale, w.reader) for w in wants}
        assert not keys & asked
        asked |= keys
        made = tuple(
            Reading(
                w.page, w.reader, w.channel, w.scale, w.box, tuple(answers[(n + m) % len(answers)])
            )
            for m, w in enumerate(wants)
        )
        reading = replace(reading, readings=reading.readings + made)
    pytest.fail(f"still asking after 200 rounds: {wants}")


def _certificate(number):
    return [
        centred("发明专利证书", 400, size=60),
        *rows(
            "发明名称：一种装置",
            "发明人：李晓东;王芳",
            f"专利号：{number}",
            "专利申请日：2020年05月20日",
            "专利权人：新乡市公路事业发展中心",
            ("授权公告日：2021年07月02日", "授权公告号：CN 111472379 B"),
            y=600,
            step=80,
        ),
    ]


def test_nothing_is_wanted_where_all_is_certain():
    """A clear page costs one reading."""
    assert () == read(page(_certificate("ZL 2020 1 0430096.0"))).wants


def test_wrong_check_digit_is_looked_at_again_by_both_readers():
    """Its line alone, larger and plain, and by the independent second reader."""
    wants = read(page(_certificate("ZL 2020 1 0430096.1"))).wants
    assert {("rapidocr", Channel.PLAIN), ("tesseract", Channel.NO_SEAL)} == {
        (want.reader, want.channel) for want in wants
    }
    assert all(want.box is not None and want.box.height < 100 for want in wants)


def test_missing_field_asks_for_the_whole_page_once_in_each_channel():
    """Larger and plain first; when that brings nothing, without seal ink; then no more."""
    lines = [one for one in _certificate("ZL 2020 1 0430096.0") if "申请日" not in one.text]
    first = page(lines)
    (want,) = read(first).wants
    assert (None, Channel.PLAIN) == (want.box, want.channel)
    second = replace(
        first,
        readings=(*first.readings, Reading(1, "rapidocr", Channel.PLAIN, want.scale, None, ())),
    )
    (want,) = read(second).wants
    assert (None, Channel.NO_SEAL) == (want.box, want.channel)
    third = replace(
        second,
        readings=(*second.readings, Reading(1, "rapidocr", Channel.NO_SEAL, want.scale, None, ())),
    )
    assert () == read(third).wants


def test_second_reader_that_disagrees_keeps_the_doubt():
    """Where two readers differ and no check digit settles it, nobody is believed."""
    lines = [
        centred("荣誉证书", 250, size=70),
        *rows("张建国同志：", "根据新政〔2022〕15号文件，授予“先进个人”称号，特发此证。", y=600),
        *rows("新乡市人民政府", "2022年5月", x=900, y=1500),
    ]
    at = lines[2].box
    other = Line("根据新政〔2022〕16号文件", at, 0.9, "tesseract", Channel.NO_SEAL)
    more = (Reading(1, "tesseract", Channel.NO_SEAL, 2.0, at, (other,)),)
    number = read(page(lines, more=more)).documents[0].first("document_number")
    assert ("新政〔2022〕15号", "doubtful") == (number.value, number.certainty)


def _printout(*heading, sure=0.99):
    """An entry of the gazette, with the confidence at which its inventors were read."""
    return [
        *heading,
        *rows(
            "发明公布 发明授权 实用新型 外观设计",
            "[发明授权]一种装置及方法",
            ("授权公告号：CN111472379B", "授权公告日：2021.07.02"),
            ("申请号：2020104300960", "申请日：2020.05.20"),
            "专利权人：新乡市公路事业发展中心",
            y=400,
        ),
        line("发明人：李晓东;王芳", 200, 760, confidence=sure),
    ]


def test_a_site_without_its_name_asks_for_the_heading_in_colour():
    """White print on colour is lost without seal ink; what stands below is not read again."""
    (want,) = read(page(_printout())).wants
    assert ((0, 0, 1600, 256), Channel.PLAIN) == (tuple(want.box), want.channel)
    name = line("中国专利公布公告", 200, 60, channel=Channel.PLAIN)
    seen = Reading(1, "rapidocr", Channel.PLAIN, want.scale, want.box, (name,))
    found = read(page(_printout(), more=(seen,)))
    site = found.documents[0].first("site")
    assert ("epub", "certain", ()) == (site.value, site.certainty, found.wants)


def test_an_address_that_is_no_offices_is_looked_at_again():
    """In small print pss-system.cponline.cnipa.gov.cn is read as somebody else's address."""
    heading = line("中国专利公布公告", 200, 60), line("https://s-ste.cponie.cpa.x/detail", 200, 120)
    wants = read(page(_printout(*heading))).wants
    assert any(want.scale == 2.0 and want.box.overlap(heading[1].box) for want in wants)


def _weakly_read(*second):
    """The gazette's entry after a larger look at its inventors, and what the second reader said."""
    lines = _printout(line("中国专利公布公告", 200, 60), sure=0.8)
    larger = Reading(1, "rapidocr", Channel.PLAIN, 2.0, lines[-1].box.grown(20), (lines[-1],))
    said = [
        Reading(
            1,
            "tesseract",
            Channel.NO_SEAL,
            1.1,
            box,
            (Line(text, box, 0.5, "tesseract", Channel.NO_SEAL),),
        )
        for text, box in second
    ]
    return read(page(lines, more=(larger, *said)))


def test_a_weak_value_of_an_official_page_asks_for_the_second_reader_alone():
    """Each name by itself: the reader takes all that it is shown for one line."""
    wants = [want for want in _weakly_read().wants if want.reader == "tesseract"]
    assert 2 == len(wants)
    assert not wants[0].box.overlap(wants[1].box)


@pytest.mark.parametrize(
    ("said", "expected"), [("李 晓 东", "certain"), ("李 晓 乐", "doubtful"), ("", "doubtful")]
)
def test_the_second_reader_settles_the_value_that_it_read_and_no_other(said, expected):
    """王芳 stands on the same line, which the second reader has not looked at there."""
    wants = [want for want in _weakly_read().wants if want.reader == "tesseract"]
    found = _weakly_read((said, wants[0].box)).documents[0].all("inventor")
    assert [("李晓东", expected), ("王芳", "doubtful")] == [(f.value, f.certainty) for f in found]
    assert "confidence" in found[1].doubt


def test_the_second_reader_says_nothing_of_what_it_read_elsewhere():
    """The other inventor's place is no place of this one's name, however long it is."""
    lines = _printout(line("中国专利公布公告", 200, 60))[:-1]
    lines += [line("发明人：欧阳建国;王芳", 200, 760, confidence=0.8)]
    elsewhere = line("欧阳建国", 700, 1500, reader="tesseract")
    more = (Reading(1, "tesseract", Channel.NO_SEAL, 1.1, elsewhere.box, (elsewhere,)),)
    found = read(page(lines, more=more)).documents[0].first("inventor")
    assert ("欧阳建国", "doubtful") == (found.value, found.certainty)


def test_a_doubtful_value_is_looked_at_in_the_same_round_as_the_heading():
    """A look at a part of the page spares no other one."""
    wants = read(page(_printout(sure=0.8))).wants
    assert {
        "the site is not known for certain",
        "inventor is doubtful: read with confidence 0.80 only",
    } == {want.reason for want in wants}


def test_faint_line_is_read_alone():
    """A want of a line covers the whole line, so that its reading can take its place."""
    lines = [
        centred("荣誉证书", 250, size=70),
        *rows("张建国同志：", "授予“先进个人”称号，特发此证。", y=600),
        line("新乡市人民政府", 900, 1500, confidence=0.5),
        line("2022年5月", 900, 1570),
    ]
    (want,) = read(page(lines)).wants
    assert want.box.overlap(lines[3].box) == lines[3].box.area
    assert "issuer" in want.reason


def test_continuation_of_a_certificate_looked_at_alone_wants_nothing():
    """The pool reads page by page: 第2页(共2页) lacks the front page's fields and is whole."""
    back = page(
        rows(
            "申请日时本专利记载的申请人、发明人信息如下：",
            "申请人：",
            "新乡市公路事业发展中心",
            "发明人：",
            "李晓东;王芳",
            "第 2 页(共 2页)",
        ),
        number=2,
    )
    assert () == extract((back,), upload="a", sha256="").wants


def _list_page(*lines):
    return page([centred("全市先进个人名单", 200, size=44), *lines])


def test_line_read_downwards_asks_for_the_page():
    """An upright line among rows of names is doubtful, and a larger look tells what stands there."""
    upright = Line("侯戴", Box(200, 400, 256, 515), 0.99, "rapidocr", Channel.NO_SEAL)
    found = read(_list_page(upright, *rows(("田志远", "吴红"), ("文敏", "李丽"), x=460, y=410)))
    (want,) = found.wants
    assert (None, UPRIGHT) == (want.box, want.reason)


@pytest.mark.parametrize(
    ("expected", "count", "last"),
    [(1, "（共5名）", 600), (0, "（共4名）", 600), (0, "（共5名）", 2000)],
)
def test_list_that_is_not_whole_asks_for_the_page(expected, count, last):
    """Once, and not where the list fills its page and may go on with the next."""
    lists = [
        centred("全市先进个人名单", 200, size=44),
        line(count, 700, 280),
        *rows(("田志远", "吴红"), x=460, y=410),
        *rows(("文敏", "李丽"), x=460, y=last),
    ]
    found = read(page(FIRST), page(lists, number=2))
    wants = [want for want in found.wants if "the list says" in want.reason]
    assert expected == len(wants)
    assert all((2, None) == (want.page, want.box) for want in wants)


def test_first_page_of_a_decision_asks_for_no_list():
    """What the text says of the number of people is settled by another page."""
    assert () == read(page(FIRST)).wants


def test_a_small_picture_of_a_publication_is_read_larger_where_a_date_is_missing():
    """What a paper of the office says in any case is looked for once more, larger."""
    lines = rows(
        "(12)发明专利申请", "(10)申请公布号 CN 123456780 A", "(21)申请号 202518765432.0",
        "(22)申请日 3085.05.06", "(72)发明人 张三", "(54)发明名称", "一种举升装置的制造方法",
        size=12, step=20,
    )  # fmt: skip
    (want,) = read(page(lines, width=753, height=1066)).wants[:1]
    assert (None, "application_date not found") == (want.box, want.reason)
    assert not [w for w in read(page(lines, width=2480, height=3507)).wants if w.box is None]


def test_the_corner_of_a_wide_screen_is_looked_at_for_its_clock():
    """The first look does not see so small a line; a print on paper has no clock."""
    lines = rows(
        "中国及多国专利审查信息查询",
        ("申请号/专利号：2020104300960", "发明名称：一种夹具"),
        "案件状态：专利权维持",
    )
    wants = [w for w in read(page(lines, width=3840, height=2160)).wants if "clock" in w.reason]
    assert [Box(3264, 2030, 3840, 2160)] == [want.box for want in wants]
    assert not [w for w in read(page(lines)).wants if "clock" in w.reason]

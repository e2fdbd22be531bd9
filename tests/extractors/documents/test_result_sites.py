from __future__ import annotations

import time

import pytest

from extractors.documents.certainty import Judge
from extractors.documents.page_text import merge
from extractors.documents.passages import passage
from extractors.documents.result_sites import moment, site
from extractors.documents.site_heads import addresses, names
from tests.extractors.documents.conftest import centred, line, page, read, rows, values

RECORD = (
    ("申请号/专利号：2020104300960", "发明名称：一种夹具"),
    ("申请人：王芳", "案件状态：专利权维持"),
)


def _first(*lines, **how):
    return read(page([*lines, *rows(*RECORD, y=400)], **how)).documents[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024/3/26 10:05", "2024-03-26T10:05"),
        ("2024/3/2610:05", "2024-03-26T10:05"),
        ("2024/3/210:05", "2024-03-02T10:05"),
        ("2024/3/26 下午2:05", "2024-03-26T14:05"),
        ("3/26/24, 2:05 PM", "2024-03-26T14:05"),
        ("2024年3月26日 10:05", "2024-03-26T10:05"),
        ("10:05 2024/3/26", "2024-03-26T10:05"),
        ("2024-03-26", "2024-03-26"),
        ("10:05", ""),
    ],
)
def test_moments_as_browsers_and_screens_write_them(text, expected):
    assert expected == moment(text)


def test_the_clock_of_a_screen_tells_when_it_was_asked():
    """Time above date in the lower right corner, and nowhere else."""
    name = line("中国及多国专利审查信息查询", 100, 50)
    clock = [line("10:05", 3700, 2090), line("2024/3/26", 3660, 2130)]
    wide = {"width": 3840, "height": 2160}
    assert "2024-03-26T10:05" == _first(name, *clock, **wide).first("query_time").value
    elsewhere = [line("10:05", 1700, 1090), line("2024/3/26", 1660, 1130)]
    assert _first(name, *elsewhere, **wide).first("query_time") is None


@pytest.mark.parametrize(
    ("texts", "expected", "certain"),
    [
        (["中国及多国专利审查信息查询"], "cpquery", True),
        (["https://epub.cnipa.gov.cn/Dxb/IndexQuery", "中国专利公布公告"], "epub", True),
        (["https://www.zhuanli-example.com/detail", "中国专利公布公告"], "epub", False),
        (["专利之星 收藏", "中国及多国专利审查信息查询", "https://cpquery.cponline.cnipa.gov.cn/"], "cpquery",
         False),
    ],
)  # fmt: skip
def test_a_site_is_certain_only_where_no_other_is_named(texts, expected, certain):
    """Another name, or the address of another host, leaves the site in doubt."""
    found = _first(*rows(*texts, y=60)).first("site")
    assert (expected, certain) == (found.value, found.doubt is None)


SCREEN = {"width": 3840, "height": 2160}
NAME = "国家知识产权局 中国及多国专利审查信息查询"
IN_TEXT = "the site is named in the page's text only"
BY_LABELS = "the site is recognised by its labels only"


@pytest.mark.parametrize(
    "bar",
    [
        "https://cpquery.cponline.cnipa.gov.cn/chinesepatent/index",
        "cpquery.cponline.cnipa.gov.cn/chinesepatent/index",
        "○ cpquery.cnipa.gov.cn",
        "不安全 | cpquery.cnipa.gov.cn/txnQuery.do?select-key:shenqingh=2020104300960",
        "https : //cpquery.cnipa.gov.cn:443/index ☆",
        "https://cpquery. cnipa .gov.cn/index",
    ],
)
def test_a_window_is_of_the_site_whose_address_its_bar_shows(bar):
    found = _first(line(bar, 300, 100), **SCREEN).first("site")
    assert ("cpquery", None) == (found.value, found.doubt)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("http://epub.cnipa.gov.cn/Dxb/IndexQuery", "epub"),
        ("https://pss-system.cponline.cnipa.gov.cn/documents/detail", "pss"),
    ],
)
def test_a_print_is_of_the_site_whose_address_stands_at_its_foot(address, expected):
    found = _first(line(address, 60, 2250)).first("site")
    assert (expected, None) == (found.value, found.doubt)


@pytest.mark.parametrize(
    "name", [NAME, "中国及多国专利审查信息查询 ×", "P 国家知识产权局中国专利审查信息查询系统"]
)
def test_a_full_screen_is_of_the_site_whose_head_it_shows(name):
    """A browser in full screen has no bar with the address."""
    found = _first(line(name.replace("系统", ""), 160, 60), **SCREEN).first("site")
    assert ("cpquery", None) == (found.value, found.doubt)


@pytest.mark.parametrize(
    ("head", "doubt"),
    [
        ("国家知识产权局", None),
        ("CNIPA", None),
        ("中国专利公布公告", None),
        ("智利专利网", IN_TEXT),
        ("FreePatents", IN_TEXT),
    ],
)
@pytest.mark.parametrize("place", [(160, 40), (60, 180)])
def test_a_name_below_or_beside_the_larger_head_of_another_site_is_a_link(head, doubt, place):
    """Sites of other people link to the office's."""
    logo = line(head, *place, size=60)
    found = _first(logo, line("中国专利公布公告", 900, 190), **SCREEN).first("site")
    assert ("epub", doubt) == (found.value, found.doubt)


def test_an_address_of_the_office_at_the_foot_of_a_screen_is_a_link():
    """Browsers print it at the foot of paper; a screen has it in its bar."""
    found = _first(line("http://epub.cnipa.gov.cn", 60, 2100), **SCREEN).first("site")
    assert ("epub", IN_TEXT) == (found.value, found.doubt)


@pytest.mark.parametrize(
    "text",
    [
        "CN202329980916.X",
        "Int.Cl. B66F 3/24",
        "2024.03.26",
        "打印.pdf",
        "a.pdf",
        "10:05",
        "检索结果:15",
        "Date: 2024-03-26 10:05",
        "CN/EN",
    ],
)
def test_a_word_with_a_dot_near_the_head_is_no_address(text):
    """A check digit stands behind a dot, as a domain does."""
    found = _first(line(NAME, 160, 60), line(text, 900, 200), **SCREEN).first("site")
    assert ("cpquery", None) == (found.value, found.doubt)


def test_a_screen_without_head_and_address_has_a_site_in_doubt():
    """A page scrolled down, or a forged one, shows the labels and nothing else."""
    found = _first(**SCREEN).first("site")
    assert ("cpquery", BY_LABELS) == (found.value, found.doubt)


@pytest.mark.parametrize(
    "bar",
    [
        "cpquery.cnipa.gov.cn.example.com/index",
        "https://cpquery.cnipa.gov.cn.example.com",
        "cpquery.cnipa.gov.cn-query.com",
        "https://cpquery.cnipa.gov.cn@example.com/",
        "https://cpquery.cnipa.gov.cn:80@example.com/",
        "example.com/cpquery.cnipa.gov.cn/",
        "https://example.com/?to=https://cpquery.cnipa.gov.cn/",
        "cpquery.cnipa.gov.cn .example.com",
        "https://cpquery.cnipa.gov.cn  @example.com",
        "mycnipa.gov.cn/cpquery",
        "192.168.1.20:8080/cpquery.cnipa.gov.cn",
        "localhost:8000/cpquery.cnipa.gov.cn",
        "file:///C:/下载/cpquery.cnipa.gov.cn.html",
        "文件 | C:/下载/cpquery.cnipa.gov.cn.html",
        "http://myserver/epub",
        "不安全 | myserver:8080/epub",
        "myserver:8080",
        "http://[::1]:8000/x",
        "[::1]:8000/x",
        "data:text/html;base64,PGgx",
        "about:blank",
        "chrome-extension://cpquery/x.html",
        "https://专利公告.中国/x",
        "专利公告.com/x",
        "专利公告.com",
        "cpquery.专利.cn/x",
        "/home/x/a.html",
        "192.168.1.5",
    ],
)
@pytest.mark.parametrize("head", [NAME, ""])
def test_the_address_of_another_host_settles_nothing_whatever_words_are_in_it(bar, head):
    """Neither itself, nor with the site's own head below it."""
    lines = [line(bar, 300, 100), *([line(head, 160, 200)] if head else [])]
    found = _first(*lines, **SCREEN).first("site")
    assert ("cpquery" if head else found.value) == found.value
    assert found.certainty == "doubtful"


def test_an_address_that_goes_on_in_the_next_line_is_one():
    """The reader may take the host for two stretches of print."""
    bar = line("cpquery.cnipa.gov.cn", 300, 100)
    found = _first(bar, line(".example.com/", bar.box.x1 + 4, 100), **SCREEN).first("site")
    assert "the page names another site: cpquery.cnipa.gov.cn.example.com" == found.doubt


def test_an_address_that_was_read_with_doubt_settles_nothing():
    """The head below it does, where that was surely read."""
    bar = line("cpquery.cnipa.gov.cn/index", 300, 100, confidence=0.6)
    assert _first(bar, **SCREEN).first("site").doubt == "read with confidence 0.60 only"
    assert _first(bar, line(NAME, 160, 200), **SCREEN).first("site").doubt is None


@pytest.mark.parametrize(
    "text",
    [
        "中国及多国专利审查信息查询",
        "数据来源：中国及多国专利审查信息查询",
        "https://cpquery.cponline.cnipa.gov.cn/chinesepatent/index",
    ],
)
def test_words_in_a_pages_text_do_not_make_it_the_sites(text):
    found = _first(line(text, 500, 1300), **SCREEN).first("site")
    assert ("cpquery", IN_TEXT) == (found.value, found.doubt)


@pytest.mark.parametrize(
    "text", ["数据来源：中国及多国专利审查信息查询", "中国及多国专利审查信息查询数据，仅供参考"]
)
def test_a_sentence_in_the_head_is_not_the_sites_name(text):
    found = _first(line(text, 500, 100), **SCREEN).first("site")
    assert ("cpquery", IN_TEXT) == (found.value, found.doubt)


def test_the_address_says_of_which_site_a_window_with_several_tabs_is():
    tabs = [line("中国专利公布公告 ×", 60, 20), line("中国及多国专利审查信息查询 ×", 700, 20)]
    bar = line("cpquery.cponline.cnipa.gov.cn", 300, 100)
    assert ("cpquery", None) == (
        (found := _first(*tabs, bar, **SCREEN).first("site")).value,
        found.doubt,
    )
    assert _first(*tabs, **SCREEN).first("site").certainty == "doubtful"


@pytest.mark.parametrize(
    "text",
    [
        "-" * 9000,
        "a " * 9000,
        " " * 9000,
        "1" * 9000,
        "a." * 9000,
        "国家知识产权局" * 2000 + "甲",
        "A" * 9000,
    ],
)
def test_no_line_at_an_edge_takes_time_that_grows_with_its_square(text):
    edge = page([line(text, 10, 10)], **SCREEN)
    started = time.process_time()
    assert ([], []) == (addresses([merge(edge)]), names([merge(edge)])) or text.startswith("a.")
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("name", "expected"), [("天眼查", "tianyancha"), ("SooPAT 专利搜索", "soopat"), ("专利之星", "patentstar")]
)  # fmt: skip
def test_a_page_of_another_site_is_other_and_says_which(name, expected):
    """Only the office's own sites count (附件1 第九条)."""
    found = _first(centred(name, 60), centred("数据来源：中国专利公布公告", 160))
    assert ("other", expected) == (found.kind, found.first("site").value)


@pytest.mark.parametrize(
    ("text", "count", "doubt"),
    [
        ("共 1 条", "1", None),
        ("共检索到 1,234 条", "1234", None),
        ("10条/页 共15条", "15", None),
        ("为您找到 3 条结果", "3", None),
        ("共3条 共5条", "3", "the page states different numbers of results"),
    ],
)
def test_how_many_results_the_site_has(text, count, doubt):
    found = _first(centred("中国及多国专利审查信息查询", 60), line(text, 200, 700))
    assert (count, doubt) == (found.first("result_count").value, found.first("result_count").doubt)


def test_which_page_of_the_list_it_is():
    found = _first(centred("中国及多国专利审查信息查询", 60), line("第2页 共3页", 200, 700))
    assert "2/3" == found.first("result_page").value


def test_a_site_that_has_nothing_gives_no_record_of_what_was_searched():
    """The number in the search form is what was asked for, not what was found."""
    lines = [
        centred("中国及多国专利审查信息查询", 60),
        *rows(("申请号/专利号：2020104300960", "发明名称："), ("专利类型：", "查询"), y=200),
        line("案件状态：", 200, 500),
        centred("暂无数据", 700),
        line("共0条", 1200, 900),
    ]
    (found,) = read(page(lines)).documents
    assert {"site": ["cpquery"], "result_count": ["0"], "searched_number": ["ZL202010430096.0"]} == (
        values(found)
    )  # fmt: skip


def test_a_page_of_repeated_labels_takes_no_time_that_grows_with_its_square():
    """An applicant's own PDF may hold a label thousands of times."""
    text = "授权公告号:申请人:" * 4000
    started = time.process_time()
    assert [] == site(passage([[line(text, 100, 900)]]), [], Judge([]))
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("labels", "expected", "doubt"),
    [
        (["检索时间：2024-03-26 10:05"], "2024-03-26T10:05", None),
        (["检索日期：2021-03-01", "打印时间：2024-04-10 09:31"], "2021-03-01", None),
        (["打印时间：2024-04-10 09:31", "检索日期：2021-03-01"], "2021-03-01", None),
        (["检索日期：2024-04-10", "打印时间：2024-04-10 09:31"], "2024-04-10T09:31", None),
        (["检索时间：2024-04-10", "打印时间：2021-03-01 09:31"], "2024-04-10", "the page was printed before that day"),
        (["检索时间：2021-03-01", "查询时间：2024-04-10 09:31"], "2021-03-01", "the page shows several days"),
        (["检索时间：2O21-O3-O1 10:00"], "2O21-O3-O1 10:00", "the time was not read"),
        (["查询时间：22年3月26日"], "22年3月26日", "the time was not read"),
        (["检索时间：2O21-O3-O1 10:00", "打印时间：2024-04-10 09:31"], "2024-04-10T09:31",
         "another time on the page was not read"),
    ],
)  # fmt: skip
def test_a_time_that_is_stated_counts_before_that_of_printing_and_is_never_none(
    labels, expected, doubt
):
    """A stale result must not become fresh because its time was misread or it was printed anew."""
    found = _first(centred("中国及多国专利审查信息查询", 60), *rows(*labels, y=800))
    told = found.first("query_time")
    assert (expected, doubt) == (told.value, told.doubt)

import pytest

from evidence.places import Box
from evidence.readings import Channel, Line, Reading
from tests.extractors.documents.conftest import (
    centred,
    certain,
    line,
    one,
    page,
    read,
    rows,
    values,
)

CPQUERY = [
    line("国家知识产权局 中国及多国专利审查信息查询", 100, 50),
    *rows(
        ("申请号/专利号：", "例如:2010101995057"),
        ("申请号/专利号：2020104300960", "发明名称：一种用于城市道路养护车辆的液压举升装置"),
        ("申请人：新乡市公路事业发展中心", "专利类型：发明专利", "申请日：2020-05-20"),
        ("发明专利申请公布号：CN111472379A", "授权公告号：CN111472379B"),
        ("法律状态：--", "案件状态：专利权维持", "授权公告日：2021-07-02"),
        "主分类号：E01C 23/00",
        ("申请号/专利号：2017203494286", "发明名称：一种扳手"),
        ("申请人：王芳", "专利类型：实用新型", "申请日：2017-04-05"),
        ("法律状态：授权", "案件状态：未缴年费终止失效"),
        ("查询时间：2024-03-25 15:20", "共2条"),
        y=200,
        size=22,
    ),
]


def test_list_of_cpquery_is_one_document_a_row():
    """Each record by itself; the example in the search box is none; a list names no inventors."""
    first, second = read(page(CPQUERY)).documents
    assert {
        "site": ["cpquery"],
        "query_time": ["2024-03-25T15:20"],
        "patent_number": ["ZL202010430096.0"],
        "patent_type": ["invention"],
        "title": ["一种用于城市道路养护车辆的液压举升装置"],
        "patentee": ["新乡市公路事业发展中心"],
        "application_date": ["2020-05-20"],
        "grant_date": ["2021-07-02"],
        "grant_number": ["CN111472379B"],
        "case_status": ["专利权维持"],
        "result_count": ["2"],
    } == values(first)
    assert ["ZL201720349428.6"] == values(second)["patent_number"]
    assert (["授权"], ["未缴年费终止失效"]) == (
        values(second)["legal_status"],
        values(second)["case_status"],
    )


def test_epub_entry():
    """公布公告: kind and title in the heading, inventors by `;`."""
    found = one(
        page(
            [
                line("2024/03/26 10:05", 50, 20, size=20),
                line("中国专利公布公告", 700, 20, size=20),
                *rows(
                    "[发明授权] 一种用于城市道路养护车辆的液压举升装置",
                    ("授权公告号：CN111472379B", "授权公告日：2021.07.02"),
                    ("申请号：2020104300960", "申请日：2020.05.20"),
                    ("专利权人：新乡市公路事业发展中心", "发明人：李晓东;王芳"),
                    ("地址：453000河南省新乡市", "分类号：E01C 23/00"),
                    "摘要：本发明公开了一种举升装置。",
                    "http://epub.cnipa.gov.cn/Dxb/IndexQuery",
                ),
            ]
        )
    )
    assert {
        "site": ["epub"],
        "query_time": ["2024-03-26T10:05"],
        "patent_number": ["ZL202010430096.0"],
        "patent_type": ["invention"],
        "title": ["一种用于城市道路养护车辆的液压举升装置"],
        "inventor": ["李晓东", "王芳"],
        "patentee": ["新乡市公路事业发展中心"],
        "application_date": ["2020-05-20"],
        "grant_date": ["2021-07-02"],
        "grant_number": ["CN111472379B"],
    } == values(found)


def _pss(number, date):
    return page(
        [
            line("专利检索及分析系统", 100, 50),
            line("一种用于城市道路养护车辆的液压举升装置", 100, 130),
            *rows(
                ("申请号", "CN202010430096.0"),
                ("申请日", "2020-05-20"),
                ("公开（公告）号", number),
                ("公开（公告）日", date),
                ("申请（专利权）人", "新乡市公路事业发展中心"),
                ("发明人", "李晓东;王芳"),
                ("法律状态", "授权"),
            ),
        ]
    )


def test_pss_labels_stand_in_cells():
    """No colons: the label is a cell, its value the next one."""
    found = values(one(_pss("CN111472379B", "2021-07-02")))
    assert ["pss"] == found["site"]
    assert ["一种用于城市道路养护车辆的液压举升装置"] == found["title"]
    assert ["李晓东", "王芳"] == found["inventor"]
    assert (["CN111472379B"], ["2021-07-02"]) == (found["grant_number"], found["grant_date"])


def test_publication_is_not_a_grant():
    """…A is an unexamined publication: neither its number nor its day is a grant's."""
    found = values(one(_pss("CN111472379A", "2020-07-31")))
    assert not {"grant_number", "grant_date"} & set(found)


def test_table_with_a_row_of_headings():
    """Records as rows below their headings."""
    table = [
        line("中国及多国专利审查信息查询", 100, 50),
        line("案件状态", 1200, 200, size=24),
        *[
            line(text, x, y, size=24)
            for y, cells in (
                (200, ("申请号/专利号", "发明名称", "申请人")),
                (260, ("2020104300960", "一种装置及方法", "新乡市公路中心")),
                (320, ("2017203494286", "一种扳手", "王芳")),
            )
            for x, text in zip((100, 450, 800), cells, strict=True)
        ],
        line("专利权维持", 1200, 260, size=24),
        line("专利权维持", 1200, 320, size=24),
    ]
    found = [values(document) for document in read(page(table)).documents]
    assert [["ZL202010430096.0"], ["ZL201720349428.6"]] == [one["patent_number"] for one in found]
    assert [["一种装置及方法"], ["一种扳手"]] == [one["title"] for one in found]


_TWO_COLUMNS = "新乡市公路中心2020-05-20"
_PLACES = tuple((x - 800) / 400 for x in (*range(812, 980, 24), *range(1066, 1186, 12)))


@pytest.mark.parametrize(
    ("places", "patentee"),
    [
        (_PLACES, "新乡市公路中心"),
        (tuple(at / 17 for at in range(17)), _TWO_COLUMNS),  # no room at the heading's edge
        ((), _TWO_COLUMNS),  # the reader did not tell
    ],
)
def test_cells_read_together_are_parted_where_the_next_column_begins(places, patentee):
    """Two cells of a table stand close, and the finder of lines takes them for one line."""
    heads = ("申请号/专利号", "发明名称", "申请人", "申请日")
    both = Line(
        _TWO_COLUMNS,
        Box(800, 260, 1200, 284),
        0.99,
        "rapidocr",
        Channel.NO_SEAL,
        sure=(0.99,) * 17,
        places=places,
    )
    table = [
        line("中国及多国专利审查信息查询", 100, 50),
        *[
            line(text, x, 200, size=24)
            for x, text in zip((100, 450, 800, 1060), heads, strict=True)
        ],
        line("2020104300960", 100, 260, size=24),
        line("一种装置及方法", 450, 260, size=24),
        both,
    ]
    found = one(page(table))
    parted = patentee != _TWO_COLUMNS
    assert [patentee] == values(found)["patentee"]
    assert parted == certain(found, "patentee")
    assert parted == (values(found).get("application_date") == ["2020-05-20"])


def test_an_address_below_a_table_is_no_row_of_it():
    """A browser prints it at the foot, below whatever heading stands on the left."""
    table = [
        line("中国及多国专利审查信息查询", 100, 50),
        *[
            line(text, x, y, size=24)
            for y, cells in (
                (200, ("申请号/专利号", "发明名称", "授权公告号", "案件状态")),
                (260, ("2020104300960", "一种装置及方法", "CN111472379B", "专利权维持")),
            )
            for x, text in zip((100, 450, 800, 1200), cells, strict=True)
        ],
        line("1", 840, 400, size=24),
        line(
            "https://cpquery.cponline.cnipa.gov.cn/chinesepatent/index?id=2024", 60, 2200, size=24
        ),
    ]
    found = one(page(table))
    assert ["专利权维持"] == values(found)["case_status"]
    assert all(certain(found, name) for name in ("title", "grant_number", "case_status"))


def test_wrong_check_digit_in_a_printout_is_doubtful():
    """A number that nobody can look up is said to be doubtful."""
    wrong = [
        line(one.text.replace("2020104300960", "2020104300961"), *one.box[:2]) for one in CPQUERY
    ]
    number = read(page(wrong)).documents[0].first("patent_number")
    assert ("ZL202010430096.1", "doubtful") == (number.value, number.certainty)


def test_site_known_by_its_labels_only_is_doubtful():
    """A cropped screenshot does not show whose site it is."""
    cropped = CPQUERY[1:]
    found = read(page([centred("查询结果", 60), *cropped])).documents[0]
    assert ("cpquery", "doubtful") == (found.first("site").value, found.first("site").certainty)


def test_name_that_wraps_inside_its_column():
    """A narrow column breaks a list; the rest stands below it, behind the other columns."""
    lines = [
        line("中国及多国专利审查信息查询", 100, 50),
        *rows(
            ("申请号/专利号：2020104300960", "发明名称：一种快换机构"),
            ("发明人/设计人：范长河；方辉；廖少", "专利类型：发明专利", "申请日：2020-05-20"),
            y=200,
            size=22,
        ),
        line("华", 330, 286, size=22),
        *rows(("授权公告号：CN111472379B", "案件状态：专利权维持"), y=330, size=22),
    ]
    assert ["范长河", "方辉", "廖少华"] == values(one(page(lines)))["inventor"]


def test_screenshot_of_an_entry_without_the_sites_head():
    """The filter tabs, the kind in brackets and the labels tell a cropped entry of epub."""
    found = one(
        page(
            rows(
                "发明公布 发明授权 实用新型 外观设计",
                "[实用新型]一种粮仓多点测温取样杆",
                ("授权公告号：CN229743754U", "授权公告日：2019.11.05"),
                ("申请号：2017203494286", "申请日：2017.03.18"),
                ("专利权人：卫辉市人民医院", "发明人：易宏伟;赵明亮"),
                "摘要：本申请公开了一种粮仓多点测温取样杆。",
            )
        )
    )
    assert "patent_search_result" == found.kind
    assert ["易宏伟", "赵明亮"] == values(found)["inventor"]
    assert ("epub", "doubtful") == (found.first("site").value, found.first("site").certainty)


def test_a_label_and_a_prefix_misread_in_one_character_still_lead_to_the_number():
    """`申语号` is a label by its place and colon; the check digit bears the number out."""
    lines = [
        line("中国专利公布公告", 700, 20, size=20),
        *rows(
            "[发明授权] 一种液压举升装置",
            ("授权公告号：CN111472379.B", "授权公告日：2021.07.02"),
            ("申语号：EN202010430096.0", "申请日：2020.05.20"),
            ("专利权人：新乡市公路事业发展中心", "发明人：李晓东;王芳"),
        ),
    ]
    found = values(one(page(lines)))
    assert (["ZL202010430096.0"], ["CN111472379B"], ["李晓东", "王芳"]) == (
        found["patent_number"],
        found["grant_number"],
        found["inventor"],
    )


def test_a_print_of_two_pages_is_one_list_whose_patents_know_their_pages():
    """The browser counts its pages; a patent that a page's end cuts stands on both."""
    head = line("中国及多国专利审查信息查询", 100, 50)
    first = [
        head,
        *rows(
            ("申请号/专利号：2020104300960", "发明名称：一种液压举升装置"),
            ("申请人：新乡市公路中心", "案件状态：专利权维持"),
            y=300,
        ),
        *rows(("申请号/专利号：2017203494286", "发明名称：一种扳手"), y=2100),
        line("1/2", 1500, 2250),
    ]
    second = [
        *rows(("申请人：王芳", "案件状态：未缴年费终止失效"), y=100),
        line("共2条", 1300, 400),
        line("2/2", 1500, 2250),
    ]
    one, two = read(page(first), page(second, 2)).documents
    assert ((1,), (1, 2)) == (one.pages, two.pages)
    assert (["专利权维持"], ["未缴年费终止失效"]) == (
        values(one)["case_status"],
        values(two)["case_status"],
    )
    assert ({"2"}, ["王芳"]) == (
        {document.first("result_count").value for document in (one, two)},
        values(two)["patentee"],
    )


def test_a_value_in_the_middle_of_a_tall_cell_is_read_above_and_below_its_label():
    """Browsers centre a label beside a value of two lines; both lines are the value's."""
    lines = [
        line("专利检索及分析系统", 100, 50),
        *rows(("申请号", "CN202010430096.0"), y=200),
        line("一种用于城市道路养护车辆的", 500, 280),
        line("发明名称", 200, 297),
        line("液压举升装置", 500, 315),
        *rows(("申请日", "2020-05-20"), y=400),
        *rows(("申请（专利权）人", "新乡市公路中心"), y=480),
    ]
    found = values(one(page(lines)))
    assert (["一种用于城市道路养护车辆的液压举升装置"], ["2020-05-20"]) == (
        found["title"],
        found["application_date"],
    )


def test_events_of_the_gazette_tell_that_a_patent_ended_and_who_invented_it_before():
    """事务: a lapse is its status; that it was granted is none, for the list may be cut off."""
    lines = [
        line("中国专利公布公告", 700, 20, size=20),
        *rows(
            "[实用新型] 一种扳手",
            "申请号：2017203494286",
            ("事务数据公告日", "事务数据类型"),
            ("2018.03.06", "授权"),
            ("2020.01.07", "著录事项变更"),
            "变更事项：发明人",
            "变更前：王芳;李晓东",
            "变更后：王芳",
            ("2023.08.01", "未缴年费专利权终止"),
        ),
    ]
    found = values(one(page(lines)))
    assert ["2018-03-06 授权", "2020-01-07 著录事项变更", "2023-08-01 未缴年费专利权终止"] == found[
        "legal_event"
    ]
    assert (["未缴年费专利权终止"], ["王芳", "李晓东"]) == (
        found["legal_status"],
        found["inventor_at_filing"],
    )
    granted = [line for line in lines if "2023" not in line.text and "终止" not in line.text]
    assert "legal_status" not in values(one(page(granted)))


def test_a_last_line_as_wide_as_the_others_may_not_be_the_last():
    """Detectors pass over lines of one character; a look at the place below settles it."""
    lines = [
        line("中国及多国专利审查信息查询", 100, 50),
        *rows(("申请号/专利号：2020104300960", "案件状态：专利权维持"), y=200),
        *rows("发明名称：一种用于城市道路养护", y=260),
        line("车辆的液压装置", 350, 296),
    ]
    full = [*lines[:-1], line("车辆的液压举升装置其", 350, 296)]
    assert read(page(lines)).documents[0].first("title").doubt is None
    found = read(page(full))
    assert "a line of few characters may follow below" == found.documents[0].first("title").doubt
    (want,) = [want for want in found.wants if want.box and "title" in want.reason]
    assert want.box.y1 > 296 + 2 * 30
    looked = Reading(1, "rapidocr", Channel.PLAIN, 2.0, want.box, ())
    settled = read(page(full, more=[looked])).documents[0].first("title")
    assert ("一种用于城市道路养护车辆的液压举升装置其", None) == (settled.value, settled.doubt)


DETAIL = (
    "申请号/专利号：2020104300960",
    "发明名称：一种夹具",
    "专利权人：新乡市公路中心",
    "发明人：王芳；李晓东",
    "申请日：2020-05-20",
    "授权公告号：CN111472379B",
    "授权公告日：2021-11-09",
    "法律状态：授权",
)


def _detail(*more, without=(), number=1):
    told = [one for one in DETAIL if not one.startswith(tuple(without) or "!")]
    head = line("中国专利公布公告", 100, 50)
    return page([head, *rows(*told, *more, y=200)], number)


@pytest.mark.parametrize(
    ("again", "name", "expected"),
    [
        ("当前法律状态：专利权全部无效", "legal_status", ["授权", "专利权全部无效"]),
        ("授权公告日：2022-11-09", "grant_date", ["2021-11-09", "2022-11-09"]),
        ("申请日：2019-05-20", "application_date", ["2020-05-20", "2019-05-20"]),
        ("公开(公告)号：CN222222222B", "grant_number", ["CN111472379B", "CN222222222B"]),
        ("发明名称：一种扳手", "title", ["一种夹具", "一种扳手"]),
    ],
)
def test_a_label_that_comes_again_with_another_value_is_told_twice(again, name, expected):
    assert expected == values(one(_detail(again)))[name]
    assert expected[:1] == values(one(_detail()))[name]


def test_the_same_value_again_and_a_link_that_is_called_as_a_label_say_nothing_more():
    again = (
        "法律状态：授权",
        "授权公告日：2021-11-09",
        "发明人：王芳；李晓东",
        ("法律状态", "全文"),
    )
    found = one(_detail(*again))
    assert (["授权"], ["2021-11-09"]) == tuple(
        values(found)[n] for n in ("legal_status", "grant_date")
    )
    assert certain(found, "inventor")
    assert certain(found, "legal_status")


@pytest.mark.parametrize(
    ("name", "again"), [("inventor", "发明人：王芳"), ("patentee", "申请人：河南省中原机械厂")]
)
def test_of_two_lists_of_names_the_first_is_told_in_doubt(name, again):
    found = one(_detail(again))
    assert values(one(_detail()))[name] == values(found)[name]
    assert certain(one(_detail()), name)
    assert not certain(found, name)


@pytest.mark.parametrize("heading", [("事务数据",), ()])
def test_events_are_told_beside_a_status_and_on_a_page_that_holds_nothing_else(heading):
    """The heading of a long list stands on the page before."""
    ended = ("2023.08.01", "专利权全部无效")
    beside = values(one(_detail(*heading, ended)))
    assert (["授权"], ["2023-08-01 专利权全部无效"]) == (
        beside["legal_status"],
        beside["legal_event"],
    )
    alone = page([line("中国专利公布公告", 100, 50), *rows(DETAIL[0], *heading, ended)])
    found = values(one(alone))
    assert (["ZL202010430096.0"], ["2023-08-01 专利权全部无效"]) == (
        found["patent_number"],
        found["legal_event"],
    )


def test_an_end_whose_date_was_not_read_is_told_in_doubt():
    found = one(_detail("事务数据", ("2021.11.09", "授权"), "专利权全部无效"))
    assert ["2021-11-09 授权", "专利权全部无效"] == values(found)["legal_event"]
    assert not certain(found, "legal_event")


def test_an_end_that_was_taken_back_is_not_the_status():
    lapsed, back = ("2022.05.01", "未缴年费专利权终止"), ("2022.09.01", "权利的恢复")
    told = [
        values(one(_detail("事务数据", *events, without=["法律状态"]))).get("legal_status")
        for events in ((lapsed,), (back, lapsed), (back, ("2023.05.01", "未缴年费专利权终止")))
    ]
    assert [["未缴年费专利权终止"], None, ["未缴年费专利权终止"]] == told


@pytest.mark.parametrize("head", ["中国专利公布公告 [发明授权]", ""])
@pytest.mark.parametrize(
    "state", [("法律状态：专利权全部无效",), ("事务数据", ("2023.08.01", "专利权全部无效"))]
)
def test_a_page_without_number_tells_its_state_of_the_patent_of_the_print(head, state):
    """A print of one patent goes on over pages that repeat no number, nor the site's name."""
    second = page(rows(*([head] if head else []), *state), 2)
    found = read(_detail(), second).documents[0]
    told = values(found)
    void = [*told["legal_status"], *told.get("legal_event", [])][1:]
    assert (1, 2) == found.pages
    assert void
    assert all(one.endswith("专利权全部无效") for one in void)


def test_a_page_without_number_that_shows_another_patent_tells_nothing_of_the_first():
    other = page(
        rows(
            "中国专利公布公告 [发明授权]",
            "发明名称：一种扳手",
            "申请日：2018-05-20",
            "法律状态：失效",
        ),
        2,
    )
    found = read(_detail(), other).documents
    assert (["授权"], (1,)) == (values(found[0])["legal_status"], found[0].pages)
    assert ["失效"] == values(found[1])["legal_status"]


def _list(order, unread):
    """A list of three patents in one column, of which some lines were not read."""
    patents = [
        ("2018102674596", "一种夹具", "甲公司", "2018-02-11"),
        ("2019107296339", "一种扳手", "乙公司", "2019-03-12"),
        ("2020104426210", "一种护栏", "丙公司", "2020-04-13"),
    ]
    labels = ("申请号/专利号：", "发明名称：", "申请人：", "申请日：")
    lines = [labels[at] + patent[at] for patent in patents for at in order]
    return page(
        [
            line("中国及多国专利审查信息查询", 100, 50),
            *(
                found
                for found in rows(*lines, y=200, step=50)
                if unread is None or found.text not in unread
            ),
        ]
    ), patents


@pytest.mark.parametrize("order", [(1, 2, 0, 3), (1, 2, 3, 0)])
@pytest.mark.parametrize(
    "unread", [None, ("发明名称：一种夹具",), ("申请人：甲公司", "申请人：乙公司")]
)
def test_a_title_above_its_number_is_never_surely_the_one_before(order, unread):
    """Where the first title is not read, each patent seems to end with the next one's."""
    listed, patents = _list(order, unread)
    own = {f"ZL{number[:-1]}.{number[-1]}": title for number, title, *_ in patents}
    for found in read(listed).documents:
        title = found.first("title")
        right = title is not None and title.value == own[found.first("patent_number").value]
        assert right or title is None or title.doubt
        assert right or unread


def test_a_title_that_begins_with_the_rest_of_a_label_is_in_doubt():
    lines = [
        line("中国及多国专利审查信息查询", 100, 50),
        *rows(
            "明名称：一种夹具",
            "申请号/专利号：2020104300960",
            "申请人：王芳",
            "案件状态：专利权维持",
        ),
    ]
    title = one(page(lines)).first("title")
    assert title is None or title.doubt


def test_of_a_print_of_two_patents_each_page_tells_the_events_of_its_own():
    """Page numbers of the printer make one print of both."""
    head, ended = line("中国专利公布公告", 100, 50), ("2023.08.01", "专利权全部无效")
    first = page([head, *rows(*DETAIL, "事务数据", ended, "第1页 共2页", y=200)])
    other = ("申请号/专利号：2017203494286", "发明名称：一种扳手", "发明人：王芳", "法律状态：授权")
    second = page([head, *rows(*other, "第2页 共2页", y=200)], 2)
    told = [values(found) for found in read(first, second).documents]
    assert [["2023-08-01 专利权全部无效"], None] == [one.get("legal_event") for one in told]


@pytest.mark.parametrize(
    ("name", "again"),
    [
        ("legal_status", "当前法律状态：专利权全部无效"),
        ("case_status", "案件状态：无效宣告失效"),
        ("application_date", "申请日：2019-05-20"),
        ("inventor", "发明人：王芳"),
    ],
)
@pytest.mark.parametrize("last", [False, True])
def test_in_a_list_a_label_that_comes_again_leaves_the_patent_above_it_in_doubt(name, again, last):
    """It may be this patent's second status or the first of the next one's labels."""
    told = (*DETAIL, "案件状态：专利权维持")
    other = (
        "申请号/专利号：2017203494286",
        "发明名称：一种扳手",
        "申请日：2017-04-05",
        "法律状态：授权",
        "案件状态：专利权维持",
    )
    lists = [(*other, *told, again) if last else (*told, again, *other), (*told, *other)]
    found = []
    for lines in lists:
        listed = page([line("中国及多国专利审查信息查询", 100, 50), *rows(*lines)])
        numbered = {
            number: paper
            for paper in read(listed).documents
            for number in values(paper).get("patent_number", ())
        }
        found.append(certain(numbered["ZL202010430096.0"], name))
    assert [False, True] == found

"""Lists of the commended as cities print them, page by page."""

from evidence.places import Box
from evidence.readings import Channel, Line
from extractors.documents.lines_apart import UPRIGHT
from tests.extractors.documents.conftest import centred, line, one, page, rows
from tests.extractors.documents.test_commendations import HEAD, TITLE

MAIN = rows(
    "各县（市、区）人民政府，市人民政府各部门：",
    "    为表彰先进，市人民政府决定，对下列先进集体和先进个人予以表彰。",
    y=960,
    step=70,
)
SIGNED = rows("新乡市人民政府", "2021年11月18日", x=900, y=1600, step=70)
FIRST = page([*HEAD, *TITLE, *MAIN, *SIGNED])


def listed(*pages):
    """Name and doubt of each person of a decision with these pages of lists."""
    found = one(FIRST, *pages)
    return [(field.value, field.doubt) for field in found.all("named_person")]


def sheet(*texts, number=2, heading="全市先进个人名单", **how):
    """A page with a heading and these rows."""
    return page([centred(heading, 200, size=44), *rows(*texts, y=300, **how)], number=number)


def certain(*names):
    """These names, none of them doubtful."""
    return [(name, None) for name in names]


def test_units_with_their_numbers():
    """`单位（3人）` heads the names below it; every number agrees, so all is certain."""
    found = listed(
        sheet(
            "（共6名，排名不分先后）",
            "新乡市公安局（3人）",
            ("张　三", "李四", "王小明"),
            "长垣市蒲西街道办事处（1人）",
            "欧阳建国",
            "牧野区卫生健康委员会（2人）：赵敏、周芷若",
        )
    )
    assert certain("张三", "李四", "王小明", "欧阳建国", "赵敏", "周芷若") == found


def test_group_that_is_not_whole():
    """Only the names of the unit that lacks one are doubtful where the numbers show which."""
    found = listed(
        sheet(
            "（共4名）",
            "新乡市公安局（2人）",
            ("张三", "李四"),
            "新乡市财政局（2人）",
            "王小明",
        )
    )
    doubt = "the list says 2 people, and 1 were read"
    assert [*certain("张三", "李四"), ("王小明", doubt)] == found


def test_list_that_is_not_whole():
    """The heading says more names than were read: nobody's absence is taken from it."""
    found = listed(sheet(("张三", "李四"), heading="全市先进个人名单（共三名）"))
    doubt = "the list says 3 people, and 2 were read"
    assert [("张三", doubt), ("李四", doubt)] == found


def test_text_that_says_more_people_than_were_read():
    """`授予张三等18名同志` without its list: the others are not shown to be absent."""
    text = rows(
        "各县（市、区）人民政府：",
        "    市人民政府决定，授予张海涛等18名同志“先进个人”称号。",
        y=960,
        step=70,
    )
    found = one(page([*HEAD, *TITLE, *text, *SIGNED]))
    assert ["the text says 18 people, and 1 were read"] == [
        field.doubt for field in found.all("named_person")
    ]


def test_table_with_heads():
    """Only the column of names is read, also a surname that few people have."""
    found = listed(
        sheet(
            ("序号", "姓名", "单位", "职务"),
            ("1", "张　三", "高新区管委会", "安全员"),
            ("2", "逯小军", "石油公司", "段长"),
            ("3", "亓明", "白云", "司机"),
        )
    )
    assert certain("张三", "逯小军", "亓明") == found


def test_row_of_a_table_that_was_not_understood():
    """A numbered row without a name makes the list doubtful."""
    found = listed(
        sheet(
            ("序号", "姓名", "单位"),
            ("1", "张三", "新乡市公安局"),
            ("2", "口口口口口", "新乡市财政局"),
        )
    )
    assert [("张三", "the list says 2 people, and 1 were read")] == found


def test_numbered_rows():
    """Serials count the names: none is missing here."""
    found = listed(
        sheet("1. 张三　新乡市公安局民警", "2. 李四　新乡市财政局科员", "3. 王小明　退休")
    )
    assert certain("张三", "李四", "王小明") == found


def test_numbered_rows_of_which_one_is_missing():
    """Serials go to three, two names were read."""
    found = listed(sheet("1. 张三　新乡市公安局民警", "2. 口口", "3. 王小明　退休"))
    doubt = "the list says 3 people, and 2 were read"
    assert [("张三", doubt), ("王小明", doubt)] == found


def test_enumeration_over_lines():
    """Names set one after the other break anywhere, also within a name."""
    found = listed(
        sheet(
            "新乡市公安局：张三、李四、王小明、赵敏、孙大海、陈建军、欧阳",
            "建国、周芷若、陈海",
            "新乡市财政局：李红、王芳",
        )
    )
    first = ("张三", "李四", "王小明", "赵敏", "孙大海", "陈建军", "欧阳建国", "周芷若", "陈海")
    assert certain(*first, "李红", "王芳") == found


def test_unit_in_brackets_over_lines():
    """What is left of a unit on the next line is no name."""
    found = listed(sheet("张三（河南省应急", "管理厅）", "李四（新乡市应急管理局）"))
    assert certain("张三", "李四") == found


def test_lists_of_units_and_of_people_in_turn():
    """People are taken below the headings of people only."""
    found = listed(
        sheet(
            "一、先进集体（2个）",
            "王明班组",
            "李红工作室",
            "二、先进个人（2名）",
            "张三　新乡市文明单位",
            "李四　洪门社区网格员",
            "三、优秀组织单位（1个）",
            "高远公司",
            heading="附件",
        )
    )
    assert certain("张三", "李四") == found


def test_list_over_pages_ends_before_the_foot():
    """Page numbers and those who get a copy are none of the list."""
    found = listed(
        sheet("（共3名）", "张三　新乡市公安局", "李四　新乡市财政局", "— 2 —"),
        page(
            [
                *rows("王小明　新乡市水利局", y=200),
                *rows("抄送：市委各部门，王明办公室。", "2021年11月20日印发", y=1900),
                line("— 3 —", 800, 2150),
            ],
            number=3,
        ),
    )
    assert certain("张三", "李四", "王小明") == found


def test_heading_broken_within_its_last_word():
    """…获奖名 / 单 is a heading; the number below it is the list's."""
    found = listed(
        page(
            [
                centred("新乡市第五届职工技能比赛电工项目获奖名", 200, size=44),
                centred("单", 280, size=44),
                *rows("（共2名）", ("张三", "李四"), y=400),
            ],
            number=2,
        )
    )
    assert certain("张三", "李四") == found


def test_list_whose_heading_was_not_read():
    """The text announces one list of people, and the next page is that list."""
    announced = rows("附件：全市先进个人名单", y=1300)
    first = page([*HEAD, *TITLE, *MAIN, *announced, *SIGNED])
    second = page(rows("附件", ("张三", "李四"), ("王小明", "赵敏"), y=200), number=2)
    names = [field.value for field in one(first, second).all("named_person")]
    assert ["张三", "李四", "王小明", "赵敏"] == names


def test_what_is_announced_is_no_list():
    """Print between the announced attachments and the signature names nobody."""
    announced = rows("附件：1.全市先进集体名单", "2.全市先进个人名单", "应急", y=1300)
    first = page([*HEAD, *TITLE, *MAIN, *announced, *SIGNED])
    names = one(first, sheet("张三　新乡市公安局")).all("named_person")
    assert ["张三"] == [field.value for field in names]


def test_line_read_downwards_is_no_certain_name():
    """侯戴 are the first characters of two rows."""
    upright = Line("侯戴", Box(200, 400, 256, 515), 0.99, "rapidocr", Channel.NO_SEAL)
    heading = centred("全市先进个人名单", 200, size=44)
    beside = rows(("田志远", "吴红"), ("文敏", "李丽"), x=460, y=410)
    found = dict(listed(page([heading, upright, *beside], number=2)))
    assert (UPRIGHT, None) == (found["侯戴"], found["文敏"])


def test_people_named_in_the_text():
    """With their units, over line breaks, and after other words of praise."""
    text = rows(
        "各县（市、区）人民政府：",
        "    为表彰先进，激励全市干部职工，市人民政府决定，授予新乡市应急管",
        "理局王明、红旗区人民政府李小龙、赵",
        "敏（女）等3名同志“先进个人”称号。",
        y=960,
        step=70,
    )
    found = one(page([*HEAD, *TITLE, *text, *SIGNED]))
    names = [(field.value, field.doubt) for field in found.all("named_person")]
    assert certain("王明", "李小龙", "赵敏") == names


def test_misread_surname_among_names():
    """词传宝 was 阎传宝: it is kept in doubt, so that nobody's absence is taken from the list."""
    rows_of_names = (("张三", "词传宝", "李四"), ("市局", "王小明", "赵敏"), ("孙海", "妇联"))
    expected = [
        ("张三", None),
        ("词传宝", "not the form of a name"),
        *certain("李四", "王小明", "赵敏", "孙海"),
    ]
    assert expected == listed(sheet(*rows_of_names))


def test_classes_within_a_list():
    """The number below the list's heading is that of all its classes together."""
    found = listed(
        sheet(
            "（共3名）",
            "一、劳动模范（1名）",
            "张三　新乡市公安局",
            "二、先进工作者",
            "李四　新乡市财政局",
            "王小明　新乡市水利局",
        )
    )
    assert certain("张三", "李四", "王小明") == found

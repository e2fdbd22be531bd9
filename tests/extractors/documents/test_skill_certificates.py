import pytest

from extractors.documents.skill_certificates import grade_of
from tests.extractors.documents.conftest import centred, one, page, rows, values

EXPECTED = {
    "title": ["机关事业单位工人技师资格证书"],
    "name": ["郑国平"],
    "occupation": ["河道修防工"],
    "grade": ["二级"],
    "certificate_number": ["豫技师2015070218"],
    "date": ["2015-12-28"],
    "issuer": ["河南省人力资源和社会保障厅"],
}


@pytest.mark.parametrize("colon", ["", "：", " "])
def test_booklet(colon):
    """Cover on the left, fields on the right, labels with or without a colon."""
    cover = rows("机关事业单位", "工人技师资格证书", "河南省人力资源和社会保障厅印制", y=500, x=100)
    inside = rows(
        *(
            label + colon + value
            for label, value in (
                ("姓名", "郑国平"),
                ("性别", "男"),
                ("出生年月", "1974年3月"),
                ("工作单位", "新乡市河道管理处"),
                ("技术工种", "河道修防工"),
                ("技术等级", "技师"),
                ("证书编号", "豫技师2015070218"),
            )
        ),
        x=900,
        y=200,
    )
    foot = rows("河南省人力资源和社会保障厅", "2015年12月28日", x=1000, y=800)
    found = one(page([*cover, *inside, *foot], height=1100))
    assert ("skill_certificate", EXPECTED) == (found.kind, values(found))


def test_labels_for_issuer_and_date():
    """发证机关（章） and 发证日期 name both."""
    lines = [
        centred("机关事业单位工人技师资格证书", 200, size=60),
        *rows(
            ("姓　名：郑国平", "性　别：男"),
            ("工　种：河道修防工", "等　级：技师"),
            "证书编号：豫技师2015070218",
            "发证机关（章）：河南省人力资源和社会保障厅",
            "发证日期：2015年12月28日",
            y=500,
        ),
    ]
    assert EXPECTED == values(one(page(lines)))


def test_another_certificate_says_so_in_its_title():
    """A 国家职业资格证书 is a different document; its name is kept for the rules."""
    lines = [
        centred("国家职业资格证书", 200, size=60),
        *rows(
            "姓名：郑国平",
            "职业（工种）：汽车修理工",
            "等级：二级/技师",
            "证书编号：1516001000200145",
            y=500,
        ),
    ]
    assert ["国家职业资格证书"] == values(one(page(lines)))["title"]


@pytest.mark.parametrize(
    ("printed", "grade"),
    [
        ("技师", "二级"),
        ("高级技师", "一级"),
        ("二级（技师）", "二级"),
        ("二级/技师", "二级"),
        ("高级工", "三级"),
        ("高级", "三级"),
        ("中级工", "四级"),
        ("五级/初级工", "五级"),
        ("学徒", None),
    ],
)
def test_grades(printed, grade):
    """Grades are written 一级 … 五级."""
    assert grade == grade_of(printed)

import pytest

from tests.extractors.documents.conftest import centred, line, one, page, rows


def _decision(number, date):
    return one(
        page(
            [
                centred("新乡市人民政府文件", 150, size=60),
                centred(number, 300),
                centred("新乡市人民政府关于表彰全市防汛先进个人的决定", 420, size=44),
                *rows("各县（市）人民政府：", "决定授予王芳等同志先进个人称号。", y=600),
                line("新乡市人民政府", 1000, 1200),
                line(date, 1000, 1280),
            ]
        )
    )


@pytest.mark.parametrize(
    ("date", "certainty"),
    [
        ("2010年10月13日", "certain"),
        ("2011年1月5日", "certain"),
        ("2012年1月5日", "doubtful"),
        ("2009年12月31日", "doubtful"),
    ],
)
def test_a_date_years_from_its_number_is_doubtful(date, certainty):
    """A digit that every pass misreads alike shows in the year of the document's number."""
    found = _decision("新政〔2010〕49号", date)
    assert certainty == found.first("date").certainty
    assert certainty == found.first("document_number").certainty

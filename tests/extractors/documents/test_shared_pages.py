"""Two papers copied onto one page are two documents."""

from tests.extractors.documents.conftest import line, page, read, rows


def _certificate(name, issuer, date, *, x=150, y=150):
    return [
        line("荣誉证书", x + 250, y, size=60),
        *rows(f"{name}同志：", "授予“先进个人”称号。", "特发此证，以资鼓励。", x=x, y=y + 150),
        line(issuer, x + 350, y + 500),
        line(date, x + 350, y + 570),
    ]


ONE = ("张建国", "新乡市人民政府", "2021年5月")
TWO = ("张建国", "河南省交通运输厅", "2022年11月")


def _said(extraction):
    return [
        (d.kind.value, d.first("issuer").value, d.first("date").value) for d in extraction.documents
    ]


EXPECTED = [
    ("award_certificate", "新乡市人民政府", "2021-05"),
    ("award_certificate", "河南省交通运输厅", "2022-11"),
]


def test_one_above_the_other():
    """Read as one, the page would have the issuers and dates of both."""
    lines = [*_certificate(*ONE), *_certificate(*TWO, y=1250)]
    assert EXPECTED == _said(read(page(lines)))


def test_side_by_side():
    """A spread of two certificates: the left one first."""
    lines = [*_certificate(*ONE), *_certificate(*TWO, x=1250)]
    assert EXPECTED == _said(read(page(lines, width=2300, height=1200)))


def test_a_cover_beside_its_certificate_is_no_second_paper():
    """The title on a folder's cover belongs to the certificate inside."""
    lines = [line("荣誉证书", 300, 500, size=60), *_certificate(*TWO, x=1250)]
    assert [EXPECTED[1]] == _said(read(page(lines, width=2300, height=1200)))


def test_two_papers_headed_by_no_more_than_their_sort():
    """`证书` alone names no kind, but two of them head two papers."""
    lines = [
        line(one.text, one.box.x0, one.box.y0, size=one.box.height)
        if one.text != "荣誉证书"
        else line("证书", one.box.x0, one.box.y0, size=60)
        for one in (*_certificate(*ONE), *_certificate(*TWO, y=1250))
    ]
    assert EXPECTED == _said(read(page(lines)))

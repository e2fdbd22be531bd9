import numpy as np
import pytest
from papers import page

from extractors.reading.readers.port import SeenLine
from extractors.reading.spared import legal_text

ENTRIES = ("专利号：ZL 2019 1 0000001.5", "专利权人：某公司", "授权公告日：2021年01月01日")


def quad(y, *, x=100, width=700, height=30):
    return ((x, y), (x + width, y), (x + width, y + height), (x, y + height))


def seen(*texts):
    """Short lines one below the other from y = 100."""
    return [SeenLine(text, quad(100 + 60 * n, width=300), 0.99, ()) for n, text in enumerate(texts)]


def test_the_legal_text_below_the_entries_is_spared_but_for_its_first_line():
    """国家知识产权局依照… stays: it names the office."""
    read = seen("发明专利证书", *ENTRIES)
    assert [False, True, True] == legal_text(read, [quad(600, x=150), quad(640), quad(680)])


def test_long_lines_above_the_lowest_entry_are_read():
    """A list of inventors that wraps over three lines stands above the grant date."""
    read = [*seen("发明专利证书", *ENTRIES), SeenLine("授权公告号：CN 1", quad(900), 0.99, ())]
    assert not any(legal_text(read, [quad(600), quad(640), quad(680)]))


def test_fewer_lines_than_a_paragraph_are_read():
    """Two lines may be a name that wraps."""
    read = seen("实用新型专利证书", *ENTRIES)
    assert not any(legal_text(read, [quad(600), quad(640)]))


@pytest.mark.parametrize(
    "texts",
    [
        ("荣誉证书", *ENTRIES),
        ("发明专利证书", ENTRIES[0]),
        ("发明专利证书（副本）目录", *ENTRIES),
        (),
    ],
)
def test_other_papers_are_read_whole(texts):
    """Only a page that shows both the title and its entries is known to end in legal text."""
    assert not any(legal_text(seen(*texts), [quad(600), quad(640), quad(680)]))


def test_paragraphs_apart_are_told_apart():
    """A gap or another left edge begins a new one, which is too short to spare."""
    read = seen("外观设计专利证书", *ENTRIES)
    assert not any(legal_text(read, [quad(600), quad(640), quad(900), quad(940)]))
    assert not any(legal_text(read, [quad(600), quad(640), quad(680, x=300)]))


def test_the_main_reader_leaves_out_what_is_spared(rapid):
    """Long lines come last, are asked for once, and keep their place among the others."""
    image = np.asarray(
        page(
            ["短行", "这是一行很长很长很长很长的文字", "这是第二行很长很长很长的文字"],
            size=(900, 600),
        )
    )
    asked = []

    def spare(read, unread):
        asked.append(([line.text for line in read], len(unread)))
        return [True, *[False] * (len(unread) - 1)]

    lines = [line.text for line in rapid.find(image, 960, spare)]
    assert [(["短行"], 2)] == asked
    assert ["短行", "这是第二行很长很长很长的文字"] == lines

import pytest

from evidence.places import Box
from evidence.readings import Channel, Line, Reading
from extractors.documents.layout import page_passage
from extractors.documents.page_text import merge
from tests.extractors.documents.conftest import line, page, rows, seal


def _look(*lines, channel=Channel.PLAIN, scale=1.0, box=None, reader="rapidocr"):
    return Reading(1, reader, channel, scale, box, lines)


def _texts(made):
    return [one.text for one in merge(made).lines]


def test_plain_lines_are_added_where_nothing_was_seen():
    """Red titles vanish with the seal ink; the plain channel brings them back."""
    title = line("新乡市人民政府文件", 400, 100, size=80, channel=Channel.PLAIN)
    assert ["正文", "新乡市人民政府文件"] == _texts(
        page([line("正文", 200, 600)], more=(_look(title),))
    )


def test_one_character_in_a_wide_box_is_print_that_shines_through():
    """Of a line on the back of the paper one character is read, surely and wrongly."""
    behind = Line("来", Box(600, 600, 800, 652), 0.98, "rapidocr", Channel.NO_SEAL)
    alone = Line("奖", Box(600, 900, 700, 960), 0.98, "rapidocr", Channel.NO_SEAL)
    assert ["正文", "奖"] == _texts(page([line("正文", 200, 600), behind, alone]))


def test_one_character_that_fills_a_wanted_box_stays():
    """A wanted box is as wide as was wanted: what is in it may be narrow."""
    box = Box(600, 600, 800, 652)
    wanted = _look(Line("一", box, 0.98, "rapidocr", Channel.PLAIN), box=box)
    assert ["正文", "一"] == _texts(page([line("正文", 200, 300)], more=(wanted,)))


def test_seal_ring_read_as_a_line_is_not_added():
    """In the plain channel a seal's own text looks like print."""
    ring = line("新乡市人民政府", 950, 1500, channel=Channel.PLAIN)
    made = page(
        [line("正文", 200, 600)], more=(_look(ring),), seals=(seal("", (900, 1400, 1250, 1700)),)
    )
    assert ["正文"] == _texts(made)


def test_larger_reading_takes_the_place():
    """What was asked for larger supersedes, and remembers what stood before."""
    larger = line("王志新;何洋", 200, 600)
    made = page([line("王志新何洋;", 200, 600)], more=(_look(larger, scale=2.0),))
    merged = merge(made).lines
    assert (["王志新;何洋"], "王志新何洋;") == (
        [one.text for one in merged],
        merged[0].others[0].text,
    )


def test_larger_reading_of_the_same_text_takes_the_place_of_a_box_that_is_too_wide():
    """A box has a least size, which small print does not fill; all of the text was seen."""
    small = Line("2023-05-07", Box(1163, 212, 1257, 250), 0.96, "rapidocr", Channel.NO_SEAL)
    larger = Line("2023-05-07", Box(1171, 223, 1248, 240), 1.0, "rapidocr", Channel.PLAIN)
    (merged,) = merge(page([small], more=(_look(larger, scale=2.0),))).lines
    assert (1.0, 2.0) == (merged.confidence, merged.scale)


@pytest.mark.parametrize(
    ("first", "larger", "taken"),
    [
        ("2024/4/1", "2024/4/11", "2024/4/11"),
        ("2024/4/41", "2024/4/11", "2024/4/41"),
        ("李四;王五", "张三;李四", "李四;王五"),
    ],
)
def test_narrower_larger_reading_does_so_only_where_it_says_all_of_it_and_more(
    first, larger, taken
):
    """One of as many other characters may have seen another part: it is remembered beside it."""
    small = Line(first, Box(2469, 1395, 2552, 1439), 0.83, "rapidocr", Channel.NO_SEAL)
    seen = Line(larger, Box(2479, 1420, 2542, 1438), 1.0, "rapidocr", Channel.NO_SEAL)
    screen = {"width": 2560, "height": 1440}
    (merged,) = merge(page([small], more=(_look(seen, scale=2.0),), **screen)).lines
    assert (taken, {first, larger}) == (merged.text, {merged.text, merged.others[0].text})
    assert [first] == _texts(page([small], more=(_look(seen, scale=1.0),), **screen))


def test_larger_reading_of_a_part_of_a_line_does_not_take_its_place():
    """What is left of the larger look is not read by it."""
    small = Line("2023-05-07 08", Box(1163, 212, 1257, 250), 0.96, "rapidocr", Channel.NO_SEAL)
    larger = Line("2023-05-07", Box(1163, 223, 1240, 240), 1.0, "rapidocr", Channel.PLAIN)
    assert ["2023-05-07 08"] == _texts(page([small], more=(_look(larger, scale=2.0),)))


def test_reading_that_sees_less_does_not_take_the_place():
    """Ink hid a character from the larger look."""
    larger = line("二二二年五月", 200, 600, confidence=0.999)
    assert ["二〇二二年五月"] == _texts(
        page([line("二〇二二年五月", 200, 600)], more=(_look(larger, scale=2.0),))
    )


def test_reading_that_sees_more_takes_the_place():
    """The suppressed channel wiped a digit out; the plain one is less sure, but sees it."""
    more = line("2022年4月28日", 200, 600, confidence=0.85)
    assert ["2022年4月28日"] == _texts(page([line("2022年月28日", 200, 600)], more=(_look(more),)))


def test_line_cut_by_its_region_does_not_take_the_place():
    """A region's edge cuts characters off; the whole line stays."""
    whole = line("授权公告号：CN176543210B", 200, 600, confidence=0.9)
    part = Line("公告号：CN1765432100", Box(230, 600, 480, 630), 1.0, "rapidocr", Channel.PLAIN)
    made = page([whole], more=(_look(part, scale=2.0, box=Box(230, 560, 480, 660)),))
    assert [whole.text] == _texts(made)


def test_second_reader_and_text_layer_stay_apart():
    """They are compared with, never extracted from."""
    other = line("授予张三", 200, 600, reader="tesseract")
    layer = [line("授予李四", 200, 600)]
    made = merge(
        page([line("授予王五", 200, 600)], more=(_look(other, reader="tesseract"),), layer=layer)
    )
    assert ["授予王五"] == [one.text for one in made.lines]
    assert (["授予张三"], ["授予李四"]) == (
        [one.text for one in made.second],
        [one.text for one in made.layer],
    )


def test_facing_pages_are_read_one_after_the_other():
    """Two pages side by side: the left one first, unless a line crosses the gutter."""
    left = rows("左一", "左二", "左三", x=100, y=200)
    right = rows("右一", "右二", "右三", x=1400, y=200)
    spread = merge(page([*left, *right], width=2400, height=1600))
    crossed = merge(
        page([*left, *right, line("标题", 1100, 100, size=100)], width=2400, height=1600)
    )
    assert "左一\n左二\n左三\n右一\n右二\n右三" == page_passage(spread).text
    assert "标题\n左一\t右一\n左二\t右二\n左三\t右三" == page_passage(crossed).text


def test_vertical_numbers_in_the_margin_are_left_out():
    """The CN number set upright in a margin belongs to no row."""
    upright = Line("CN198765430A", Box(20, 400, 50, 900), 0.9, "rapidocr", Channel.NO_SEAL)
    assert "正文" == page_passage(merge(page([upright, line("正文", 200, 600)]))).text


def _box(text, x0, y0, wide, high, **how):
    return Line(text, Box(x0, y0, x0 + wide, y0 + high), 0.99, "rapidocr", Channel.PLAIN, **how)


TIGHT = [
    _box("侯戴", 278, 600, 56, 115),
    _box("田志远", 463, 608, 113, 47),
    _box("吴红", 460, 660, 120, 53),
]


def test_rows_displace_a_line_read_downwards():
    """The detector took the first characters of two rows for one upright line."""
    for rows_seen in (
        [_box("侯敏", 281, 607, 116, 52), _box("戴斌", 279, 660, 116, 49)],
        [_box("侯", 281, 607, 46, 50), _box("戴", 279, 662, 48, 49)],
    ):
        seen = _texts(page(TIGHT, more=(_look(*rows_seen, scale=1.1),)))
        assert {"田志远", "吴红", *(one.text for one in rows_seen)} == set(seen)


def test_line_read_downwards_displaces_no_rows():
    """In whichever order the two looks were made."""
    seen = [_box("侯敏", 281, 607, 116, 52), _box("戴斌", 279, 660, 116, 49), *TIGHT[1:]]
    assert [one.text for one in seen] == _texts(page(seen, more=(_look(TIGHT[0], scale=2.0),)))


def test_columns_displace_a_line_read_across():
    """朱敏 and 李红 are neighbours, not 朱敏李红; words of one name stay together."""
    across = [_box("朱敏李红", 520, 422, 246, 43), _box("新乡市总工会", 520, 900, 246, 43)]
    look = _look(
        _box("朱敏", 525, 425, 95, 38),
        _box("李红", 667, 426, 92, 35),
        _box("新乡市", 525, 903, 95, 38),
        _box("总工会", 667, 903, 92, 35),
        scale=1.36,
    )
    assert ["新乡市总工会", "朱敏", "李红"] == _texts(page(across, more=(look,)))


def test_a_rings_characters_behind_print_do_not_join_it():
    """In plain colour a line runs on into the seal beside it: the name without ink stays."""
    print_alone = line("新乡市人力资源和社会保障局", 900, 1500, confidence=0.999)
    run_on = line("新乡市人力资源和社会保障局总", 900, 1500, channel=Channel.PLAIN)
    made = page(
        [print_alone],
        more=(_look(run_on, scale=1.1),),
        seals=(seal("新乡市总工会", (1150, 1380, 1450, 1680)),),
    )
    assert ["新乡市人力资源和社会保障局"] == _texts(made)

"""People in one line of a list: the forms in which cities print them."""

import time
from dataclasses import replace

import pytest

from extractors.documents.layout import page_passage
from extractors.documents.name_cells import PLACE_OR_OFFICE, is_name, people_in_cell
from extractors.documents.page_text import merge
from extractors.documents.run_together import RUN_TOGETHER, names_and_dotted
from tests.extractors.documents.conftest import line, page


def cell(text, places=()):
    """A line as a passage; `places` are the middles of its characters in pixels."""
    printed = line(text, 200, 300)
    if places:
        wide = printed.box.x0 + max(places) + 20
        box = printed.box._replace(x1=wide, y1=printed.box.y0 + 58)
        shares = tuple(at / box.width for at in places)
        printed = replace(printed, box=box, places=shares)
    return page_passage(merge(page([printed])))


def names(text, places=()):
    """Name and doubt of each person in a line."""
    return [(one.name, one.doubt) for one in people_in_cell(cell(text, places))]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (["张三", "李四"], "新乡市公安局　张三　李四"),
        (["张三"], "张三（新乡市公安局）"),
        (["张三", "李四"], "张三（新乡市公安局）、李四（新乡市财政局）"),
        (["张三", "李四"], "新乡市公安局（张三、李四）"),
        (["张三"], "张三　新乡市公安局民警"),
        (["张三"], "1. 张三 新乡市公安局刑侦支队副支队长"),
        (["张三"], "（12）张三"),
        (["张三"], "①张三 新乡学院教授"),
        (["张三", "李四", "欧阳建国"], "新乡市公安局：张三、李　四、欧阳建国"),
        (["张三"], "张三：新乡市公安局民警"),
        (["王海燕"], "姓名：王海燕"),
        (["李四"], "李四（女，回族） 获嘉县人民医院护士长"),
        (["杨明"], "杨明 女 汉族 红旗区洪门社区网格员"),
        (["张明"], "张明　党委书记"),
        (["李强"], "牧野区 李强"),
        (["李强"], "高级技师 李强"),
        (["王建国", "李红"], "王建国同志、李红同志"),
        (["张三", "李四", "王小明"], "张　三　李　四　王小明"),
        (["买买提·艾力"], "买买提·艾力 乌鲁木齐市公安局"),
        (["张三", "买买提·艾力", "李四"], "张三 买买提·艾力 李　四"),
        (["欧阳修文", "上官婉儿", "司马光"], "欧阳修文 上官婉儿 司马光"),
        (["王小明"], "王小明新乡市公安局"),
        (["王明"], "新乡市第一中学高三年级组 王明"),
        ([], "新乡市河道管理处抢险队"),
        ([], "卫辉市"),
        ([], "红旗区人民政府"),
        ([], "高新区管委会"),
    ],
)
def test_forms_of_lists(expected, text):
    """Every name in printed order, never a unit, a post or a remark."""
    assert [(name, None) for name in expected] == names(text)


def test_room_between_columns_parts_names():
    """Three names of a line, the last of two characters spaced to the width of three."""
    expected = [("秦建国", None), ("唐超", None), ("黄博文", None)]
    assert expected == names("秦建国唐超黄博文", (20, 60, 100, 240, 330, 470, 510, 550))


def test_room_parts_a_unit_from_its_people():
    """The blank behind the unit was not read, but its room is there."""
    places = (20, 60, 100, 140, 180, 220, 340, 430, 560, 600, 640)
    assert [("张三", None), ("李小龙", None)] == names("新乡市公安局张三李小龙", places)


def test_blank_read_within_a_name_but_not_between_names():
    """A reader may keep the blank of a spaced name and lose the one between two names."""
    places = (20, 60, 100, 240, 240, 330)
    assert [("杨家乐", None), ("张莉", None)] == names("杨家乐张　莉", places)


@pytest.mark.parametrize("text", ["朱敏李红", "李小龙王大明", "新乡市公安局张三李四"])
def test_names_without_room_between_them_are_doubtful(text):
    """Where only surnames say where to cut, a person looks."""
    found = names(text)
    assert 2 == len(found)
    assert {RUN_TOGETHER} == {doubt for _, doubt in found}


def test_part_of_a_neighbour_makes_a_name_doubtful():
    """Four characters with a column's room among them are a name and a half."""
    assert [("杨家乐", RUN_TOGETHER)] == names("杨家乐张", (20, 60, 100, 240))


def test_even_names_of_four_characters():
    """A compound surname, or two surnames, with even room are one name."""
    even = (20, 60, 100, 140)
    assert [("欧阳建国", None)] == names("欧阳建国", even)
    assert [("张杨明远", None)] == names("张杨明远", even)


@pytest.mark.parametrize("text", ["孟庄镇", "王登科", "刘九州"])
def test_places_that_could_be_people_are_doubtful(text):
    """Neither lost nor taken for certain."""
    assert [(text, PLACE_OR_OFFICE)] == names(text)


def test_what_is_no_name():
    """Posts, offices, regions and the words of lists begin like names."""
    for word in ("高级工", "党委书记", "于", "应急", "段长", "安全员", "卫滨区", "白族", "郑州"):
        assert not is_name(word), word
    for name in ("王芳", "钱建国", "应采儿", "付海涛"):
        assert is_name(name), name


@pytest.mark.parametrize("text", ["合计", "以下空白", "总计", "小计"])
def test_closing_words_of_a_list_are_nobody(text):
    assert [] == names(text)


def test_a_run_of_many_dotted_names_is_given_up_at_once():
    """The ways to cut it grow with every dot; what is not parted is doubted elsewhere."""
    run = cell("阿卜杜拉·买买提" * 6)
    started = time.process_time()
    assert [] == names_and_dotted(run)
    assert time.process_time() - started < 1
    (one,) = names_and_dotted(cell("阿卜杜拉·买买提"))
    assert "阿卜杜拉·买买提" == one.name

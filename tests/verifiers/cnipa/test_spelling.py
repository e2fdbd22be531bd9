"""A name in Latin letters beside one in characters: support or difference, never proof."""

from __future__ import annotations

import pytest

from verifiers.cnipa.spelling import may_spell


@pytest.mark.parametrize(
    ("latin", "name"),
    [
        ("ZHOU JIANMIN", "周建民"),
        ("Zhou, Jian-Min [CN]", "周建民"),
        ("Jianmin Zhou", "周建民"),
        ("Zhōu Jiànmín", "周建民"),
        ("ZHOU XI'AN", "周西安"),
        ("OUYANG FENG", "欧阳锋"),
        ("MAIMAITI AISHAN", "麦麦提·艾山"),
        ("FENG OUYANG", "欧阳锋"),
        ("SHAN WEI", "单伟"),
        ("ZENG LI", "曾丽"),
        ("QIU XIAO", "仇晓"),
        ("XIE FANG", "解放"),
        ("MOQI XUE", "万俟雪"),
        ("YUE YI", "乐毅"),
        ("ZHA LIANGYONG", "查良镛"),
        ("OU JIAN", "区建"),
        *((f"{surname} BU", "吕布") for surname in ("LU", "LV", "LYU", "LUE", "Lü")),
    ],
)
def test_every_reading_and_order_of_a_name_spells_it(latin, name):
    assert may_spell(latin, name)


@pytest.mark.parametrize(
    ("latin", "name"),
    [
        ("ZHOU JIANGUO", "周建民"),
        ("ZHOU JIAN", "周建民"),
        ("ZHOU JIANMIN MIN", "周建民"),
        ("JIAN ZHOU MIN", "周建民"),
        ("", "周建民"),
        ("ZHOU", ""),
        ("", ""),
        ("ABC", "ABC"),
        ("AI", "单单单单单单单单单单单单单单单单"),
        ("1234", "周建民"),
    ],
)
def test_what_no_reading_gives_is_another_name(latin, name):
    assert not may_spell(latin, name)

"""Whether a word may be a Chinese person's name, to tell names from other print.

Source: 百家姓 and the surnames common today. A name whose surname is missing
here is still read where its place says that it is one; nothing is corrected.
"""

from __future__ import annotations

import re

COMMON = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田"
    "任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季"
)
"""Surnames so common that a name beginning with one is rather a person's than a unit's."""
SURNAMES = COMMON | frozenset(
    "俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位"
    "覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党"
    "燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌"
    "银扬明沙薄伏岑习胥保和蔺水云昌凤酆皮卡尚农别晁翦璩浦宰濮扈弓牧隗山宓蓬班仰秋伊储钮荀羊於惠加幸韶溥印怀蒲邰从鄂索咸籍卓"
    "蔚越夔隆师巢厍勾融訾阚那空曾毋沙养须丰巢蒯相后红游权逯盍益桓公敬闫肖付代区闪候逄逯亓买撒虎仝信未底苌衡户朗卯付"
)
_COMPOUND = re.compile(
    r"欧阳|司马|上官|诸葛|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|司徒|夏侯|东方|端木|独孤|南宫|司空|呼延|轩辕|淳于|单于|申屠|仲孙|钟离|鲜于|赫连|拓跋|完颜|西门|濮阳|闻人"
)
_HAN_NAME = re.compile(r"[\u3400-\u9fff〇]{2,4}")
_DOTTED = re.compile(r"[\u3400-\u9fff]{2,7}·[\u3400-\u9fff·]{2,9}")


def has_compound_surname(text: str) -> bool:
    """Whether a name begins with a surname of two characters (复姓)."""
    return _COMPOUND.match(text) is not None


def is_plausible_name(text: str) -> bool:
    """Whether `text` has the form of a Chinese person's name, surname first."""
    if _DOTTED.fullmatch(text):
        return True
    if not _HAN_NAME.fullmatch(text):
        return False
    if _COMPOUND.match(text):
        return len(text) >= 3
    return text[0] in SURNAMES and len(text) <= 4

"""The people in one line of a list, told apart from units, posts, serials and remarks.

Source: how lists of the commended are printed: `张三（某某局）`, `张三　某某局科长`,
`某某局　张三　李四`, `某某局：张三、李四`, `1. 张三`. Units differ too much to be known by
name; a person is known by the surname, the length and the blanks around.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.documents.bodies import is_body
from extractors.documents.passages import Passage
from extractors.documents.people import LONGEST, NOT_A_NAME, PersonFound
from extractors.documents.run_together import RUN_TOGETHER, may_be_two, names_apart
from extractors.documents.surnames import COMMON, SURNAMES, has_compound_surname, is_plausible_name

PLACE_OR_OFFICE = "may be the name of a place or an office"
_WORDS_OF_LISTS = (
    "合计 总计 小计 空白 以下空白 空缺 暂缺 备注 单位 成员 关于 项目 任务 连队 时间 车队 温馨 金牌 银牌 高中 印发 附件 明细 "
    "安排 和平 华中 高级工 高工 中级工 初级工 技工 荣誉称号 曾用名 全市 全省 全国 "
    "农民 农民工 工人 水电工 花卉工 农艺工 钟点工 司炉工 党员 党组 党委 党支部 金融 "
    "石油 石化 高校 高新 高教 康复 安全 安保 常委 农业 农村 水利 水务 易地 应急 "
    "计生 计划 计算机 车辆 车间 班组 班主任 毕业 路政 路桥 华东 华北 华南 万人 方面 "
    "江苏 江西 云南 河南 河北 海南 安徽 甘肃 宁夏 辽宁 吉林 黑龙江 于 和 等 余名 "
    "姓名 序号 职务 职称 苗木 项目部 高速 白班 夏令营 时任 原任 现任 祖籍 广播 广场 "
    "汽车 花园 林场 林业 农场 农机 农科 牧业 金工 钳工 焊工 车工 铣工 电工 管工 "
    "包装 商业 商务 经济 经营 水泥 水产 乐团 燕窝 家庭 查询 满意 能源 项目办 高铁 "
    "安监 "
)
"""Words beside names that begin like names and are none."""
_ODD = re.compile(r"[\u3400-\u9fff]{2,3}")
_NOT_NAMES = frozenset(_WORDS_OF_LISTS.split())
_POST = re.compile(
    r"(?:书记|主任|[部局厅科处股队站所院校厂班组段场镇乡市县区村社会园店台馆车行]长|经理|主席|秘书|干事|委员|科员|职员|"
    r"队员|船员|教员|议员|专员|[指教辅]导员|[检]?[察验]员|管理员|安全员|宣传员|计划员|司机|教师|讲师|教授|医师|护士|护师|药师|技师|"
    r"厨师|工程师|农艺师|会计师?|民警|干警|辅警|交警|法官|检察官|助理|专干|代表|职工|员工|员|"
    r"村民|学生|退休|调研员|巡视员|负责人|工作者|总监|总裁|顾问)$"
)
_OFFICE = re.compile(
    r"[厅局段站委队处所省市县区盟]$|^(?:.|...)州$|街道$|族$|"
    r"(?:社区|中心|公司|学校|学院|医院|[小中大]学|银行|集团|超市|车间|科室|支部|协会|部队|机关|工会|小组|班组)$"
)
"""Ends of offices' and places' names, of which a seal or a broken line leaves pieces that look
like names."""
_PERHAPS = re.compile(r"^.{1,2}[镇乡村科]$|^..州$")
"""王国镇, 李登科 and 刘九州 are people; 孟庄镇 and 高教科 are none."""
_BRACKET = re.compile(r"\([^()]*\)?|[【\[〔][^】\]〕]*[】\]〕]?|[)】\]〕]")
_SERIAL = re.compile(
    r"^(?:[(]?\d{1,3}[).、,]|\d{1,3}(?=[^\d年月日人名个级元.%])|[★☆●○·•◆■△▲*]+|[①-⑳])\.?"
)
_LABEL = re.compile(r"^[^:]{1,40}:")
_SEPARATORS = re.compile(r"[;,、/|。:…]|等(?=$|[;,、。])|同志|女士|先生")
_SEX = frozenset("男女")
_DOT = re.compile(r"[·.•・]")
_WORDS = re.compile(r"[\u3400-\u9fff〇·.•・]+")
_GAP = 1.6
"""Times the usual pitch from which two neighbours are not of one word."""
_PLACE_FIRST = re.compile(r"[^省市县区]{2,3}[省市县区]|中共|中国|国家|国网|河南")


def people_in_cell(cell: Passage) -> list[PersonFound]:
    """The people that a cell names, in order."""
    serial = _SERIAL.match(cell.text)
    cell = (cell.cut(serial.end()) if serial else cell).stripped()
    label = _LABEL.match(cell.text)
    if label:
        named = _before_unit(cell, label.end())
        if named is not None:
            return [named]
        cell = cell.cut(label.end())
    found: list[PersonFound] = []
    for part in _outside_brackets(cell):
        for stretch in part.parts(_SEPARATORS):
            found += _in_stretch(stretch.stripped())
    return found


def is_no_name(text: str) -> bool:
    """Whether a word is known to be a unit, a post or another word of lists."""
    return text in _NOT_NAMES or bool(_POST.search(text) or _OFFICE.search(text))


def is_name(text: str) -> bool:
    """Whether a word of a list is rather a person's name than a unit, a post or a place."""
    if not is_plausible_name(text) or text in _NOT_NAMES or _POST.search(text):
        return False
    if _PERHAPS.search(text):
        return text[0] in COMMON
    # Two surnames make a name of four; other words of four are units.
    four = len(text) == LONGEST and not has_compound_surname(text) and "·" not in text
    return not (_OFFICE.search(text) or (four and text[1] not in SURNAMES))


def _is_common(name: str) -> bool:
    return name[0] in COMMON or has_compound_surname(name)


def _before_unit(cell: Passage, end: int) -> PersonFound | None:
    """The name before a colon where a unit follows: `张三：某某局科长`."""
    name, rest = cell.cut(0, end - 1), cell.text[end:]
    if is_name(name.text) and name.text[0] in COMMON and _PLACE_FIRST.match(rest):
        return PersonFound(name.text, name)
    return None


def _outside_brackets(cell: Passage) -> list[Passage]:
    """What stands outside brackets; what stands in them where only a unit stands outside."""
    outside = cell.parts(_BRACKET)
    if outside and not is_body(outside[0].text):
        return outside
    inside = [cell.group(match).stripped("()【】[]〔〕") for match in _BRACKET.finditer(cell.text)]
    listed = [one for one in inside if _all_people(one)]
    return listed or outside


def _all_people(text: Passage) -> bool:
    parts = text.parts(_SEPARATORS)
    return bool(parts) and all(is_name(part.text) and part.text[0] in COMMON for part in parts)


def _in_stretch(text: Passage) -> list[PersonFound]:
    """The people in print without separators: words, and names that are spaced or run together."""
    if _is_names(text):
        return [_doubted(person) for person in _pooled(text, [text])]
    found: list[PersonFound] = []
    pool: list[Passage] = []
    for word in _words(text):
        if (len(word.text) == 1 and word.text not in _SEX) or _is_names(word):
            pool.append(word)
            continue
        found += [*_pooled(text, pool), *_dotted(word), *_beside_unit(word), *odd(word)]
        pool = []
    return [_doubted(one) for one in without_lone([*found, *_pooled(text, pool)])]


def odd(word: Passage) -> list[PersonFound]:
    """A word as long as a name that is neither one nor a known word of lists, in doubt."""
    if _ODD.fullmatch(word.text) and not is_name(word.text) and not is_no_name(word.text):
        return [PersonFound(word.text, word, NOT_A_NAME)]
    return []


def without_lone(people: list[PersonFound]) -> list[PersonFound]:
    """The people of a row, with odd words only where they stand among names.

    A word before the names is their unit, and one behind a single name its post; among
    twice as many names it is a name of which a character was misread.
    """
    names = [one for one in people if one.doubt != NOT_A_NAME]
    strange = [one for one in people if one.doubt == NOT_A_NAME]
    if len(names) >= max(2, 2 * len(strange)) and people[0] in names:
        return people
    return names


def _words(text: Passage) -> list[Passage]:
    """The words of a stretch: cut where blanks were read or room for one is left."""
    words: list[Passage] = []
    for match in _WORDS.finditer(text.text):
        run = text.group(match)
        pitches = [run.pitch_before(at) for at in range(1, len(run.text))]
        known = sorted(pitch for pitch in pitches if pitch is not None)
        usual = known[len(known) // 3] if known else 0.0
        start = 0
        for at, pitch in enumerate(pitches, 1):
            if (pitch is not None and pitch > _GAP * usual) or run.blank_before(at):
                words.append(run.cut(start, at))
                start = at
        words.append(run.cut(start))
    return words


def _doubted(person: PersonFound) -> PersonFound:
    place = PLACE_OR_OFFICE if _PERHAPS.search(person.name) else None
    return replace(person, doubt=person.doubt or place)


def _is_names(word: Passage) -> bool:
    """Whether a word is a name, or several run together whose surnames are common."""
    if _DOT.search(word.text):
        return False
    if len(word.text) < LONGEST or is_name(word.text):
        return is_name(word.text)
    if is_body(word.text) or _POST.search(word.text) or _OFFICE.search(word.text):
        return False
    people = names_apart(word)
    common = sum(_is_common(one.name) for one in people)
    sure = all(one.doubt is None for one in people)
    names = bool(people) and all(is_name(one.name) for one in people)
    return names and (sure or 2 * common >= len(people))


def _pooled(text: Passage, words: list[Passage]) -> list[PersonFound]:
    """The names of words that follow each other, single characters and runs among them."""
    if not words:
        return []
    start = min(word.origins[0] for word in words)
    end = max(word.origins[-1] for word in words)
    at = [n for n, origin in enumerate(text.origins) if start <= origin <= end]
    run = text.cut(at[0], at[-1] + 1)
    people = names_apart(run)
    if people and all(is_name(one.name) for one in people):
        return people
    # A character that is left over belongs to a name that was not read whole.
    torn = any(len(word.text) == 1 for word in words)
    return [
        PersonFound(word.text, word, RUN_TOGETHER if torn or may_be_two(word) else None)
        for word in words
        if len(word.text) > 1
    ]


def _dotted(word: Passage) -> list[PersonFound]:
    """A name with a dot, or two of neighbouring columns between which a speck was read as one.

    A dotted name (买买提·艾力) has no second part that begins with a common surname after a
    first that is a name of its own.
    """
    parts = [part.stripped() for part in word.parts(_DOT)]
    if len(parts) < 2:
        return []
    if all(2 <= len(part.text) <= 3 and part.text[0] in COMMON for part in parts):
        return [PersonFound(part.text, part) for part in parts]
    name = _DOT.sub("·", word.text)
    return [PersonFound(name, word)] if is_plausible_name(name) else []


def _beside_unit(text: Passage) -> list[PersonFound]:
    """Names set right before or after their unit, the blank between them unread."""
    for at in range(len(text.text) - 2, 3, -1):
        tail = text.cut(at)
        if is_body(text.text[:at]) and _is_names(tail) and not is_body(text.text):
            return _pooled(tail, [tail])
    for length in (3, 2, 4):
        head, rest = text.text[:length], text.text[length:]
        common = head[0] in COMMON if length < LONGEST else has_compound_surname(head)
        if common and is_name(head) and _begins_body(rest):
            return [PersonFound(head, text.cut(0, length))]
    return []


def _begins_body(text: str) -> bool:
    return _PLACE_FIRST.match(text) is not None and len(text) > 3

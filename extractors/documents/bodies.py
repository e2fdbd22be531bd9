"""Names of bodies (党政机关、部门、工会、公司…) as lines of print.

Whether a body counts is the verifiers' business; here only its name is told
apart from other print, and joint names from one another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from evidence.names import body_name
from extractors.documents.passages import Passage

_END = (
    "委员会|人民政府|政府|党委|党组|党工委|工委|纪委|省委|市委|县委|区委|团委|国务院|中央|中央军委|常委会|管委会|"
    "厅|总局|局|部|司|办公室|办公厅|指挥部|总工会|工会|协会|学会|商会|联合会|联盟|研究会|促进会|基金会|妇联|文联|科协|残联|"
    "公司|集团|银行|大学|学院|学校|中学|小学|幼儿园|党校|研究院|研究所|设计院|科学院|医院|卫生院|中心|实验室|"
    "组委会|筹委会|领导小组|工作组|小组|学生会|支队|总队|大队|法院|检察院|报社|日报社|出版社|杂志社|电视台|广播台|"
    "院|社|站|所|处|科|队|会|馆|台|厂|店|委|段|场|署|行"
)
_BODY = re.compile(rf"[\u4e00-\u9fff·()（）A-Za-z0-9、“”]{{1,40}}?(?:{_END})")
_SEALED = re.compile(r"[(（](?:代章|盖章|公章|签章|印章|章|印|加盖公章)[)）]")
MOST_CHARACTERS = 40
"""Longer lines are prose."""
_SHORT = frozenset({"国务院", "中共中央"})
_LABEL = re.compile(
    r"^(?:颁发单位|颁奖单位|颁证单位|授予单位|表彰单位|发证单位|发证机关|发证机构|批准机关|"
    r"颁发机关|颁证机关|授奖单位|鉴定机构|核发机关|制发机关|授予机关|单位)(?:[(（][^)）]{1,4}[)）]:?|:)"
)
_HOST = re.compile(
    r"^(?:主办|承办|协办|主办方|承办方|协办方|支持|指导|参与|组织|赞助|冠名)(?:单位|机构|方)?:"
)
_NOT_BODY = re.compile(
    r"[。!?,;]|[0-9]{4}年|年.*月|^(?:在|被|兹|特|经|你|为|授予|荣获|获得|根据|关于|附件|地址|电话|网址|证书|编号)"
    r"|[(（〔\[][0-9]{4}[)）〕\]]|证书|奖状|称号|同志|文件$|以资鼓励|机构代码|^工作单位|^所在单位|名单$|印制$"
)
_OWN_PREFIX = re.compile(
    r"中共|中国|中华|全国|国务院|共青团|[\u4e00-\u9fff]{1,6}?(?:省|自治区|市|县|区|州|盟|旗)(?=[\u4e00-\u9fff]{2})"
)
_JOINT_END = re.compile(r".*(?:委员会|人民政府|[省市县区]委|厅|局|总工会|联合会|协会|学会|大学)$")
_STANDS_ALONE = re.compile(
    r"^(?:中共|中国|中华|全国|国家|国务院|国际|共青团|[\u4e00-\u9fff]{2,}?(?:省|市|县|区|州|盟|旗|大学|公司|集团))"
)


@dataclass(frozen=True, slots=True)
class BodyFound:
    """The name of a body and where it stands; `proxy` where its seal stands in (代章)."""

    name: str
    passage: Passage
    proxy: bool


def bodies_in(line: Passage) -> list[BodyFound]:
    """The bodies that a line or row of a signing place names; empty where it is other print.

    Hosts (主办、承办) do not sign and are not found here.
    """
    found: list[BodyFound] = []
    for cell in line.by_line():
        found += _in_cell(cell)
    return found


def is_body(name: str) -> bool:
    """Whether the whole of `name` has the form of a body's name."""
    return (
        4 <= len(name) <= MOST_CHARACTERS
        and _BODY.fullmatch(name) is not None
        and not _NOT_BODY.search(name)
    ) or name in _SHORT


def names_a_host(line: Passage) -> bool:
    """Whether a line names who hosts or helps, not who signs."""
    return any(_HOST.match(cell.text) for cell in line.by_line())


def stands_alone(name: str) -> bool:
    """Whether a body's name begins with what it belongs to, and so needs nothing before it."""
    return _STANDS_ALONE.match(name) is not None


def without_seal_mark(text: Passage) -> Passage:
    """The passage without a `（代章）` or `（盖章）` at its end."""
    match = _SEALED.search(text.text)
    return text.cut(0, match.start()) if match else text


def _in_cell(cell: Passage) -> list[BodyFound]:
    if _HOST.match(cell.text):
        return []
    label = _LABEL.match(cell.text)
    named = cell.cut(label.end()) if label else cell
    proxy = "代章" in named.text
    named = without_seal_mark(named).stripped()
    names = _apart(named)
    if not all(is_body(body_name(one.text)) for one in names):
        return []
    return [BodyFound(body_name(one.text), one, proxy) for one in names]


def _apart(text: Passage) -> list[Passage]:
    """The names of bodies set one after the other in one line."""
    for at in range(4, len(text.text) - 3):
        left, right = text.cut(0, at), text.cut(at)
        if _parted(text, at) and is_body(left.text) and is_body(right.stripped().text):
            return [left, *_apart(right.stripped())]
    return [text]


def _parted(text: Passage, at: int) -> bool:
    if text.text[at] in "、,":
        return True
    left, right = text.text[:at], text.text[at:]
    (line, here), (line_before, before) = text.origins[at], text.origins[at - 1]
    if line == line_before and here > before + 1 and stands_alone(right):
        return True
    return (
        _JOINT_END.match(left) is not None
        and _OWN_PREFIX.match(left) is not None
        and _OWN_PREFIX.match(right) is not None
    )

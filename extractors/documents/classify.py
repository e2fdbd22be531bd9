"""Which kind of document a page belongs to, by weighted evidence.

A title that stands alone on its line weighs most, then labels and turns of
phrase. Look-alikes (受理通知书, 登记簿副本, 软件著作权 …) outweigh what they imitate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from evidence.documents import DocumentKind
from extractors.documents.passages import CELL, Passage, squeezed_text

ENOUGH = 4.0
"""The weight from which a page is of a kind."""


class Where(StrEnum):
    """Which stretch of the page a clue is looked for in."""

    LINE = "line"
    """A whole line or row by itself: titles."""
    ANYWHERE = "anywhere"
    """The running text, line breaks left out."""


@dataclass(frozen=True, slots=True)
class Clue:
    """A pattern that speaks for a kind, with its weight."""

    kind: DocumentKind
    weight: float
    where: Where
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class PageKind:
    """What a page is taken for; `title` says whether a title stands on it."""

    kind: DocumentKind
    weight: float
    title: bool
    page_of: tuple[int, int] | None


_K = DocumentKind


def _clues(kind: DocumentKind, where: Where, *weighted: tuple[float, str]) -> tuple[Clue, ...]:
    return tuple(Clue(kind, weight, where, re.compile(pattern)) for weight, pattern in weighted)


_CLUES: tuple[Clue, ...] = (
    *_clues(
        _K.PATENT_CERTIFICATE,
        Where.LINE,
        (6, r"(?:发明|实用新型|外观设计)专利证书"),
        (2, r"证书号:?第?[0-9A-Za-z]{4,9}号?"),
        (3, r"专利权转移|专利登记簿用章|其他事项参见续页"),
    ),
    *_clues(
        _K.PATENT_CERTIFICATE,
        Where.ANYWHERE,
        (1, r"专利号:?ZL"),
        (2, r"专利申请日:"),
        (1, r"专利权人:"),
        (1, r"授权公告[日号]:"),
        (2, r"依照中华人民共和国专利法进行(?:初步)?审查,?决定授予专利权"),
        (1, r"专利权自授权公告之日起生效"),
        (3, r"[原现]专利权人名称"),
        (4, r"申请日时(?:的|本专利记载的)?申请人、(?:发明人|设计人)(?:或设计人)?信息"),
    ),
    *_clues(
        _K.PATENT_SEARCH_RESULT,
        Where.ANYWHERE,
        (4, r"中国及多国专利审查信息查询|中国专利审查信息查询"),
        (4, r"中国专利公布公告"),
        (3, r"发明公布发明授权实用新型外观设计"),
        (2, r"[\[【](?:发明公布|发明授权|实用新型|外观设计|发明专利)[\]】]"),
        (1, r"(?:查询|检索|打印)(?:时间|日期):"),
        (4, r"专利检索及分析系统|专利检索及分析(?=.{0,40}(?:检索|国家知识产权局))"),
        (4, r"(?:cpquery|pss-system|epub)\.(?:cponline\.)?(?:cnipa|sipo)\.gov\.cn"),
        (2, r"申请号/专利号:"),
        (3, r"案件状态:?"),
        (1, r"主分类号:"),
        (1, r"申请人/专利权人:|申请\(专利权\)人:?"),
        (1, r"公开\(公告\)[号日]"),
        (1, r"共[0-9]+条"),
    ),
    *_clues(
        _K.AWARD_CERTIFICATE,
        Where.LINE,
        (
            5,
            r"荣\|?誉\|?证\|?书?|.{0,14}获奖证书?|奖状|荣誉状|.{0,12}奖章证书|.?誉证书?|.{0,8}立功证书|.{0,8}嘉奖令?",
        ),
        (
            3.5,
            r"证书|.{2,10}(?<!资格)(?<!专利)(?<!等级)(?<!毕业)(?<!学位)(?<!登记)(?<!技能)证书|喜报",
        ),
        # Of a large 一等奖 the 一 alone may be missed: a bar among other bars.
        (3, r"(?:[特一二三]?等|优秀|优胜|[金银铜])奖|第[一二三四五六七八九十0-9]{1,2}名"),
        (
            3,
            r".{0,16}(?:先进个人|先进工作者|先进单位|先进集体|劳动模范|文明单位|标兵|技术能手|劳动奖章)",
        ),
        (
            3,
            r".{0,16}(?:先锋号|文明号|文明岗|示范岗|示范单位|职工之家|模范班组|红旗单位|[^，。]之星)",
        ),
        (1, r".{4,40}(?:竞赛|[^比竞]赛|比武|运动会|评选)"),
        (1, r"(?:(?:20|19)[0-9]{2}|[二一].{3})年.{1,3}月(?:.{1,3}日)?"),
        (2, r".{2,4}(?:同志|同学):"),
    ),
    *_clues(
        _K.AWARD_CERTIFICATE,
        Where.ANYWHERE,
        (
            3,
            r"特(?:发|颁|授)此(?:证|状|奖)|以资鼓励|特此(?:表彰|证明|鼓励)|特予表彰|颁发此证|以兹鼓励",
        ),
        (2, r"荣获|被评为|授予.{2,40}(?:称号|奖章)|获得.{0,20}奖|记[一二三]等功"),
        (1, r"荣誉称号"),
    ),
    *_clues(
        _K.COMMENDATION_DOCUMENT,
        Where.LINE,
        (3, r".{3,40}文件|文件"),
        (3, r"[\u4e00-\u9fff]{1,12}[〔\[［(（【{「].{4,5}[〕\]］)）】}」].{1,6}号"),
        (3, r"主题词:?.*|抄送:.*|.{2,20}[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日印发?.{0,3}"),
        (2, r"附件[0-9一二三]?:?.*|附:.*"),
        (2, r"各.{1,60}[:,].{0,30}"),
        (
            3,
            r".{0,30}(?:先进(?:个人|工作者|集体|单位)|劳动模范|标兵|能手|优秀.{1,12}|获奖(?:人员|选手|个人)|受表彰.{0,10}|奖章|表彰对象).{0,14}名单.{0,10}",
        ),
    ),
    *_clues(
        _K.COMMENDATION_DOCUMENT,
        Where.ANYWHERE,
        (
            5,
            r"关于.{0,60}?(?:表彰|表扬|授予|命名|嘉奖|记功|奖励|公布|颁发).{0,80}?(?:决定|通报|通知|命令|公告|公报)",
        ),
        (2, r"(?:经研究|特|现)?,?决定(?:,|:)?(?:授予|对|给予|命名|表彰|追授)"),
        (1, r"希望(?:受到表彰|受表彰|获奖|以上|被授予|获得)"),
    ),
    *_clues(
        _K.SKILL_CERTIFICATE,
        Where.LINE,
        (
            6,
            r".{0,24}(?:工人技师|工人技术等级|技术等级岗位|技术工人|技工|岗位等级|工勤技能).{0,12}证书?",
        ),
        (6, r".{0,12}(?:职业资格|技能等级|技能岗位等级|技师资格|技术等级|技师|高级工).{0,8}证书?"),
    ),
    *_clues(
        _K.SKILL_CERTIFICATE,
        Where.ANYWHERE,
        (5, r"机关、?事业单位.{0,20}(?:技师|等级).{0,12}证书"),
        (1, r"(?:技术|岗位|技能)等级(?:[一二三四五]级|高级|技师|中级|初级)|(?:岗位|技术)工种"),
        (1, r"(?:技术等级|岗位等级|技能等级|等级|级别):"),
        (1, r"(?:工种|职业|岗位)(?:\(.{1,4}\)|名称|及等级)?:"),
        (1, r"(?:发证|批准|签发|核发|颁证)(?:日期|时间):"),
        (1, r"(?:发证|批准|鉴定|核发)(?:机关|机构|单位)"),
        (1, r"证书编号:"),
    ),
    *_clues(
        _K.APPLICATION_FORM,
        Where.LINE,
        (6, r".{0,30}(?:考评|考核)?申报表"),
        (3, r"其它主要申报资格条件|主要经历|近5年年度考核结果.*"),
    ),
    *_clues(
        _K.APPLICATION_FORM,
        Where.ANYWHERE,
        (2, r"申报岗位工种|申报岗位等级"),
        (2, r"现岗位工种|现岗位等级"),
        (2, r"是否存在禁止申报的情形"),
        (2, r"获得表彰、奖励、业绩成果情况"),
        (2, r"主管单位人事部门意见|单位审核意见"),
        (1, r"申报人承诺"),
    ),
    *_clues(
        _K.APPRAISAL_RECORD,
        Where.LINE,
        (
            6,
            r".{0,30}年度考核(?:登记|审核备案|备案)?(?:表|结果.{0,6}(?:表|通知|证明))|.{0,30}考核登记表",
        ),
    ),
    *_clues(
        _K.APPRAISAL_RECORD,
        Where.ANYWHERE,
        (2, r"考核等次|年度考核结果"),
        (1, r"个人总结|主管领导意见|主管领导评语"),
    ),
    *_clues(
        _K.DIPLOMA,
        Where.LINE,
        (6, r".{0,20}(?:毕业|学位|结业|学历)(?:证书?|证明书?)|教育部学历证书电子注册备案表"),
    ),
    *_clues(
        _K.DIPLOMA,
        Where.ANYWHERE,
        (2, r"准予毕业|修完.{0,30}(?:课程|计划)"),
        (1, r"修业期满|学制.{1,2}年"),
    ),
    *_clues(
        _K.PUBLICITY_NOTICE,
        Where.LINE,
        (
            6,
            r"(?:.{0,40}的)?公示(?:证明|情况(?:说明|报告))?|公示(?:公告|书|函)|.{0,40}公示的?(?:证明|说明|报告|结果)",
        ),
    ),
    *_clues(
        _K.PUBLICITY_NOTICE,
        Where.ANYWHERE,
        (3, r"予以公示|现将.{0,60}公示如下|公示(?:期|时间).{0,30}(?:工作日|至|日)"),
        (1, r"公示期间,?(?:未|没有|无)|无异议"),
    ),
    *_clues(
        _K.OTHER,
        Where.LINE,
        (
            14,
            r".{0,20}(?:受理通知书|办理登记手续通知书|授予.{0,10}专利权通知书|手续合格通知书|审批通知书|缴费通知书|公布通知书|审查意见通知书|实质审查阶段通知书|驳回决定)",
        ),
        (
            14,
            r".{0,8}专利登记簿副本|.{0,10}专利权评价报告|.{0,10}专利年费.{0,10}|.{0,14}缴费(?:收据|凭证|信息)",
        ),
        (
            14,
            r".{0,8}(?:软件著作权|作品)登记证书|.{0,10}商标注册证|.{0,8}集成电路布图设计登记证书|.{0,6}植物新品种.{0,4}证书",
        ),
        (
            10,
            r"(?:\(12\))?(?:发明专利申请|发明专利申请公布说明书|发明专利说明书|实用新型专利说明书)",
        ),
        (
            14,
            r".{0,8}(?:在职|在岗|任职|工作|从业|收入|工龄|劳动关系)(?:情况)?证明|聘用?书|.{0,8}聘用(?:合同|证书)|劳动合同书?",
        ),
        (
            14,
            r"(?!.*(?:技师|技能|工人|技术等级)).{0,24}(?:高新技术企业|认证|信用等级|信用企业|资质|会员|许可|标准化|培训(?:合格)?|继续教育|上岗|操作|水平测试|计算机等级|备案|检定|校准)证(?:书|明)?",
        ),
        (
            6,
            r".{0,16}(?:事迹材料|先进事迹|个人简历|述职报告|业绩(?:报告|证明|材料)|推荐(?:表|材料|信|书)|申报材料|承诺书|查新报告|检测报告|验收(?:证书|报告)|结[项题]证书)",
        ),
        (
            9,
            r"营业执照|身份证|居民身份证|结婚证|户口簿|社会保险.{0,12}|工资.{0,10}表|.{0,10}(?:发票|收据)",
        ),
    ),
    *_clues(
        _K.OTHER,
        Where.ANYWHERE,
        (
            10,
            r"天眼查|企查查|爱企查|启信宝|[Ss]oo[Pp][Aa][Tt]|佰腾|专利之星|patentstar|CNIPR|cnipr|[Gg]oogle ?[Pp]atents",
        ),
        (
            10,
            r"智慧芽|[Pp]at[Ss]nap|incoPat|innojoy|专利汇|润桐|大为innojoy|万方数据|中国知网|patents\.google|lens\.org",
        ),
        (9, r"口审公告|口审日期|复审无效"),
        (9, r"(?:CHINA|China)NationalIntellectualProperty.{0,900}[Nn]otice"),
    ),
)
_TITLE_WEIGHT = 5.0
_TITLES = tuple(
    clue for clue in _CLUES if clue.where is Where.LINE and clue.weight >= _TITLE_WEIGHT
)


def _any_of(clues: Iterable[Clue]) -> re.Pattern[str]:
    """What any of the clues fits: most lines fit none, which this says at once."""
    return re.compile("|".join(f"(?:{clue.pattern.pattern})" for clue in clues))


_ANY_LINE = _any_of(clue for clue in _CLUES if clue.where is Where.LINE)
_ANY_TITLE = _any_of(_TITLES)
_INID = re.compile(r"\((10|12|19|21|22|30|43|45|51|54|56|57|71|72|73|74)\)")
_PAGE_OF = re.compile(
    r"第\s?([0-9]{1,3})\s?页[,(、/]?\s?共\s?([0-9]{1,3})\s?页|(?:^|[\n\t])-?([0-9]{1,3})/([0-9]{1,3})-?(?=$|[\n\t])"
)


def classify(text: Passage) -> PageKind:
    """The kind that the page's words speak for, `other` where none is heard clearly."""
    rows = text.text.split("\n")
    # A row of one cell is heard once: lines are asked for every clue.
    lines = [
        one
        for one in dict.fromkeys(
            one for row in rows for one in (row.replace(CELL, ""), *row.split(CELL))
        )
        if _ANY_LINE.fullmatch(one)
    ]
    whole = text.flat().text
    weights: dict[DocumentKind, float] = {}
    titled: set[DocumentKind] = set()
    for clue in _CLUES:
        if _heard(clue, lines, whole):
            weights[clue.kind] = weights.get(clue.kind, 0) + clue.weight
            if clue.where is Where.LINE and clue.weight >= _TITLE_WEIGHT:
                titled.add(clue.kind)
    if len(set(_INID.findall(whole))) >= 3:
        weights[DocumentKind.OTHER] = weights.get(DocumentKind.OTHER, 0) + 14
    kind = max(weights, key=lambda kind: weights[kind], default=DocumentKind.OTHER)
    weight = weights.get(kind, 0)
    if weight < ENOUGH:
        kind = DocumentKind.OTHER
    return PageKind(kind, weight, kind in titled, page_of(text))


def titled(line: str) -> DocumentKind | None:
    """The kind whose title a line is by itself; None for other print."""
    text = squeezed_text(line)
    if not _ANY_TITLE.fullmatch(text):
        return None
    return next(clue.kind for clue in _TITLES if clue.pattern.fullmatch(text))


def page_of(text: Passage) -> tuple[int, int] | None:
    """`第2页（共2页）` as (2, 2), where the page says so."""
    for match in _PAGE_OF.finditer(text.text):
        number, count = (int(n) for n in match.groups() if n is not None)
        if 1 <= number <= count:
            return number, count
    return None


def _heard(clue: Clue, lines: Iterable[str], whole: str) -> bool:
    if clue.where is Where.ANYWHERE:
        return clue.pattern.search(whole) is not None
    return any(clue.pattern.fullmatch(line) for line in lines)

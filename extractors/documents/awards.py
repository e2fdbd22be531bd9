"""Fields of award certificates (荣誉证书、奖状、奖牌): who gave what to whom, when.

Hosts named in the body (主办、承办) do not sign and are not issuers. Names are
sought in the order in which certificates are built: title, recipient, body,
signing place; where nothing is printed there, letterhead and then seal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from evidence.documents import Field
from evidence.names import normal_text
from extractors.documents import thresholds
from extractors.documents.bodies import BodyFound, bodies_in, is_body, names_a_host
from extractors.documents.certainty import Judge
from extractors.documents.dates_on_page import dates_in, whole_date
from extractors.documents.document_codes import document_number_fields
from extractors.documents.layout import page_passage
from extractors.documents.page_text import PageText
from extractors.documents.passages import Passage, joined
from extractors.documents.ranks import find_rank, normal_rank
from extractors.documents.recipients import recipients
from extractors.documents.seal_text import seal_bodies, seal_fields
from extractors.documents.signing import (
    date_field,
    issuer_fields,
    issuers_from_seals,
    signing_place,
    unclear_issuer,
    with_parent,
)
from extractors.documents.years import years_compared

TITLE = re.compile(r"荣\|?誉\|?证\|?书|荣誉状|.{0,12}证书|奖状|.?誉证书?|.{0,10}奖牌|喜报|.?誉证")
_CLOSING = re.compile(
    r"特(?:发|颁|授|予)此?(?:证|状|奖|鼓励|表彰)|以资(?:鼓励|证明|表彰)|特此(?:证明|表彰|鼓励|嘉奖)|特予表彰|颁发此证|以兹鼓励|此证"
)
_BODY = re.compile(
    r"荣获|获得|获评|授予|被评为|评为|取得|表彰|成绩|[。,;!]|同志|同学|称号|等奖|第.{1,2}名|姓名:|成绩:|名称:"
)
_QUOTE = "“”\"'『』「」《》‘’〝〞"
_HONOUR = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:授予|被授予|追授|荣获|获得?|被评为|评为|评选为|命名为)[^。;{_QUOTE}]{{0,40}}[“\"「『〝‘'](?P<h>[^{_QUOTE}]{{2,40}})[”\"」』〞’'](?:荣誉)?(?:称号)?",
        rf"[“\"「『〝]?(?P<h>[^{_QUOTE}。,;:]{{2,30}}?)[”\"」』〞]?(?:的)?荣誉称号",
        r"(?:特)?(?:授予|荣获|获得|被评为|评为|评选为|命名为):?(?P<h>[^。,;:!]{2,40}?)(?:的)?(?:荣誉)?称号",
        r"(?:被评为|评为|评选为|被授予|当选为?|授予|荣获|获得):?(?P<h>[^。,;:!]{2,30}?)(?=[。,;!]|特发|特颁|$)",
        r"(?P<h>(?:荣)?记(?:个人)?[一二三]等功)",
    )
)
_NO_HONOUR = re.compile(r"等奖$|第.{1,2}名$|杯$")
_AWARD_TITLE = re.compile(
    r"(?P<h>.{2,20}(?:劳动奖章|技术能手|劳动模范|先进工作者|先进个人|标兵))(?:证书|荣誉证书)?"
)
_CONTEST = re.compile(
    r"(?:在|参加)(?:参加)?(?P<c>[^。;]{4,60}?)(?:的?(?:活动|工作|过程)?)中,?(?:荣?获|取得|被评|表现|成绩|,)"
)
_EVENT = r"(?:[竞大比联邀选决友热]赛|锦标赛|辩论赛|技能赛|挑战赛|选拔赛|接力赛|运动会|比武|评选|夏令营|论坛)"
_NOT_WITHIN = r"证书|奖状|[你您们]在|同志|同学|主办的|承办的|举办的|协办的|组织的|参加|荣获|获得|取得|代表|授予"
_CONTEST_SAID = re.compile(
    rf"(?:^|同志们?|同学们?|你们?|您|在|于|的|参加|荣获|获得?|授予|[。,;:!])"
    rf"(?P<c>(?![你您在于兹]|荣?获|取得|代表)(?:(?!{_NOT_WITHIN})[^。,;:!]){{2,50}}?{_EVENT}"
    rf"(?:(?!{_NOT_WITHIN})[^。,;:!]{{0,14}}?(?:项目|工种|赛项|[甲乙男女]?[子职]?组|[初复决比竞]赛))?)"
    r"(?=[中上里的,。;!·]|[特一二三]等|第.{1,3}名|[金银铜]|优[秀胜]|最佳|个人|团体|评|荣|获|取得|$)"
)
_CONTEST_LINE = re.compile(rf"(?P<c>[^。,;:]{{2,50}}{_EVENT}[^。,;:]{{0,12}})")
_CONTEST_LABEL = re.compile(r"(?:比赛|竞赛|大赛|赛事|项目)(?:名称|项目)?:\t?(?P<c>[^\n\t]{3,50})")
_HELD = re.compile(r"由[^。]{2,80}?(?:主办|承办|举办|协办|组织)的")
_CERTIFICATE = re.compile(
    r"(?:证书?\t?编?\t?号|荣?誉?证?书?编号|证书号|证号|编号|N[oO][.:]?)\t?[:.]?\t?(?:第)?(?P<n>[A-Za-z0-9\u4e00-\u9fff]{0,8}?[A-Za-z0-9〔〕\[\]()\-–—/]{3,30})(?:号)?"
)


def award_certificate(pages: Sequence[PageText], judge: Judge) -> list[Field]:
    """All fields of one award certificate or plaque."""
    whole = joined([page_passage(page) for page in pages])
    rows = whole.by_row()
    body, foot = _body_and_foot(rows, pages)
    flat = joined(body).flat()
    sealed = seal_bodies(pages)
    signed = signing_place(foot)
    bodies = [with_parent(one, flat.text) for one in signed.bodies]
    rank = _rank(flat, judge)
    honour = _honour(flat, judge)
    fields = (
        issuer_fields(bodies, sealed, judge, signed.unclear)
        or _letterhead(rows, pages, judge)
        or issuers_from_seals(sealed)
        or unclear_issuer(foot, judge)
    )
    fields += recipients(body, flat, judge)
    fields += _without_rank(honour, rank) + rank
    fields += _contest(body, flat, judge)
    fields += date_field(signed.dates, judge) or _any_date(foot, judge)
    fields += document_number_fields(whole, judge)[:1]
    fields += _certificate_number(whole, judge)
    printed = [field for field in fields if field.name == "issuer"]
    return years_compared(fields) + seal_fields(pages, printed)


def _body_and_foot(
    rows: Sequence[Passage], pages: Sequence[PageText]
) -> tuple[list[Passage], list[Passage]]:
    """The rows of title and body, and those of the signing place."""
    closing = [n for n, row in enumerate(rows) if _CLOSING.search(row.flat().text)]
    if closing:
        end = closing[-1] + 1
    else:
        said = [n for n, row in enumerate(rows) if _is_said(row)]
        end = said[-1] + 1 if said else _lower_part(rows, pages)
    return list(rows[:end]), list(rows[end:])


def _is_said(row: Passage) -> bool:
    text = row.flat().text
    return (
        _BODY.search(text) is not None
        and not bodies_in(row)
        and not names_a_host(row)
        and whole_date(row) is None
        and not _CERTIFICATE.match(text)
    )


def _lower_part(rows: Sequence[Passage], pages: Sequence[PageText]) -> int:
    middle = 0.45 * pages[0].page.height
    below = (n for n, row in enumerate(rows) if row.box is not None and row.box.y0 > middle)
    return next(below, len(rows))


def _letterhead(rows: Sequence[Passage], pages: Sequence[PageText], judge: Judge) -> list[Field]:
    """The bodies named above the title, where the foot names none."""
    found: list[BodyFound] = []
    for row in rows:
        if TITLE.fullmatch(row.flat().text):
            return issuer_fields(found, seal_bodies(pages), judge)
        found += bodies_in(row)
    return []


def _honour(flat: Passage, judge: Judge) -> list[Field]:
    for pattern in (*_HONOUR, _AWARD_TITLE):
        for match in pattern.finditer(flat.text):
            at = flat.group(match, "h").stripped(_QUOTE + " :,、")
            if at.text and not whole_date(at) and not _NO_HONOUR.search(at.text):
                value = normal_text(at.text)
                return [judge.field("honour", value, at, least=thresholds.TEXT)]
    return []


def _without_rank(honour: list[Field], rank: list[Field]) -> list[Field]:
    """The honours that say more than the rank does."""
    ranks = {field.raw for field in rank}
    return [field for field in honour if field.raw not in ranks]


def _rank(flat: Passage, judge: Judge) -> list[Field]:
    match = find_rank(flat.text)
    if match is None:
        return []
    return [judge.field("rank", normal_rank(match), flat.group(match), least=thresholds.NAME)]


def _contest(body: Sequence[Passage], flat: Passage, judge: Judge) -> list[Field]:
    whole = joined(body)
    for text, pattern in ((whole, _CONTEST_LABEL), (flat, _CONTEST), (flat, _CONTEST_SAID)):
        match = pattern.search(text.text)
        if match:
            at = _without_hosts(text.group(match, "c").stripped())
            return [judge.field("contest", normal_text(at.text), at, least=thresholds.TEXT)]
    # Plaques name it on a line of its own.
    for row in body:
        match = _CONTEST_LINE.fullmatch(row.flat().text)
        if match:
            at = row.flat().group(match, "c")
            return [judge.field("contest", normal_text(at.text), at, least=thresholds.TEXT)]
    return []


def _without_hosts(contest: Passage) -> Passage:
    """The contest without who held it: 由甲主办、乙承办的……."""
    match = _HELD.match(contest.text)
    return contest.cut(match.end()).stripped() if match else contest


def _any_date(foot: Sequence[Passage], judge: Judge) -> list[Field]:
    """A date inside other print of the foot."""
    dates = [date for row in foot for date in dates_in(row) if date.date.month is not None]
    return date_field(dates[-1:], judge)


def _certificate_number(whole: Passage, judge: Judge) -> list[Field]:
    for match in _CERTIFICATE.finditer(whole.text):
        at = whole.group(match, "n").stripped()
        if re.search(r"[0-9]{2}", at.text) and not is_body(at.text):
            value = normal_text(at.text)
            return [judge.field("certificate_number", value, at, least=thresholds.NUMBER)]
    return []

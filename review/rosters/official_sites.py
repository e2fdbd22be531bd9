"""CNIPA's three sites: where they are, and the form in which each one's box takes a number.

They are for people with a browser: Heyan shows these addresses and opens none of them.
Source: domain facts §3. The forms of cpquery (13 characters, no dot; its own example is
2010101995057) and of epub (as its own pages print 申请号) are known; that of pss is how its
search expressions name an application, and no description of its present box was found.
"""

from __future__ import annotations

from dataclasses import dataclass

from evidence.errors import NormalFormError
from evidence.patent_numbers import PatentNumber, parse_grant_number, parse_patent_number


@dataclass(frozen=True, slots=True)
class OfficialSite:
    """One official site: `key` as records name it, and what somebody who goes there must know."""

    key: str
    name: str
    name_en: str
    address: str
    hint: str
    hint_en: str


CPQUERY = OfficialSite(
    "cpquery",
    "中国及多国专利审查信息查询",
    "Patent examination information",
    "https://cpquery.cponline.cnipa.gov.cn/chinesepatent/index",
    "须登录。申请号/专利号框填 13 位号码，不带 ZL 和点。发明人只在详情页，请打开详情页再打印。",
    "Needs an account. 13 characters, no ZL, no dot. Inventors stand on the detail page only: "
    "open it, then print.",
)
EPUB = OfficialSite(
    "epub",
    "中国专利公布公告",
    "Patent gazette",
    "http://epub.cnipa.gov.cn",
    "不须登录。证书上读到授权公告号的，可直接打开“直达网址”；否则填 13 位申请号。法律状态看“事务数据”。",
    "No account. Where a grant number was read, its page has a direct address; otherwise type "
    "the 13 characters. The legal status stands under 事务数据.",
)
PSS = OfficialSite(
    "pss",
    "专利检索及分析系统",
    "Patent search and analysis",
    "https://pss-system.cponline.cnipa.gov.cn/conventionalSearch",
    "须登录。填 CN 加申请号，不带校验位。结果可勾选后导出为表格。",
    "Needs an account. CN and the application number without check digit. Chosen results can be "
    "exported as a table.",
)
SITES = {site.key: site for site in (CPQUERY, EPUB, PSS)}


@dataclass(frozen=True, slots=True)
class SiteForms:
    """What to type for one patent into each site's box.

    `grant` is the grant number in normal form and `epub_address` its page; both are empty where
    none was read. A number of no known form, or whose check digit does not hold, is typed into
    no box: then the others are empty, but for the grant number that leads to the patent's page.
    """

    cpquery: str
    epub: str
    pss: str
    grant: str = ""
    epub_address: str = ""


def site_forms(patent_number: str, grant_number: str = "") -> SiteForms:
    """The forms of a patent number and of the grant number that was read beside it."""
    grant = _grant(grant_number)
    number = number_of(patent_number)
    if number is not None and number.check_holds is False:
        number = None
    cpquery = cpquery_form(number) if number else ""
    return SiteForms(
        cpquery=cpquery,
        epub=grant or cpquery,
        pss=pss_form(number) if number else "",
        grant=grant,
        epub_address=f"{EPUB.address}/patent/{grant}" if grant else "",
    )


def cpquery_form(number: PatentNumber) -> str:
    """The number as the box of 中国及多国专利审查信息查询 takes it: `2010101995057`.

    13 characters (9 before 2003-10) without ZL and without the dot.
    """
    whole = number.completed
    return f"{whole.digits}{whole.check}"


def pss_form(number: PatentNumber) -> str:
    """The number as 专利检索及分析系统 takes it: country and serial, no check digit."""
    return f"CN{number.digits}"


def number_of(text: str) -> PatentNumber | None:
    """The patent number that the text is; None where it has no such form."""
    try:
        return parse_patent_number(text)
    except NormalFormError:
        return None


def _grant(text: str) -> str:
    """The grant number, empty where it has no such form: it goes into an address."""
    try:
        return str(parse_grant_number(text))
    except NormalFormError:
        return ""

"""Sites that show patents, by how they name themselves: the office's own, and others.

Only 国家知识产权局's own sites count (附件1 第九条). Source of the names: facts.md §3.
"""

from __future__ import annotations

import re

OFFICIAL_SITES = (
    (
        "cpquery",
        re.compile(r"cpquery|中国及多国专利审查信息查询|中国专利审查信息查询|专利审查信息查询"),
    ),
    ("epub", re.compile(r"epub\.(?:cnipa|sipo)|中国专利公布公告|专利公布公告")),
    ("pss", re.compile(r"pss-system|专利检索及分析")),
)
"""Words by which a text names a site; whether it is that site's own is another question."""
OFFICIAL_NAMES = (
    ("cpquery", "(?:中国及多国|中国|多国发明)?专利审查信息查询"),
    ("epub", "(?:中国)?专利公布公告(?:系统)?"),
    ("pss", "专利检索及分析(?:系统)?"),
)
"""A site's name as its own head and its tab print it."""
OFFICE_DOMAIN = re.compile(r"(?:^|\.)(?:cnipa|sipo)\.gov\.cn$")
OFFICIAL_HOSTS = tuple(
    (site, re.compile(rf"{label}(?:\.[a-z0-9-]+)?\.(?:cnipa|sipo)\.gov\.cn"))
    for site, label in (("cpquery", "cpquery"), ("epub", "epub"), ("pss", "pss-system"))
)
"""The whole of a host, lower case; whatever lies below the office's domain is the office's."""
OTHER_SITES = (
    ("patentstar", re.compile(r"专利之星|patentstar", re.IGNORECASE)),
    ("cnipr", re.compile(r"cnipr\b|中国知识产权网|专利信息服务平台", re.IGNORECASE)),
    ("soopat", re.compile(r"soopat", re.IGNORECASE)),
    ("baiten", re.compile(r"佰腾|baiten", re.IGNORECASE)),
    ("tianyancha", re.compile(r"天眼查|tianyancha", re.IGNORECASE)),
    ("qichacha", re.compile(r"(?<!爱)企查查|qcc\.com|qichacha", re.IGNORECASE)),
    ("aiqicha", re.compile(r"爱企查|aiqicha", re.IGNORECASE)),
    ("qixin", re.compile(r"启信宝|qixin\.com", re.IGNORECASE)),
    ("google", re.compile(r"google\s?patents|patents\.google", re.IGNORECASE)),
    ("patsnap", re.compile(r"智慧芽|patsnap|zhihuiya", re.IGNORECASE)),
    ("incopat", re.compile(r"incopat", re.IGNORECASE)),
    ("innojoy", re.compile(r"innojoy", re.IGNORECASE)),
    ("patenthub", re.compile(r"专利汇|patenthub", re.IGNORECASE)),
    ("rainpat", re.compile(r"润桐|rainpat", re.IGNORECASE)),
    ("wanfang", re.compile(r"万方数据|wanfangdata", re.IGNORECASE)),
    ("cnki", re.compile(r"中国知网|cnki\.net", re.IGNORECASE)),
    ("lens", re.compile(r"lens\.org", re.IGNORECASE)),
)
_IN_NAMES = (
    ("epub", re.compile(r"(?<![a-z])epub(?![a-z])|公布公告|公告公布", re.IGNORECASE)),
    ("pss", re.compile(r"(?<![a-z])pss(?![a-z])", re.IGNORECASE)),
    ("cpquery", re.compile(r"审查信息查询|案件状态查询", re.IGNORECASE)),
)
"""Shorter names that only files, sheets and columns of the clerks' own tables use."""


def site_named(text: str) -> str:
    """The site that a name of a file, a sheet or a column's value says; empty for none.

    A site that is not the office's own goes before one that is: `天眼查（来源公布公告）`.
    """
    for name, pattern in (*OTHER_SITES, *OFFICIAL_SITES, *_IN_NAMES):
        if pattern.search(text):
            return name
    return ""

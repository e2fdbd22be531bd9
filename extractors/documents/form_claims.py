"""Items of 附件2's table 其它主要申报资格条件, as applicants write them.

Source: 附件2 注意事项5: name of the award, its issuer, title and number of the
document. The wording is free; what cannot be told apart is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from evidence.names import body_name, normal_text
from extractors.documents.dates_on_page import dates_in
from extractors.documents.document_codes import document_numbers_in
from extractors.documents.passages import Passage
from extractors.documents.patent_numbers_on_page import patent_numbers_in
from extractors.documents.ranks import find_rank, normal_rank

_CONDITION = re.compile(r"第?\(?(?P<v>[1-6一二三四五六])\)?项")
_NAME = re.compile(
    r"[“\"「『](?P<v>[^”\"」』]{2,60})[”\"」』]|(?:获得?|荣获|名称:)(?P<w>[^,。;“\"]{3,40})"
)
_ISSUERS = re.compile(
    r"(?:表彰|授予|颁发|授奖|发证)(?:单位|机关|部门):(?P<v>[^,。;]{4,80})|(?:由|经)(?P<w>[^,。;]{4,60}?)(?:授予|表彰|颁发)"
)
_DOCUMENT = re.compile(r"[《〈](?P<v>[^》〉]{4,120})[》〉]")
_CERTIFICATE = re.compile(r"证书?(?:编号|号码?):?第?(?P<v>[^,。;:()]{3,30}?)号?(?=$|[,。;()]|符合)")
_TYPE = re.compile(r"(?P<v>发明|实用新型|外观设计)专利")
_RANK = re.compile(
    r"(?:发明人|设计人|名次|排名|位次|本人)(?:排名|位列|为|是)?:?第?(?P<v>[0-9]{1,2}|[一二三四五六七八九十])(?:名|位|发明人|$|[,。;])|第(?P<w>[0-9]{1,2}|[一二三四五六七八九十])(?:发明人|设计人)"
)
_NUMERALS = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | {"十": "10"}


def claim_cells(text: Passage) -> list[tuple[str, str, Passage]]:
    """(column of claims.csv, value, place) for everything told apart in one item."""
    flat = text.flat()
    found: list[tuple[str, str, Passage]] = []
    _add(found, "条件", flat, _CONDITION, numeral=True)
    _add(found, "名称", flat, _NAME)
    patent = patent_numbers_in(flat)
    if not patent:
        found += [("授予单位", body_name(at.text), at) for at in _issuers(flat)]
        found += _award(flat)
    else:
        found.append(("专利号", patent[0].number.normal, patent[0].passage))
        _add(found, "专利类型", flat, _TYPE)
        _add(found, "名次", flat, _RANK, numeral=True)
    _add(found, "证书编号", flat, _CERTIFICATE)
    dates = dates_in(flat)
    if dates:
        found.append(("取得日期", dates[0].date.iso, dates[0].passage))
    return found


def _award(flat: Passage) -> list[tuple[str, str, Passage]]:
    found: list[tuple[str, str, Passage]] = []
    _add(found, "文件名称", flat, _DOCUMENT)
    found += [("发文字号", str(number), at) for number, at in document_numbers_in(flat)[:1]]
    rank = find_rank(flat.text)
    if rank:
        found.append(("等次", normal_rank(rank), flat.group(rank)))
    return found


def _issuers(flat: Passage) -> Sequence[Passage]:
    match = _ISSUERS.search(flat.text)
    if match is None:
        return []
    at = flat.group(match, "v" if match["v"] else "w")
    return [part.stripped() for part in at.parts(re.compile("[、;/]"))]


def _add(
    found: list[tuple[str, str, Passage]],
    column: str,
    flat: Passage,
    pattern: re.Pattern[str],
    *,
    numeral: bool = False,
) -> None:
    match = pattern.search(flat.text)
    if match is None:
        return
    group = "v" if match["v"] else "w"
    value = _NUMERALS.get(match[group], match[group]) if numeral else normal_text(match[group])
    found.append((column, value, flat.group(match, group)))

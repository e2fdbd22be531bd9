"""Document numbers (发文字号) on pages, cut out of prose by the known agency codes."""

from __future__ import annotations

import re
from functools import cache

from evidence.agency_codes import agency_codes
from evidence.document_numbers import DocumentNumber, ending_with, find_document_numbers
from evidence.documents import Field
from extractors.documents import thresholds
from extractors.documents.certainty import Judge
from extractors.documents.passages import Passage

_NUMBER = re.compile(
    r"[\u4e00-\u9fa5]{1,14}\s?[〔\[［(（【﹝〖{「『„“]\s?[0-9OoＯ〇○lI|]{4}年?\s?[〕\]］)）】﹞〗}」』‟”]\s?[·.]?第?\s?"
    r"(?:[0-9OoＯ〇○lI|]{1,4}|[一二三四五六七八九十百零〇]{1,6})[号號弓호]"
)
_SPECK = re.compile(r"(?<=[〕\]］)）】﹞〗}」』‟”])[·.]")
_OPENING = tuple("(（《")
"""A number that a bracket opens begins right after it."""
_PROSE = re.compile(r"^.*(?:根据|按照|依据|转发|印发|贯彻|落实|关于|通知|文件|参见|文号)")


@cache
def known_codes() -> frozenset[str]:
    """The agency codes that are known."""
    return frozenset(agency_codes())


def document_number_fields(text: Passage, judge: Judge) -> list[Field]:
    """The fields `document_number` of a passage, each number once, in order."""
    fields: dict[str, Field] = {}
    for number, at in document_numbers_in(text):
        fields.setdefault(
            str(number), judge.field("document_number", str(number), at, least=thresholds.NUMBER)
        )
    return list(fields.values())


def document_numbers_in(text: Passage) -> list[tuple[DocumentNumber, Passage]]:
    """The document numbers of a passage with their places."""
    flat = text.flat()
    found = []
    for match in _NUMBER.finditer(flat.text):
        numbers = find_document_numbers(_SPECK.sub("", match[0]))
        if len(numbers) == 1:
            opened = flat.text[match.start() - 1 : match.start()] in _OPENING
            number = numbers[0] if opened else _cut(numbers[0], flat.group(match))
            start = match.start() + match[0].find(number.code)
            found.append((number, flat.cut(start, match.end())))
    return found


def _cut(number: DocumentNumber, at: Passage) -> DocumentNumber:
    """The number without the prose before its code: known code, else its own line."""
    known = ending_with(number, known_codes())
    if known.code in known_codes():
        return known
    lines = [line for line, _ in at.origins[: len(number.code)]]
    begins = max(i for i, line in enumerate(lines) if i == 0 or line != lines[i - 1])
    code = _PROSE.sub("", number.code[begins:]) or number.code
    return DocumentNumber(code, number.year, number.serial)

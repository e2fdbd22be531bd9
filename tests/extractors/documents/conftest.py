"""Readings built line by line for tests: text and where it stands, nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from evidence.documents import Document, Extraction
from evidence.places import Box
from evidence.readings import (
    Barcode,
    Channel,
    Line,
    Page,
    PageReading,
    PageStatus,
    Reading,
    Seal,
)
from extractors.documents.extract import extract

WIDTH, HEIGHT = 1600, 2300
SIZE = 30


def line(text, x, y, *, size=SIZE, confidence=0.99, channel=Channel.NO_SEAL, reader="rapidocr"):
    """One line whose width follows from its characters."""
    width = sum(size if ord(c) > 0x2E7F else size // 2 for c in text)
    return Line(text, Box(x, y, x + max(width, 1), y + size), confidence, reader, channel)


def rows(*texts, x=200, y=200, step=60, **how):
    """Lines below one another; a tuple is one row of cells set apart."""
    lines = []
    for n, text in enumerate(texts):
        left = x
        for cell in (text,) if isinstance(text, str) else text:
            if cell:
                lines.append(line(cell, left, y + n * step, **how))
                left = lines[-1].box.x1
            left += 120
    return lines


def centred(text, y, **how):
    """A line in the middle of the page."""
    placed = line(text, 0, y, **how)
    return line(text, (WIDTH - placed.box.width) // 2, y, **how)


def page(lines, number=1, *, width=WIDTH, height=HEIGHT, more=(), seals=(), barcodes=(), layer=()):
    """A page read once without seal ink, then as `more` says."""
    readings = [Reading(number, "rapidocr", Channel.NO_SEAL, 1.0, None, tuple(lines))]
    if layer:
        layered = tuple(
            Line(one.text, one.box, 1.0, "text_layer", Channel.TEXT_LAYER) for one in layer
        )
        readings.append(Reading(number, "text_layer", Channel.TEXT_LAYER, 1.0, None, layered))
    readings += more
    return PageReading(
        Page(number, width, height, 0, "ocr", PageStatus.READ),
        tuple(readings),
        tuple(seals),
        tuple(Barcode("QR Code", text, Box(1300, 100, 1400, 200)) for text in barcodes),
    )


def seal(text, box, confidence=0.99):
    """A red seal with what its ring says."""
    ring = Line(text, Box(*box), confidence, "rapidocr", Channel.RING)
    return Seal(Box(*box), "red", (ring,))


def read(*pages) -> Extraction:
    """What is extracted from these pages."""
    return extract(pages, upload="uploads/1/a.pdf", sha256="0" * 64)


def one(*pages) -> Document:
    """The only document of these pages."""
    documents = read(*pages).documents
    assert len(documents) == 1, [d.kind for d in documents]
    return documents[0]


def values(document: Document) -> dict[str, list[str]]:
    """The values of every field, in printed order."""
    return {name: [f.value for f in document.all(name)] for name in document.names()}


def certain(document: Document, name: str) -> bool:
    """Whether every value of a field is certain."""
    found: Sequence = document.all(name)
    return bool(found) and all(field.certainty == "certain" for field in found)


@pytest.fixture
def invention() -> list[Line]:
    """An invention certificate as printed since 2024, one page with filing data."""
    return [
        line("证书号第7668232号", 200, 200),
        centred("发 明 专 利 证 书", 400, size=60),
        *rows(
            "发 明 名 称：一种用于城市道路养护车辆的液压举升装",
            y=560,
        ),
        line("置及其控制方法", 400, 596),
        *rows(
            "专 利 权 人：新乡市公路事业发展中心;河南省中原机械厂",
            ("地", "址：453000河南省新乡市平原路1号"),
            "发 明 人：李晓东;王芳;欧阳建国",
            ("专 利 号：ZL 2020 1 0430096.0", "授权公告号：CN 111472379 B"),
            ("专利申请日：2020年05月20日", "授权公告日：2025年01月14日"),
            "申请日时申请人：新乡市公路事业发展中心",
            "申请日时发明人：李晓东;王芳",
            y=700,
            step=90,
        ),
        line(
            "国家知识产权局依照中华人民共和国专利法进行审查，决定授予专利权，并予以公告。",
            230,
            1450,
        ),
        line("局长", 200, 1800),
        line("申长雨", 200, 1860),
        line("2025年01月14日", 1100, 1900),
        line("第 1 页 (共 1 页)", 700, 2100),
    ]

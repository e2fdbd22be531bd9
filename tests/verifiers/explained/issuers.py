"""H61 and A3a: who awarded, by the whitelist, by the certificate and by its seals."""

from __future__ import annotations

from collections.abc import Iterator

from tests.verifiers.builders import award, date, doubted
from tests.verifiers.explained.case import Case, awarded, given_by


def cases() -> Iterator[Case]:
    """Names that count, that do not, that may; and what certificate and seal show instead."""
    yield awarded("市政府", "H61 A3a")
    yield given_by("市委市政府", "H61 A3a", "中共新乡市委", "新乡市人民政府")
    yield given_by("济源示范区", "H61 A3a", "济源产城融合示范区管理委员会")
    yield given_by("区政府", "H61 A3a", "新乡市红旗区人民政府")
    yield given_by("市教育局", "H61 A3a", "新乡市教育局")
    yield given_by("市政府办公室", "H61 A3a", "新乡市人民政府办公室")
    yield given_by("市人社局", "H61 A3a", "新乡市人力资源和社会保障局")
    yield given_by("省总工会", "H61", "河南省总工会")
    yield given_by("市政府错一字", "H61 A3a", "新乡巿人民政府")
    yield given_by("外省政府", "H61 A3a", "山东省人民政府")
    yield given_by("某某委员会", "H61 A3a", "某某委员会")
    yield given_by("市政府和区政府", "H61 A3a", "新乡市人民政府", "红旗区人民政府")
    yield given_by("市政府和某某委员会", "H61", "新乡市人民政府", "某某委员会")
    yield given_by("省政府未写明省份", "H61 A3a", "省政府")
    yield given_by("团省委", "H61 A3a", "共青团河南省委")
    yield given_by(
        "长垣市2022年",
        "H61 A3a",
        "长垣市人民政府",
        certificate={"date": "2022-05-18"},
        document={"date": "2022-05-18"},
        date=date("2022-05-18"),
    )
    yield given_by("长垣市2021年", "H61 A3a", "长垣市人民政府")
    yield awarded("未申报授予单位", "H61 A3a", claim={"issuers": ()})
    yield awarded("没有证书", "H61", missing="certificate")
    for name, values in {
        "证书上没有单位和印章": {"issuer": None, "seal_text": None},
        "证书单位是区政府": {"issuer": "红旗区人民政府"},
        "证书单位和印章是区政府": {"issuer": "红旗区人民政府", "seal_text": "红旗区人民政府"},
        "证书另有区政府": {"issuer": ["新乡市人民政府", "红旗区人民政府"]},
        "证书单位错一字": {"issuer": "新乡市人民玫府"},
        "证书单位错一字无印章": {"issuer": "新乡市人民玫府", "seal_text": None},
        "印章是省政府": {"seal_text": "河南省人民政府"},
        "印章错一字": {"seal_text": "新乡市人民玫府"},
    }.items():
        yield awarded(name, "H61", certificate=award(**values))
    yield awarded("单位和印章存疑", "H61", certificate=doubted(award(), "issuer", "seal_text"))
    other = doubted(award(issuer="红旗区人民政府", seal_text=None), "issuer")
    yield awarded("单位读作区政府存疑", "H61", certificate=other)
    yield awarded(
        "印章读作区政府存疑",
        "H61",
        certificate=doubted(award(seal_text="红旗区人民政府"), "seal_text"),
    )
    for word in ("通报表扬", "嘉奖"):
        title = f"防汛工作{word}"
        yield given_by(f"名称含{word}", "H61", "新乡市人民政府", title=title)

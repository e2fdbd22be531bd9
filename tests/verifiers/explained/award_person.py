"""A2b: whether a person received the award."""

from __future__ import annotations

from collections.abc import Iterator

from tests.verifiers.builders import NAME, award, decision, doubted
from tests.verifiers.explained.case import Case, awarded, given_by


def cases() -> Iterator[Case]:
    """Recipients and honours of persons, of units, and of either."""
    yield awarded("个人", "A2b")
    yield awarded("没有证书", "A2b", missing="certificate")
    yield awarded("没有证书也未填名称", "A2b", missing="certificate", claim={"title": ""})
    for name, recipient in (
        ("受奖者是单位", "新乡市河道管理处"),
        ("两名受奖者", [NAME, "韩玉梅"]),
        ("无受奖者", None),
        ("受奖者看不懂", "河道管理处第三养护项目郑国平等"),
    ):
        yield awarded(name, "A2b", certificate=award(recipient=recipient))
    yield awarded("受奖者存疑", "A2b", certificate=doubted(award(), "recipient"))
    yield given_by("先进集体", "A2b", "新乡市人民政府", title="全市防汛救灾先进集体")
    yield given_by("党员示范岗", "A2b", "新乡市人民政府", title="党员示范岗")
    revoking = "新乡市人民政府关于撤销部分先进个人称号的决定"
    yield awarded("撤销的决定", "A2b", document=decision(title=revoking))
    yield awarded("证书是先进集体", "A2b", certificate=award(honour="全市防汛救灾先进集体"))

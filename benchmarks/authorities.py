"""Is every name of the register explained as what it is, and no misreading accepted as one?

    python -m benchmarks.authorities [--accepted]

Every listed name and alias, and every example of a body that does not count, is
changed by one character as a reader or a forger might: a confusable character,
one left out, doubled or swapped with its neighbour, another level of place.
A variant is accepted where the register says EXACT or UNCERTAIN. One that
happens to be another listed name, letter for letter, is counted apart: it is
that other body. Exit status 1 where any other variant is accepted, or a name
of the register is not understood.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from evidence.dates import PartialDate
from verifiers.authorities import Authorities, MatchStatus, load_authorities
from verifiers.authorities.explaining import explain

_ROOT = Path(__file__).resolve().parent.parent
REGISTER = _ROOT / "verifiers" / "authorities" / "authorities.yaml"
EXAMPLES = _ROOT / "tests" / "verifiers" / "counter_examples.yaml"
ON = PartialDate(2018, 5, 1)
"""A day on which nearly every listed body bore its name: what is refused is refused for its form."""

_CONFUSED = """
乡多纟 县且具 市巾布 省肖者 厅斤厂 委季妻 人入八 会仝合 区匹巨 政玫攻 府俯付 民氏艮 局居后 部郎陪
公么分 安女按 工土干 总怠忿 教救敖 育肓青 司可同 财则材 水永冰 利和刑 农衣浓 林材休 土士工 交文父
通涌诵 运远迁 输愉榆 生主牛 态恋志 环坏还 境镜竟 住往佳 房户肪 城诚域 建健津 设没役 自白目 然燃热
资质姿 源原愿 信言佰 息思自 化花比 科料种 学字觉 技枝支 术木本 文交义 游遊由 旅族旋 商裔尚 务各条
卫卬工 健建键 康庚廉 应庆座 急争隐 管菅官 理埋里 审宙串 计什汁 国围园 河何柯 南楠甫 郑关邓 州洲川
开井升 封卦村 洛落路 阳阴汉 平乎半 顶项顷 山出仙 鹤鸽雀 壁璧臂 新斩欣 焦隹集 作做昨 濮仆蹼 许讦午
昌冒唱 漯累骡 三二王 门问闩 峡陕挟 丘兵岳 周用固 口曰囗 驻驼住 马乌鸟 店沾占 济齐挤 巩汎恐 义叉乂
兰三羊 考老孝 汝如女 滑猾骨 长张氏 垣恒桓 邓郑劝 永水求 固因国 始姑治 鹿麂庶 邑巴色 蔡察葵 中巾申
共供其 党觉堂 组纽阻 织积炽 宣宜喧 传转伝 统充纺 战站占 纪记己 检验俭 察蔡擦 监临盐 办为力 室宝窒
全金仝 国囯团 家豕冢 税说悦 务劳条 联职朕 妇妃如 女如文 残浅歹 疾痰矢 红江纤 十千士 字宇学 军车罕
"""
CONFUSABLE: dict[str, str] = {}
"""Characters and what readers take for them: those that look alike in print."""
for _right, *_wrong in _CONFUSED.split():
    CONFUSABLE[_right] = "".join(dict.fromkeys(CONFUSABLE.get(_right, "") + "".join(_wrong)))
LEVELS = "省市县区"


@dataclass(slots=True)
class Tally:
    """What was tried and what came of it."""

    names: int = 0
    not_understood: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    variants: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    other_listed: list[str] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)


def main() -> int:
    """Explain every name, try every variant, print; 1 where one is accepted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accepted", action="store_true", help="name the variants that are listed")
    chosen = parser.parse_args()
    rows = yaml.safe_load(REGISTER.read_text(encoding="utf-8"))["authorities"]
    examples = yaml.safe_load(EXAMPLES.read_text(encoding="utf-8"))["counter_examples"]
    start = time.perf_counter()
    tally = examine(load_authorities(), rows, examples)
    seconds = time.perf_counter() - start
    named = [name for row in examples for name in row.get("names", ())]
    print(f"bodies listed             {len(rows)}")
    print(f"their names explained     {tally.names - len(tally.not_understood)} of {tally.names}")
    for kind, count in tally.kinds.most_common():
        print(f"    {kind:22} {count}")
    print(f"counter-examples          {len(named)} names")
    print(f"variants tried            {tally.variants}")
    for status, count in tally.statuses.most_common():
        print(f"    {status:22} {count}")
    print(f"another listed name       {len(tally.other_listed)}")
    print(f"accepted                  {len(tally.accepted)}")
    print(f"seconds                   {seconds:.1f}")
    for variant in (*tally.accepted, *tally.not_understood):
        print(f"WRONG {variant}")
    if chosen.accepted:
        for variant in tally.other_listed:
            print(f"listed itself: {variant}")
    return 1 if tally.accepted or tally.not_understood else 0


def examine(
    authorities: Authorities,
    rows: Sequence[dict[str, Any]],
    examples: Sequence[dict[str, Any]],
) -> Tally:
    """Every name explained, every variant matched."""
    tally = Tally()
    listed = {plain(name) for row in rows for name in all_names(row)}
    for row in rows:
        for name in all_names(row):
            tally.names += 1
            kind = explain(authorities, name, ON).kind
            if kind is None:
                tally.not_understood.append(name)
            else:
                tally.kinds[kind.id] += 1
    names = [name for row in rows for name in names_and_aliases(row)]
    names += [name for row in examples for name in row.get("names", ())]
    for name in dict.fromkeys(names):
        for variant in variants(name):
            tally.variants += 1
            status = authorities.match(variant, ON).status
            tally.statuses[status.value] += 1
            taken = status in {MatchStatus.EXACT, MatchStatus.UNCERTAIN}
            if taken and plain(variant) in listed:
                tally.other_listed.append(f"{name} → {variant}")
            elif taken:
                tally.accepted.append(f"{name} → {variant}")
    return tally


def variants(name: str) -> list[str]:
    """The name changed by one character in every way that is tried, each once, never itself."""
    found = dict.fromkeys((*_replaced(name), *_edited(name)))
    # 中国共产党 and 中共 are one name: a change that only goes between them is none.
    return [variant for variant in found if plain(variant) != plain(name)]


def _replaced(name: str) -> Iterator[str]:
    for at, character in enumerate(name):
        others = CONFUSABLE.get(character, "")
        if character in LEVELS:
            others += LEVELS.replace(character, "")
        for other in others:
            yield name[:at] + other + name[at + 1 :]


def _edited(name: str) -> Iterator[str]:
    for at in range(len(name)):
        yield name[:at] + name[at + 1 :]
        yield name[: at + 1] + name[at:]
        if at + 1 < len(name):
            yield name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def names_and_aliases(row: dict[str, Any]) -> Iterable[str]:
    """The names that a body bears now."""
    parts = ("aliases", "bare_aliases", "ambiguous_aliases")
    return (row["name"], *(name for part in parts for name in row.get(part, ())))


def all_names(row: dict[str, Any]) -> Iterable[str]:
    """The names that it bears or bore."""
    return (*names_and_aliases(row), *(former["name"] for former in row.get("former_names", ())))


def plain(name: str) -> str:
    """A name for comparing, made without the code that is examined."""
    return "".join(name.split()).replace("中国共产党", "中共")


if __name__ == "__main__":
    sys.exit(main())

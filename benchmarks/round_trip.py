"""A clerk's round trip: the look-up list out, official results in, verdicts updated.

    python -m benchmarks.round_trip [--seconds 10]

The sample batch is processed once, as it is and without its cnipa/ folder (then nobody looked
anything up yet). For the numbers of `patent_lookups.csv` the generator draws what the sites would
show: an export of all of them, and of the first a browser's print (PDF), a scan of that print and
a screenshot 4,000 pixels wide of the browser's window. Each is brought in two ways, from the same state:

- `heyan cnipa import`, from the start of the process to its end;
- the inbox: the sensor is evaluated as the daemon does, and the run that it asks for is executed
  in a process of its own, as the daemon starts it. Up to 10 s until the sensor looks come on top.

Exit status 1 where a wanted number is still wanted, a page that had been read was read again,
somebody who claims none of the patents came out otherwise, or an import took longer than
`--seconds`.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evidence.errors import NormalFormError
from evidence.patent_numbers import parse_patent_number
from fixtures.generator.degrade import Scan
from fixtures.generator.files import Part, Upload, made
from fixtures.generator.records import PatentResultPage, PatentSearchResult

_ROOT = Path(__file__).resolve().parent.parent
_FIXTURES = _ROOT / "fixtures/sample"
_BATCH = "xinxiang-2024-001"
_LOOKED_UP = "2024-04-11T09:30"
_HEADER = (
    "申请号 发明名称 专利类型 申请人 发明人 申请日 授权公告号 授权公告日 法律状态 案件状态 查询时间"
)
_TYPES = {"invention": "发明专利", "utility_model": "实用新型", "design": "外观设计"}
_DROPPED_RUN = """
import dagster as dg
from pipeline.definitions import defs
from pipeline.official.sensor import dropped_results
from pipeline.home import enter_home, find_home
from pipeline.resources import Heyan
enter_home()
with dg.DagsterInstance.get() as instance:
    with dg.build_sensor_context(instance=instance) as context:
        (asked,) = dropped_results(context, heyan=Heyan(state=str(find_home().state))).run_requests
    done = defs.resolve_job_def("take_results").execute_in_process(
        instance=instance,
        run_config={**asked.run_config, "loggers": {"console": {"config": {"log_level": "ERROR"}}}},
        tags=asked.tags,
    )
    raise SystemExit(0 if done.success else 1)
"""

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds on the clock, and those of CPU in all its processes: a busy machine adds less to these."""

    seconds: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s ({self.cpu:.1f} s of CPU)"


@dataclass(frozen=True, slots=True)
class Desk:
    """An installation in a folder of its own, with the batch as it is handed in there."""

    folder: Path

    @property
    def batch(self) -> Path:
        """The batch folder."""
        return self.folder / "handed-in" / _BATCH

    @property
    def out(self) -> Path:
        """Where its verdicts go."""
        return self.folder / "out" / _BATCH

    def run(self, *command: object) -> Took:
        """What a command took. Raises CalledProcessError where it failed."""
        environment = os.environ | {
            "HEYAN_HOME": str(self.folder / "var"),
            "HEYAN_INBOX": str(self.folder / "inbox"),
            "HEYAN_OUT": str(self.folder / "out"),
            "DAGSTER_HOME": str(_ROOT),
        }
        environment.pop("HEYAN_DATABASE_URL", None)
        started, used = time.monotonic(), _cpu_of_children()
        subprocess.run(
            [sys.executable, *map(str, command)],
            cwd=_ROOT,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        return Took(time.monotonic() - started, _cpu_of_children() - used)

    def wanted(self) -> list[str]:
        """The numbers on the look-up list that a site can know: their check digit holds."""
        text = (self.out / "patent_lookups.csv").read_text(encoding="utf-8-sig")
        numbers = [row["专利号"] for row in csv.DictReader(io.StringIO(text))]
        return [one for one in numbers if _is_known(one)]

    def verdicts(self) -> dict[str, Any]:
        """What was decided, by 申报编号."""
        told = json.loads((self.out / "verdicts.json").read_text(encoding="utf-8"))
        return {one["id"]: one for one in told["applications"]}

    def read(self) -> dict[Path, int]:
        """Every reading of a page, and when it was written."""
        pages = (self.folder / "var/readings/pages").rglob("*.json")
        return {path: path.stat().st_mtime_ns for path in pages}


def main() -> int:
    """Bring the results in every way and print the times."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=10.0, help="most that an import may take")
    limit = parser.parse_args().seconds
    with tempfile.TemporaryDirectory(prefix="heyan-round-trip-") as folder:
        desk = Desk(Path(folder) / "desk")
        shutil.copytree(_FIXTURES / _BATCH, desk.batch)
        print(f"heyan run, sample batch: {_processed(desk)}")
        failures = _round_trips(
            desk, Path(folder) / "kept", ("export", "print", "scan", "screen"), limit
        )
        shutil.rmtree(desk.batch / "cnipa")
        print(f"heyan run, without cnipa/ (every page is in the cache): {_processed(desk)}")
        failures += _round_trips(desk, Path(folder) / "kept", ("export",), limit)
    for failure in failures:
        print(f"FAILED: {failure}")
    return 1 if failures else 0


def _processed(desk: Desk) -> Took:
    return desk.run("-m", "pipeline.cli", "run", desk.batch, "--out", desk.out)


def _round_trips(desk: Desk, kept: Path, names: Sequence[str], limit: float) -> list[str]:
    """Bring each sort of file in each way, from the same state; what went wrong."""
    shutil.copytree(desk.folder, kept)
    wanted = desk.wanted()
    print(f"{len(wanted)} patents can be looked up")
    brought = _brought([_shown(number) for number in wanted])
    failures = []
    for name in names:
        for way in (_command, _inbox):
            failures += _round_trip(desk, name, brought[name], way, limit)
            shutil.rmtree(desk.folder)
            shutil.copytree(kept, desk.folder)
    shutil.rmtree(kept)
    return failures


def _round_trip(
    desk: Desk, name: str, files: Files, way: Callable[[Desk, Files], Took], limit: float
) -> list[str]:
    label = f"{name}, {(way.__doc__ or '').split('.')[0]}"
    wanted, before, pages = desk.wanted(), desk.verdicts(), desk.read()
    took = way(desk, files)
    after, answered = desk.verdicts(), set(wanted) - set(desk.wanted())
    changed = {one for one in after if after[one] != before[one]}
    outcomes = sum(after[one]["outcome"] != before[one]["outcome"] for one in changed)
    print(
        f"  {label:36}{took}, {len(answered)} answered, "
        f"{len(changed)} verdicts changed, {outcomes} outcomes"
    )
    problems = {
        f"took longer than {limit} s": took.seconds > limit,
        "answered nothing": not answered,
        "changed somebody who claims none of them": not changed <= _claimants(desk, wanted),
        "read a page again": any(desk.read()[one] != pages[one] for one in pages),
    }
    return [f"{label}: {problem}" for problem, holds in problems.items() if holds]


def _command(desk: Desk, files: Files) -> Took:
    """Heyan cnipa import."""
    folder = desk.folder / "brought"
    _write(folder, files)
    return desk.run("-m", "pipeline.cli", "cnipa", "import", *sorted(folder.iterdir()))


def _inbox(desk: Desk, files: Files) -> Took:
    """inbox: sensor and its run."""
    folder = desk.folder / "inbox/_cnipa/results"
    _write(folder, files)
    (folder / "_READY").touch()
    return desk.run("-c", _DROPPED_RUN)


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _write(folder: Path, files: Files) -> None:
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)


def _is_known(number: str) -> bool:
    try:
        return parse_patent_number(number).check_holds is True
    except NormalFormError:
        return False


def _claimants(desk: Desk, numbers: Sequence[str]) -> set[str]:
    text = (desk.batch / "claims.csv").read_text(encoding="utf-8-sig")
    return {
        row["申报编号"] for row in csv.DictReader(io.StringIO(text)) if row["专利号"] in numbers
    }


def _shown(number: str) -> PatentSearchResult:
    """What the site shows of a patent: what its certificate in the sample says."""
    for line in (_FIXTURES / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        for document in json.loads(line)["documents"]:
            fields = document["fields"]
            if document["kind"] == "patent_certificate" and number in fields["patent_number"]:
                return PatentSearchResult(
                    site="cpquery",
                    patent_number=number,
                    patent_type=fields["patent_type"][0],
                    title=fields["title"][0],
                    patentees=tuple(fields["patentee"]),
                    application_date=fields["application_date"][0],
                    grant_date=fields["grant_date"][0],
                    grant_number=next(iter(fields.get("grant_number", ())), ""),
                    inventors=tuple(fields["inventor"]),
                    legal_status="授权",
                    case_status="专利权维持",
                    query_time=_LOOKED_UP,
                )
    raise LookupError(f"no certificate of {number} in the sample")


def _brought(shown: Sequence[PatentSearchResult]) -> dict[str, Files]:
    """By sort: the files that the clerk brings."""
    first = shown[0]
    window = PatentResultPage("cpquery_detail", (first,), first.query_time, None, "window", 2000)
    drawn = {
        "print": ("打印.pdf", Part(first, digital=True)),
        "scan": ("扫描.jpg", Part(first, damage=Scan())),
        "screen": ("截图.png", Part(window, screenshot=True, dpi=192)),
    }
    return {"export": {"导出.csv": _export(shown)}} | {
        sort: {name: made(Upload(name, (part,)), 6)[0]} for sort, (name, part) in drawn.items()
    }


def _export(shown: Sequence[PatentSearchResult]) -> bytes:
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(_HEADER.split())
    for one in shown:
        table.writerow(
            [
                one.patent_number.removeprefix("ZL"),
                one.title,
                _TYPES[one.patent_type],
                ";".join(one.patentees),
                ";".join(one.inventors),
                one.application_date,
                one.grant_number,
                one.grant_date,
                one.legal_status,
                one.case_status,
                one.query_time.replace("T", " "),
            ]
        )
    return text.getvalue().encode()


if __name__ == "__main__":
    raise SystemExit(main())

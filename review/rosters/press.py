"""Sets a manuscript in a process of its own, for programs that run long.

typst keeps in memory what it set: a list of some thousand people leaves more than 1 GB behind
in the process that set it. Here that ends with the process, and so does whatever goes wrong.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import IO, Final

from evidence.errors import MachineError, Problem
from review.rosters.fonts import find_fonts
from review.rosters.typesetting import Manuscript, typeset
from storage.failures import DISK_FULL

_ROOT: Final = Path(__file__).parents[2]
_SECONDS: Final = 300
_LACKING: Final = 3
"""Exit status where this machine lacks something; the problem is told on standard error."""


def typeset_apart(manuscript: Manuscript) -> bytes:
    """The manuscript as PDF. Raises MachineError as `typeset_into` does."""
    with tempfile.TemporaryFile() as file:
        typeset_into(manuscript, file)
        file.seek(0)
        return file.read()


def typeset_into(manuscript: Manuscript, file: IO[bytes]) -> None:
    """Write the manuscript as PDF into a file that the system knows, at its place.

    Raises MachineError: `E-FONT`, `E-DISK-FULL`, or `E-PAPER` where setting failed or took too long.
    """
    errand = {
        "template": str(manuscript.template),
        "data": manuscript.data,
        "created": manuscript.created.isoformat(),
    }
    paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    try:
        done = subprocess.run(
            [sys.executable, "-m", "review.rosters.press"],
            input=json.dumps(errand).encode(),
            stdout=file,
            stderr=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as e:
        raise _failed(f"{_SECONDS} s") from e
    if done.returncode == _LACKING:
        raise MachineError(Problem(**json.loads(done.stderr)))
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise _failed(last[0] if last else str(done.returncode))


def _failed(why: str) -> MachineError:
    return MachineError(
        Problem(
            "E-PAPER",
            f"PDF 未能生成（{why}）；请再试一次，仍不成功请告诉管理员。",
            f"The PDF could not be made ({why}); try once more, and tell the administrator "
            "if that does not help.",
        )
    )


def main() -> int:
    """Standard input has the manuscript as JSON; standard output gets the PDF."""
    errand = json.load(sys.stdin)
    created = dt.datetime.fromisoformat(errand["created"])
    manuscript = Manuscript(Path(errand["template"]), errand["data"], created)
    try:
        sys.stdout.buffer.write(typeset(manuscript, find_fonts()))
        sys.stdout.buffer.flush()
    except MachineError as e:
        return _told(e.problem)
    except OSError as e:
        if e.errno not in DISK_FULL:
            raise
        return _told(_NO_ROOM)
    return 0


def _told(problem: Problem) -> int:
    json.dump(asdict(problem), sys.stderr)
    return _LACKING


_NO_ROOM: Final = Problem(
    "E-DISK-FULL",
    f"临时目录 {tempfile.gettempdir()} 所在的磁盘已满，PDF 未能生成；请腾出空间后重新运行。",
    f"The disk of {tempfile.gettempdir()} is full, so the PDF was not made; free some space and "
    "run again.",
)


if __name__ == "__main__":
    sys.exit(main())

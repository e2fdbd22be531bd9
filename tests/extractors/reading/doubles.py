"""Readers that misbehave on marked pages, and say on which pages they were asked.

A page's mark is the shade of its top left pixel; the note of each page asked
goes to the file named by HEYAN_TEST_LOG, so that a test can count them.
"""

import os
import signal
import time
from pathlib import Path

from extractors.reading.readers.port import SeenLine, SeenText

CRASH, HANG, MEMORY, CPU, RAISE = 10, 20, 30, 40, 50


class TroubleReader:
    """Reads 正常 on every page but the marked ones."""

    name = "trouble"

    def __init__(self):
        self.engine_seconds = 0.0

    @classmethod
    def version(cls):
        return "1"

    def find(self, image, long_side, spare=None):
        mark = int(image[0, 0, 0])
        log = os.environ.get("HEYAN_TEST_LOG")
        if log:
            with Path(log).open("a") as file:
                file.write(f"{mark}\n")
        if mark == CRASH:
            os.kill(os.getpid(), signal.SIGSEGV)
        if mark == HANG:
            time.sleep(600)
        if mark == MEMORY:
            return [bytearray(64 * 1024 * 1024) for _ in range(64)]
        while mark == CPU:
            pass
        if mark == RAISE:
            raise ValueError("surprise")
        time.sleep(float(os.environ.get("HEYAN_TEST_DELAY", "0")))
        return [SeenLine("正常", ((10, 10), (90, 10), (90, 30), (10, 30)), 0.99)]

    def read_crops(self, crops):
        return [SeenText("正常", 0.99) for _ in crops]

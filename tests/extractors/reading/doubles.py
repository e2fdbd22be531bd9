"""Readers that misbehave on marked pages, and say on which pages they were asked.

A page's mark is the shade of its top left pixel; the note of each page asked
goes to the file named by HEYAN_TEST_LOG, so that a test can count them.
"""

import os
import signal
import time
from pathlib import Path

import cv2
import numpy as np

from extractors.reading.readers.port import SeenLine, SeenText

CRASH, HANG, MEMORY, CPU, RAISE, PIXELS, LATER, LACK = range(10, 90, 10)


class TroubleReader:
    """Reads 正常 on every page but the marked ones."""

    name = "trouble"

    def __init__(self):
        self.engine_seconds = 0.0
        self.asked = 0

    @classmethod
    def version(cls):
        return "1"

    def find(self, image, long_side, spare=None):
        mark = int(image[0, 0, 0])
        log = os.environ.get("HEYAN_TEST_LOG")
        if log:
            with Path(log).open("a") as file:
                file.write(f"{mark}\n")
        self.asked += 1
        if mark == CRASH:
            os.kill(os.getpid(), signal.SIGSEGV)
        if mark == HANG:
            time.sleep(600)
        if mark == MEMORY:
            return [bytearray(64 * 1024 * 1024) for _ in range(64)]
        if mark == PIXELS or (mark == LATER and self.asked > 1):
            cv2.resize(np.zeros((4000, 4000, 3), np.uint8), None, fx=6, fy=6)
        if mark == LACK:
            raise MemoryError
        while mark == CPU:
            pass
        if mark == RAISE:
            raise ValueError("surprise")
        time.sleep(float(os.environ.get("HEYAN_TEST_DELAY", "0")))
        return [SeenLine("正常", ((10, 10), (90, 10), (90, 30), (10, 30)), 0.99)]

    def read_crops(self, crops):
        return [SeenText("正常", 0.99) for _ in crops]

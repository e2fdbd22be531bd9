import hashlib
import os
import subprocess

import pytest

from pipeline.keeping.manifests import parsed, plain_paths, written

NAMES = ["plain.txt", "名册 表.xlsx", "back\\slash", "line\nbreak", "odd\udcffbyte"]


def test_it_comes_back_and_sha256sum_checks_it(tmp_path):
    """Whatever files are called: names need be neither UTF-8 nor on one line."""
    sums = {}
    for name in NAMES:
        (tmp_path / name).write_bytes(os.fsencode(name))
        sums[name] = hashlib.sha256(os.fsencode(name)).hexdigest()
    data = written(sums)
    assert sums == parsed(data)
    done = subprocess.run(
        ["sha256sum", "-c", "--strict"], input=data, cwd=tmp_path, capture_output=True, check=False
    )
    assert 0 == done.returncode, done.stderr


@pytest.mark.parametrize("data", [b"", b"no digest  name\n", b"ab" * 32 + b" name\n"])
def test_what_is_no_manifest_is_refused(data):
    with pytest.raises(ValueError, match="manifest"):
        parsed(data)


@pytest.mark.parametrize("path", ["../a", "a/../../b", "/a", "a//b", "./a", "a\0b", ""])
def test_paths_that_leave_the_folder_are_seen(path):
    assert plain_paths(["a/b", "c"])
    assert not plain_paths(["a/b", path])

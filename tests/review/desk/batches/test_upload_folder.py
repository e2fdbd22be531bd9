import shutil
import subprocess
import sys

import pytest

from review.desk.batches.upload_folder import OffsetError, UploadFolder

FILL = """
import sys
from pathlib import Path
from review.desk.batches.upload_folder import UploadFolder
with UploadFolder(Path(sys.argv[1])).part(0) as part:
    part.append(0, b"x" * 2_000_000, 0)
    try:
        part.append(2_000_000, b"y" * 2_000_000, 0)
    except OSError as error:
        print(error.errno, part.length)
"""


def test_a_part_grows_at_its_end_only(tmp_path):
    folder = UploadFolder(tmp_path)
    with folder.part(7) as part:
        part.append(0, b"abc", 0)
        for offset in (0, 2, 4):
            with pytest.raises(OffsetError) as caught:
                part.append(offset, b"x", 0)
            assert 3 == caught.value.received
        part.append(3, b"de", 0)
    assert 5 == folder.received(7)


def test_a_part_that_is_a_link_is_not_followed(tmp_path):
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "0").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic"), UploadFolder(tmp_path).part(0):
        pass
    assert not (tmp_path / "elsewhere").exists()


def test_a_piece_that_a_full_disk_cannot_take_leaves_what_was_there(tmp_path):
    """A real disk of 3 MB, in a namespace of its own."""
    unshare = shutil.which("unshare")
    if not unshare or subprocess.run([unshare, "-Urm", "true"], check=False).returncode:
        pytest.skip("no disk can be mounted here")
    mount = f'mount -t tmpfs -o size=3m tmpfs "{tmp_path}" && exec "$@"'
    command = [unshare, "-Urm", "sh", "-c", mount, "sh", sys.executable, "-c", FILL, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "28 2000000" == done.stdout.strip()

import subprocess
import sys

OURS = ("evidence", "extractors", "verifiers", "review")


def test_versions_are_taken_before_anything_that_they_are_of_is_imported():
    """Else an upgrade while a process starts gives verdicts of old rules the new version."""
    listing = f"print(*(one for one in sys.modules if one.split('.')[0] in {OURS}))"
    done = subprocess.run(
        [sys.executable, "-c", f"import pipeline, sys; {listing}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert {"verifiers", "verifiers.version", "evidence"} == {*done.stdout.split()}

"""Django is set up once a process, with a state folder of its own; tests move it elsewhere.

Afterwards the environment is as before, so that tests of other parts find their own.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import django
from django.conf import settings

_STATE = Path(tempfile.mkdtemp(prefix="heyan-desk-"))
atexit.register(shutil.rmtree, _STATE, ignore_errors=True)
_OURS = {
    "HEYAN_HOME": str(_STATE / "var"),
    "HEYAN_INBOX": str(_STATE / "inbox"),
    "DJANGO_SETTINGS_MODULE": "review.desk.settings",
}
_BEFORE = {name: os.environ.get(name) for name in _OURS}
os.environ |= _OURS
django.setup()
for _name, _value in _BEFORE.items():
    del os.environ[_name]
    if _value is not None:
        os.environ[_name] = _value

# Passwords are hashed slowly on purpose; which hash it is, is Django's to test.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Who is drawn hangs on a secret made at random: with a share of five in a hundred, every test
# about somebody who passes would meet a sample now and then. Tests of samples set their own.
settings.SAMPLE_SHARE = 0

"""Runs in a process of its own, in the environment of a served desk: fills its database.

Each line of standard input is an errand as JSON, and standard output gets its answer as JSON.
"""

import json
import os
import sys

from django.db import connections

from evidence import codec
from evidence.cases import Case, PublishedBatch
from review.desk.ready import prepare


def run(errand):
    return {"publish": _publish, "person": _person, "session": _session}[errand.pop("do")](**errand)


def _publish(batch, cases, share=0):
    from django.conf import settings

    from review.desk.models import Item
    from review.desk.publishing import publish

    settings.SAMPLE_SHARE = share
    publish(
        codec.decode(PublishedBatch, json.dumps(batch)),
        [codec.decode(Case, json.dumps(case)) for case in cases],
    )
    return list(Item.objects.filter(batch=batch["id"]).order_by("pk").values_list("pk", flat=True))


def _person(username, password, **fields):
    from review.desk.models import Person

    return Person.objects.create_user(username, password, **fields).pk


def _session(username):
    """The key of a session in which that person is signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.cached_db import SessionStore

    from review.desk.models import Person

    person = Person.objects.get(username=username)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return session.session_key


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "review.desk.settings"
    prepare()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(run(json.loads(line))) + "\n")
        sys.stdout.flush()
        connections.close_all()

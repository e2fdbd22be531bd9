"""What a process of its own does in tests: python -m tests.review.desk.at_work prepare.

Each waits, where it says so, until all are set up, so that they truly work at once.
"""

import datetime as dt
import os
import sys
import time
from contextlib import ExitStack, contextmanager

NOW = dt.datetime(2024, 4, 8, 9, 0, tzinfo=dt.UTC)


def say(*words):
    """One line for whoever started this; it is read at once."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def wait_for_the_others():
    say("ready")
    sys.stdin.readline()


def ready():
    """Bring the database up, as `heyan serve` and `heyan run` do."""
    from review.desk.ready import prepare

    wait_for_the_others()
    prepare()
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    say(MigrationRecorder(connection).migration_qs.filter(app="desk").count())


def migrate_there_and_back():
    """Make the schema, take it back until no table of the desk is left, and make it again."""
    _prepared()
    from django.core.management import call_command
    from django.db import DatabaseError, connection

    say("forwards")
    _publish(1, "新乡市红旗区人民政府")
    call_command("migrate", "desk", "zero", verbosity=0)
    tables = connection.introspection.table_names()
    say("backwards", sum(name.startswith("desk_") for name in tables))
    call_command("migrate", verbosity=0)
    _publish(1, "新乡市红旗区人民政府")
    say("forwards")
    try:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM desk_event")
    except DatabaseError:
        say("refused")


def secrets():
    """The secrets of an installation where there are none yet."""
    from review.desk.places import find_places, kept_secret

    wait_for_the_others()
    say(kept_secret(find_places(), "record.secret"))


def administrator():
    """Make the first administrator."""
    _prepared()
    from review.desk.accounts import first_administrator

    wait_for_the_others()
    say(first_administrator() is not None)


def fill(items, people):
    """So many items in doubt, and reviewers to decide them."""
    _prepared()
    from review.desk.models import Person

    for number in range(int(people)):
        Person.objects.create(
            username=f"r{number}", display_name=f"r{number}", roles=["reviewer", "second_reviewer"]
        )
    _publish(int(items), "新乡市红旗区人民政府")


def publish(items, found):
    """Publish the same applicants with that evidence, again and again."""
    _prepared()
    wait_for_the_others()
    for number in range(6):
        _publish(int(items), f"{found}{number % 2}")


def work(person, choices="reject"):
    """Take the next item and decide it, until there is none; what was acknowledged."""
    _prepared()
    from django.utils import timezone

    from evidence.errors import HeyanError
    from review.desk.flow.deciding import Intent, decide
    from review.desk.flow.leases import take_next
    from review.desk.models import Item, Person
    from review.desk.models.decisions import Choice

    me = Person.objects.get(username=person)
    wait_for_the_others()
    turns = 0
    while item := take_next(me, Item.objects.order_by("opened_at", "id"), timezone.now()):
        choice = Choice(choices.split(",")[turns % len(choices.split(","))])
        reason = {"accept": "seen", "reject": "issuer"}[choice]
        say("took", item.pk, item.round)
        try:
            decision = decide(me, item.pk, Intent(choice, reason, item.version), timezone.now())
        except HeyanError as e:
            say("refused", item.pk, e.code)
        else:
            say("saved", item.pk, decision.pk)
        turns += 1
        # Who asks again at once gets SQLite's lock before those who wait for it.
        time.sleep(0.02)


def wake():
    """Wake what is due."""
    _prepared()
    from review.desk.flow.waiting import wake_due

    wait_for_the_others()
    say(wake_due(dt.datetime(2024, 6, 1, tzinfo=dt.UTC)))


def fill_waiting(items):
    """So many items that wait for material until 20 April."""
    fill(items, 1)
    from review.desk.flow.deciding import Intent, decide
    from review.desk.models import Item, Person
    from review.desk.models.decisions import Choice

    me = Person.objects.get(username="r0")
    for item in Item.objects.all():
        until = dt.date(2024, 4, 20)
        intent = Intent(Choice.SUPPLEMENT, "document", 1, supplement="文件", until=until)
        decide(me, item.pk, intent, NOW)


@contextmanager
def _meanwhile(work):
    """Start `work` in a session of its own; goes on once it waits for a lock, or is done."""
    import threading

    from django.db import connection

    def run():
        with _said_of_database():
            work()
        connection.close()

    def waits():
        with connection.cursor() as cursor:
            # Unlike pg_stat_activity it is looked at anew within a transaction.
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            return cursor.fetchone()[0]

    thread = threading.Thread(target=run)
    thread.start()
    while thread.is_alive() and not waits():
        time.sleep(0.01)
    yield
    thread.join()


@contextmanager
def _said_of_database():
    from django.db import Error

    try:
        yield
    except Error as e:
        say("failed", type(e).__name__)


def change_an_account_before_a_decision_is_committed():
    """The decision holds the record's head and has yet to check whom and what it refers to."""
    fill(1, 2)
    from django.db import transaction

    from review.desk.access.roles import Role
    from review.desk.flow.deciding import Intent, decide
    from review.desk.models import Item, Person
    from review.desk.models.decisions import Choice
    from review.desk.people.changing import Wanted, change_account

    me, other = Person.objects.order_by("username")
    wanted = Wanted("r1", (Role.REVIEWER,))
    item = Item.objects.get().pk
    with _said_of_database(), ExitStack() as until_committed:
        with transaction.atomic():
            decide(me, item, Intent(Choice.REJECT, "issuer", 1), NOW)
            until_committed.enter_context(_meanwhile(lambda: change_account(other, "r0", wanted)))
        say("decided")
    say("roles", *Person.objects.get(username="r0").roles)


def correct_while_an_item_is_taken():
    """A correction holds the record's head while somebody locks its item and wants the head."""
    fill(1, 2)
    from django.db import transaction

    from review.desk.flow.leases import take
    from review.desk.models import Correction, Item, Person
    from review.desk.record.chain import append_event
    from review.desk.record.told import CORRECTED, subject_of, told

    me, other = Person.objects.order_by("username")
    item = Item.objects.get()
    with _said_of_database(), ExitStack() as until_committed:
        with transaction.atomic():
            row = Correction.objects.create(
                applicant_id=item.applicant_id, item=item, person=me, at=NOW, upload="a",
                kind="award_certificate", field="issuer", corrected_value="b",
            )  # fmt: skip
            append_event(CORRECTED, me.username, subject_of(row), detail=told(row), at=NOW)
            until_committed.enter_context(_meanwhile(lambda: take(other, item, NOW)))
        say("corrected")
    say("holder", Item.objects.get().holder)


def close_an_account_while_publishing():
    """The publication comes to the items in another order than they were made in."""
    fill(2, 2)
    from review.desk.models import Item, Person
    from review.desk.people.changing import close_account
    from review.desk.publishing import publication, publish
    from tests.review.desk.cases import batch, case, finding

    me, other = Person.objects.order_by("username")
    Item.objects.update(holder=me)
    keep = publication.keep_applicants
    second_part = iter((False, True))

    with _said(), _said_of_database(), ExitStack() as until_committed:

        def keep_and_close(*arguments):
            if next(second_part):
                until_committed.enter_context(_meanwhile(lambda: close_account(other, "r0")))
            return keep(*arguments)

        publication.keep_applicants = keep_and_close
        publication._CASES_AT_ONCE = 1
        numbers = ["XX0001", "XX0000"]
        publish(
            batch(),
            [case(one, [finding(one, found="新乡市卫滨区人民政府")]) for one in numbers],
            NOW,
        )
        say("published")
    say("held", Item.objects.exclude(holder=None).count())


def _close_an_office_while(begin, decides_below_one, grade):
    """`begin(place, publish)` before an office closes, and is committed after that has begun."""
    fill(1, 1)
    from django.db import transaction

    from review.desk.models import CountyOffice, Item, Person
    from review.desk.people.offices import set_office
    from review.desk.publishing import publish
    from tests.review.desk.cases import batch, case

    place = "辉县市"
    CountyOffice.objects.create(place=place, decides_below_one=decides_below_one)
    of_the_place = Item.objects.filter(region=place)

    def bring():
        publish(batch("b-2"), [case("XX009", region=place, grade=grade)], NOW)

    work = begin(place, bring)
    admin = Person.objects.create(username="a", display_name="a", roles=["administrator"])
    with _said_of_database(), ExitStack() as until_committed, transaction.atomic():
        work()
        until_committed.enter_context(_meanwhile(lambda: set_office(admin, place, None)))
    say(*of_the_place.values_list("state", "stage", "local").get())


def close_an_office_while_publishing():
    """The batch brings an item that the office would review first."""
    _close_an_office_while(lambda _, bring: bring, False, "一级")


def close_an_office_while_it_reopens():
    """The office decides an item finally, and opens it again."""

    def decided(place, bring):
        from review.desk.flow.deciding import Intent, decide, reopen
        from review.desk.models import Item, Person
        from review.desk.models.decisions import Choice

        bring()
        county = Person.objects.create(
            username="c", display_name="c", roles=["reviewer"], regions=[place]
        )
        item = Item.objects.get(region=place).pk
        decide(county, item, Intent(Choice.REJECT, "issuer", 1), NOW)
        return lambda: reopen(county, item, "看错了", NOW)

    _close_an_office_while(decided, True, "二级")


def event_outside():
    """An event without a transaction, on whatever database."""
    _prepared()
    from django.db.transaction import TransactionManagementError

    from review.desk.record.chain import append_event

    try:
        append_event("login", "wang")
    except TransactionManagementError:
        say("refused")


def verify(times):
    """Walk the record while others write."""
    _prepared()
    wait_for_the_others()
    for _ in range(int(times)):
        _walk()


def look():
    """What is there in the end: the decisions, one a line, and whether the record is whole."""
    _prepared()
    from review.desk.models import Decision

    for decision in Decision.objects.order_by("pk"):
        say("decision", decision.item_id, decision.pk, decision.person.username)
    _walk()


def _walk():
    from review.desk.record.verifying import verify_record

    report = verify_record()
    say("record", "whole" if report.ok else [one.en for one in report.breaks])


def count():
    """How much is there."""
    _prepared()
    from review.desk.models import Applicant, Batch, Event, Item, ItemRule

    say(*(model.objects.count() for model in (Batch, Applicant, Item, ItemRule, Event)))


def prepare_or_say_why():
    """Bring the database up, or why not."""
    with _said():
        _prepared()


def publish_on_full_disk(items):
    """Publish where the file may not grow by more than a few pages."""
    _prepared()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages + 20}")
    with _said():
        _publish(int(items), "新乡市红旗区人民政府")


def publish_impatiently(items):
    """Publish without much waiting for another process."""
    _prepared()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 200")
    with _said():
        _publish(int(items), "新乡市红旗区人民政府")


def publish_while_locked(items):
    """Publish while another session holds the batch, and wait for it 200 ms only."""
    _prepared()
    import psycopg
    from django.db import connection

    with psycopg.connect(os.environ["HEYAN_DATABASE_URL"]) as other:
        other.execute("SELECT * FROM desk_batch FOR UPDATE")
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = 200")
        with _said():
            _publish(int(items), "新乡市红旗区人民政府")


def publish_and_lose_the_server(items):
    """Publish while the server ends this session, as it does when it is stopped."""
    _prepared()
    import psycopg
    from django.db import connection

    from review.desk.publishing import publication

    keep = publication.keep_applicants

    def keep_and_lose(*arguments):
        kept = keep(*arguments)
        session = connection.connection.info.backend_pid
        with psycopg.connect(os.environ["HEYAN_DATABASE_URL"], autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [session])
        return kept

    publication.keep_applicants = keep_and_lose
    with _said():
        _publish(int(items), "新乡市红旗区人民政府")


@contextmanager
def _said():
    from evidence.errors import HeyanError

    try:
        yield
    except HeyanError as e:
        say(e.code, e.problem.zh, e.problem.en)


def _prepared():
    from review.desk.ready import prepare

    prepare()


def _publish(items, found):
    from review.desk.publishing import publish as bring
    from tests.review.desk.cases import batch, case, finding

    numbers = [f"XX{number:04}" for number in range(items)]
    bring(batch(), [case(one, [finding(one, found=found)]) for one in numbers], NOW)


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])

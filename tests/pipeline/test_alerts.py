import contextlib
import json
import socketserver
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import dagster as dg
import pytest
from dagster._utils.error import serializable_error_info_from_exc_info

from evidence.errors import MachineError, Problem
from pipeline.alert_channels import AlertError, Mail, Webhook, channels
from pipeline.alert_sensor import ALERT_TAG, DUE, SENT, TRIED_AGAIN, alerts, mark_due
from pipeline.alerts import Alert
from pipeline.failures import as_text

SECRET = "张立军的身份证.pdf 读不出"
ALERT = Alert("run-1", "check_shard", "b-1", "新乡市", "b-1-s001", "E-DISK-FULL")


class _Hook(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append(json.loads(body))
        status, said = self.server.answer
        self.send_response(status)
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_):
        """Silent."""


@pytest.fixture
def hook():
    """A webhook on loopback: what it received, and what it answers."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Hook) as server:
        server.received, server.answer = [], (200, b'{"errcode": 0}')
        threading.Thread(target=server.serve_forever, daemon=True).start()
        server.url = f"http://127.0.0.1:{server.server_port}/robot?key=secret"
        yield server
        server.shutdown()


class _Smtp(socketserver.StreamRequestHandler):
    def handle(self):
        self._say(b"220 loopback")
        lines, in_data = [], False
        for line in self.rfile:
            if in_data:
                if line == b".\r\n":
                    in_data = False
                    self.server.received.append(b"".join(lines))
                    self._say(b"250 kept")
                lines.append(line)
                continue
            verb = line[:4].upper()
            self.server.verbs.append(line.strip())
            if verb == b"EHLO":
                self._say(b"250 loopback")
            elif verb == b"DATA":
                in_data = True
                self._say(b"354 go on")
            elif verb == b"QUIT":
                self._say(b"221 bye")
                return
            elif verb == b"RCPT" and self.server.full:
                self._say(b"452 mailbox full")
            else:
                self._say(b"250 ok")

    def _say(self, text):
        self.wfile.write(text + b"\r\n")


@pytest.fixture
def postbox():
    """A mail server on loopback."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Smtp) as server:
        server.received, server.verbs, server.full = [], [], False
        threading.Thread(target=server.serve_forever, daemon=True).start()
        server.url = f"smtp://127.0.0.1:{server.server_address[1]}"
        yield server
        server.shutdown()


def test_a_webhook_gets_one_json_object(hook):
    """Fields for a program, and the text that a group robot shows."""
    Webhook(hook.url).send(ALERT)
    (said,) = hook.received
    assert ("E-DISK-FULL", "b-1", "b-1-s001", "新乡市") == (
        said["code"], said["batch"], said["partition"], said["region"],
    )  # fmt: skip
    assert said["link"].endswith("/runs/run-1")
    assert "text" == said["msgtype"]
    assert [ALERT.zh, ALERT.en, ALERT.link] == said["text"]["content"].split("\n")


@pytest.mark.parametrize("answer", [(500, b""), (302, b""), (200, b'{"errcode": 310000}')])
def test_a_webhook_that_refuses_has_not_heard(hook, answer):
    """A robot refuses with 200; and no message tells its secret address."""
    hook.answer = answer
    with pytest.raises(AlertError, match="E-ALERT-SEND") as raised:
        Webhook(hook.url).send(ALERT)
    assert "secret" not in str(raised.value)


def test_a_mail_arrives_whole(postbox):
    """Subject with the code, both languages, the link."""
    Mail(postbox.url, ("a@example.org", "b@example.org")).send(ALERT)
    (letter,) = postbox.received
    assert b"[Heyan] E-DISK-FULL b-1" in letter
    assert 2 == sum(verb.startswith(b"rcpt TO") for verb in postbox.verbs)


def test_a_mailbox_that_takes_nothing_has_not_heard(postbox):
    """The next tick tries again."""
    postbox.full = True
    with pytest.raises(AlertError, match="E-ALERT-SEND"):
        Mail(postbox.url, ("a@example.org",)).send(ALERT)


def test_a_password_never_leaves_in_the_clear(postbox, monkeypatch):
    """A server elsewhere without TLS gets no password."""
    monkeypatch.setattr("pipeline.alert_channels._LOOPBACK", frozenset())
    url = postbox.url.replace("//", "//user:hunter2@")
    with pytest.raises(AlertError):
        Mail(url, ("a@example.org",)).send(ALERT)
    assert not any(verb.startswith(b"AUTH") for verb in postbox.verbs)


@pytest.mark.parametrize(
    "environment",
    [
        {"HEYAN_ALERT_WEBHOOK": "robot.example.org"},
        {"HEYAN_ALERT_SMTP": "mail.example.org", "HEYAN_ALERT_TO": "a@example.org"},
        {"HEYAN_ALERT_SMTP": "smtp://mail.example.org"},
    ],
)
def test_what_cannot_be_understood_is_said(environment):
    """Not found out on the day of the first failure."""
    with pytest.raises(AlertError, match="E-ALERT-CONFIG"):
        channels(environment)


@pytest.mark.parametrize(
    ("variable", "address"),
    [
        ("HEYAN_ALERT_SMTP", "smtps://user:hunter2/@mail.example.org:465"),
        ("HEYAN_ALERT_SMTP", "smtps://user:hunter2／@mail.example.org:465"),
        ("HEYAN_ALERT_SMTP", "smtps://user:[hunter2@mail.example.org:465"),
        ("HEYAN_ALERT_WEBHOOK", "https://robot.example.org：443/hunter2"),
    ],
)
def test_an_address_that_is_none_is_said_without_its_password(
    instance, monkeypatch, variable, address
):
    """Python quotes it; and the sensor that tells of failed runs goes on."""
    monkeypatch.setenv(variable, address)
    monkeypatch.setenv("HEYAN_ALERT_TO", "a@example.org")
    _failed(instance)
    with pytest.raises(AlertError, match="E-ALERT-CONFIG") as raised:
        _tick(instance)
    said = serializable_error_info_from_exc_info((raised.type, raised.value, raised.tb))
    assert "hunter2" not in said.to_string()


def _failed(instance, retries="0"):
    run = dg.DagsterRun(
        job_name="check_shard",
        tags={
            "dagster/partition": "b-1-s001",
            "heyan/batch": "b-1",
            "dagster/max_retries": retries,
        },
        status=dg.DagsterRunStatus.STARTED,
    )
    instance.add_run(run)
    instance.report_run_failed(run, as_text(Problem("E-TEST", SECRET, SECRET)))
    mark_due(instance, run.run_id)
    return run.run_id


def _tick(instance):
    with dg.build_sensor_context(instance=instance) as context:
        return alerts(context).skip_message


def _alert_tags(instance, run):
    tags = instance.get_run_by_id(run).tags
    return {
        name.removeprefix(ALERT_TAG): value
        for name, value in tags.items()
        if name.startswith(ALERT_TAG)
    }


def test_a_failed_run_is_told_once_and_names_nobody(instance, hook, monkeypatch):
    """The error's own words stay in the UI."""
    monkeypatch.setenv("HEYAN_ALERT_WEBHOOK", hook.url)
    run = _failed(instance)
    _tick(instance)
    _tick(instance)
    (said,) = hook.received
    assert ("E-TEST", "b-1", run) == (said["code"], said["batch"], said["run"])
    assert "张立军" not in json.dumps(said, ensure_ascii=False)
    assert {"webhook": SENT} == _alert_tags(instance, run)


def test_a_run_whose_events_are_gone_holds_up_no_other_alert(instance, hook, monkeypatch):
    monkeypatch.setenv("HEYAN_ALERT_WEBHOOK", hook.url)
    gone = dg.DagsterRun(job_name="check_shard", status=dg.DagsterRunStatus.FAILURE)
    instance.add_run(gone)
    mark_due(instance, gone.run_id)
    _failed(instance)
    _tick(instance)
    assert ["E-RUN-FAILED", "E-TEST"] == [said["code"] for said in hook.received]


def test_what_does_not_arrive_is_sent_later(instance, hook, postbox, monkeypatch):
    """One dead channel holds up neither the other nor the sensor."""
    monkeypatch.setenv("HEYAN_ALERT_WEBHOOK", hook.url)
    monkeypatch.setenv("HEYAN_ALERT_SMTP", postbox.url)
    monkeypatch.setenv("HEYAN_ALERT_TO", "a@example.org")
    hook.answer = (503, b"")
    runs = [_failed(instance), _failed(instance)]
    with pytest.raises(AlertError, match="E-ALERT-SEND"):
        _tick(instance)
    assert 1 == len(hook.received)
    assert 2 == len(postbox.received)
    assert {"webhook": DUE, "mail": SENT} == _alert_tags(instance, runs[0])
    hook.answer = (200, b"")
    assert "next try in" in _tick(instance)
    _set_clock(monkeypatch, time.time() + 31)
    _tick(instance)
    assert runs == [said["run"] for said in hook.received[1:]]
    assert 2 == len(postbox.received)


def test_a_run_that_is_tried_again_by_itself_alarms_nobody(instance, hook, monkeypatch):
    """Its last attempt does."""
    monkeypatch.setenv("HEYAN_ALERT_WEBHOOK", hook.url)
    run = _failed(instance, retries="1")
    _tick(instance)
    assert [] == hook.received
    assert {"webhook": TRIED_AGAIN} == _alert_tags(instance, run)


def test_without_a_channel_nothing_is_noted(instance):
    """Off by default."""
    assert {} == _alert_tags(instance, _failed(instance))
    assert _tick(instance).startswith("off")


def test_a_database_s_address_in_place_of_the_ui_s_leaves_in_no_alert(instance, hook, monkeypatch):
    """The look fails, in sight, and the alert stays due."""
    monkeypatch.setenv("HEYAN_ALERT_WEBHOOK", hook.url)
    monkeypatch.setenv("HEYAN_DAGSTER_URL", "postgresql+psycopg2://heyan:hunter2@db/heyan")
    run = _failed(instance)
    with pytest.raises(MachineError, match="E-SETTING"):
        _tick(instance)
    assert [] == hook.received
    assert {"webhook": DUE} == _alert_tags(instance, run)


def _set_clock(monkeypatch, now):
    monkeypatch.setattr("pipeline.alert_sensor.time", SimpleNamespace(time=lambda: now))


def test_a_server_that_refuses_is_asked_once_an_hour_at_last(instance, hook, monkeypatch):
    """A wrong password every 30 seconds locks the account; each try that failed is a failed tick."""
    monkeypatch.setenv("HEYAN_ALERT_WEBHOOK", hook.url)
    hook.answer = (401, b"")
    _failed(instance)
    start = time.time()
    tried = []
    for seconds in range(0, 7500, 30):
        _set_clock(monkeypatch, start + seconds)
        with contextlib.suppress(AlertError):
            _tick(instance)
            continue
        tried.append(seconds)
    assert [0, 30, 90, 210, 450, 930, 1890, 3810, 7410] == tried
    assert len(tried) == len(hook.received)


def test_settings_that_cannot_be_understood_fail_the_tick(instance, monkeypatch):
    """A skipped one would look like all is well."""
    monkeypatch.setenv("HEYAN_ALERT_WEBHOOK", "robot.example.org")
    with pytest.raises(AlertError, match="E-ALERT-CONFIG"):
        _tick(instance)

"""Services of UCDP and ACLED against a server of our own on this machine: tokens, pages, failures (DESIGN §9)."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import polars as pl
import pytest
from typer.testing import CliRunner

from maslahat.cli.main import build_app
from maslahat.core import InputError
from maslahat.evidence import read_evidence
from maslahat.evidence.service import acled_token, ask_acled, ask_ucdp, send_over_network

UCDP_EVENTS = [
    {
        "id": number,
        "type_of_violence": 1,
        "where_prec": 1,
        "where_coordinates": "Batken town",
        "adm_1": "Batken",
        "latitude": 40.06,
        "longitude": 70.82,
        "country": "Kyrgyzstan",
        "date_prec": 1,
        "date_start": "2021-04-28T00:00:00",
        "date_end": "2021-04-28T00:00:00",
        "best": number,
        "high": 9,
        "low": 0,
    }
    for number in range(1, 6)
]
ACLED_EVENTS = [
    {
        "event_id_cnty": f"KGZ{number}",
        "event_date": "2021-04-28",
        "time_precision": 1,
        "event_type": "Battles",
        "country": "Kyrgyzstan",
        "admin1": "Batken",
        "location": "Batken",
        "latitude": 40.06,
        "longitude": 70.82,
        "geo_precision": 1,
        "fatalities": number,
    }
    for number in range(4)
]
BROKEN = {
    "401": (401, "{}", 0),
    "403": (403, "{}", 0),
    "429": (429, "slow down", 0),
    "empty": (200, "", 0),
    "html": (200, "<!doctype html><p>Sign in", 0),
    "json": (200, '{"TotalPages": 1, "Result": [{"id":', 0),
    "short": (200, '{"TotalPages": 1', 500),
}


class Sources(BaseHTTPRequestHandler):
    """Answers as the two services do; a path with `broken/KIND` fails in that way."""

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        words = {name: values[0] for name, values in parse_qs(url.query).items()}
        kind = url.path.strip("/").split("/")[1] if url.path.startswith("/broken/") else ""
        if kind:
            status, text, missing = BROKEN[kind]
            self._send(status, text, missing)
        elif url.path == "/gedevents/25.1":
            self._ucdp(int(words["page"]), int(words["pagesize"]))
        elif url.path == "/api/acled/read":
            self._acled(int(words["page"]), int(words["limit"]))
        else:
            self._send(404, "{}")

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        right = (
            form["username"] == ["me"]
            and form["password"] == ["a b&c"]
            and form["grant_type"] == ["password"]
        )
        self._send(200 if right else 401, json.dumps({"access_token": "T0K3N"}) if right else "{}")

    def _ucdp(self, page: int, size: int) -> None:
        if self.headers["x-ucdp-access-token"] != "secret":
            self._send(401, "{}")
            return
        rows = UCDP_EVENTS[page * size : (page + 1) * size]
        answer = {"TotalCount": len(UCDP_EVENTS), "TotalPages": -(-len(UCDP_EVENTS) // size), "Result": rows}
        self._send(200, json.dumps(answer))

    def _acled(self, page: int, limit: int) -> None:
        if self.headers["Authorization"] != "Bearer T0K3N":
            self._send(403, "{}")
            return
        self._send(200, json.dumps({"status": 200, "data": ACLED_EVENTS[(page - 1) * limit : page * limit]}))

    def _send(self, status: int, text: str, missing: int = 0) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) + missing))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Sources)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_ucdp_pages_are_followed_with_the_token(address: str):
    table = ask_ucdp("25.1", "secret", page_size=2, address=address)
    assert table["id"].to_list() == ["1", "2", "3", "4", "5"]


def test_acled_gives_a_token_and_pages_until_one_is_not_full(address: str):
    token = acled_token("me", "a b&c", address=address)
    assert token == "T0K3N"
    for size in (3, 4):  # a last page that is not full, and one that is, with an empty one behind it
        table = ask_acled({"country": "Kyrgyzstan"}, token, page_size=size, address=address)
        assert table["event_id_cnty"].to_list() == ["KGZ0", "KGZ1", "KGZ2", "KGZ3"]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("401", "token is missing"),
        ("403", "ask the source for access"),
        ("429", "wait, then ask again"),
        ("empty", "empty page"),
        ("html", "web page"),
        ("json", "breaks off"),
        ("short", "broke off after 16 bytes"),
    ],
)
def test_every_failure_has_its_name(address: str, kind: str, said: str):
    with pytest.raises(InputError, match=said):
        ask_ucdp("25.1", "secret", address=f"{address}/broken/{kind}")


def test_a_wrong_token_or_password_is_named(address: str):
    with pytest.raises(InputError, match=r"UCDP 25\.1, page 0: found status 401"):
        ask_ucdp("25.1", "wrong", address=address)
    with pytest.raises(InputError, match="ACLED, token: found status 401"):
        acled_token("me", "wrong", address=address)
    with pytest.raises(InputError, match="status 403"):
        ask_acled({}, "old", address=address)
    with pytest.raises(InputError, match="status 404"):
        ask_ucdp("99.9", "secret", address=address)


def test_a_count_that_does_not_agree_keeps_nothing():
    answer = json.dumps({"TotalPages": 1, "TotalCount": 5, "Result": [{"id": 1}]})
    with pytest.raises(InputError, match="1 events; expected 5"):
        ask_ucdp("25.1", "secret", lambda _url, _headers, _form: (200, answer))
    with pytest.raises(InputError, match="without a record"):
        ask_ucdp("25.1", "secret", lambda _url, _headers, _form: (200, '{"TotalPages": 1, "Result": []}'))


def test_no_token_over_an_open_line_and_no_connection_is_named():
    with pytest.raises(InputError, match="without encryption"):
        send_over_network("http://example.org/x?y=1", {})
    with pytest.raises(InputError, match="no connection"):
        send_over_network("http://127.0.0.1:9/x", {})


def test_fetch_writes_what_read_understands(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    run = CliRunner().invoke
    monkeypatch.delenv("MASLAHAT_UCDP_TOKEN", raising=False)
    words = ["evidence", "fetch", "ucdp", str(tmp_path / "u.csv"), "--release", "25.1", "--address", address]
    assert "MASLAHAT_UCDP_TOKEN" in str(run(build_app(), words).exception)
    assert not (tmp_path / "u.csv").exists()
    monkeypatch.setenv("MASLAHAT_UCDP_TOKEN", "secret")
    assert run(build_app(), words).exit_code == 0
    assert read_evidence(tmp_path / "u.csv").table["best"].to_list() == [1.0, 2.0, 3.0, 4.0, 5.0]
    monkeypatch.setenv("MASLAHAT_ACLED_USER", "me")
    monkeypatch.setenv("MASLAHAT_ACLED_PASSWORD", "a b&c")
    words = ["evidence", "fetch", "acled", str(tmp_path / "a.csv"), "--query", "country=Kyrgyzstan"]
    assert run(build_app(), [*words, "--address", address]).exit_code == 0
    reading = read_evidence(tmp_path / "a.csv")
    assert (reading.source, reading.table.height) == ("ACLED", 4)
    assert pl.read_csv(tmp_path / "a.csv").width == len(ACLED_EVENTS[0])
    assert "NAME=VALUE" in str(run(build_app(), [*words, "--query", "x"]).exception)

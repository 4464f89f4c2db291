"""Post over HTTPS with mutual TLS (§12): pushed, fetched, gone on with, and no stranger let in."""

from __future__ import annotations

import http.client
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from exchange_house import CONSIGNMENT, PURPOSE, SECRET, desk, houses, node

from maslahat.core import InputError
from maslahat.exchange import sharing, wire
from maslahat.exchange.certificate import make_certificate
from maslahat.exchange.node import open_node
from maslahat.exchange.office import post_of
from maslahat.exchange.post import Post

CODES = {"tlp": "amber", "pap": "green", "handling": "H2"}


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    made = [node(party, folder=tmp_path / party) for party in ("KAZ", "KGZ")]
    for one, other in (made, made[::-1]):
        one.add_partner(other.card, [PURPOSE])
    for one in made:
        one.close()
    return tmp_path / "KAZ", tmp_path / "KGZ"


@pytest.fixture
def address(pair: tuple[Path, Path]) -> Iterator[str]:
    """Kazakhstan listens in a thread that has the database to itself."""
    ready, stop, port = threading.Event(), threading.Event(), []

    def listen() -> None:
        post = post_of(open_node(pair[0], SECRET))
        server = wire.Server(post)
        port.append(server.port)
        ready.set()
        server.serve(lambda: not stop.is_set())
        server.close()
        post.node.close()

    thread = threading.Thread(target=listen)
    thread.start()
    assert ready.wait(20)
    yield f"https://127.0.0.1:{port[0]}"
    stop.set()
    thread.join(20)


def lend(post: Post, to: str) -> str:
    home = post.node.party
    one = desk(post).create("consignment", {**CONSIGNMENT, "route": f"from {home}"}, **CODES)
    sharing.share(post, desk(post, "approver"), one, [to], {"read"})
    return one


def test_what_is_pending_goes_both_ways(pair: tuple[Path, Path], address: str) -> None:
    mine = post_of(open_node(pair[1], SECRET))
    sent = lend(mine, "KAZ")
    wire.sync(mine, "KAZ", address)
    wire.sync(mine, "KAZ", address)
    assert [one for one in mine.pending("KAZ") if one.number == 1] == [], "it was receipted"
    theirs = post_of(open_node(pair[0], SECRET))
    assert desk(theirs).read(sent).value("route") == "from KGZ"
    back = lend(theirs, "KGZ")
    theirs.node.close()
    wire.sync(mine, "KAZ", address)
    assert desk(mine).read(back).value("route") == "from KAZ"
    mine.node.close()


def test_a_large_envelope_goes_in_pieces_and_on_where_it_stopped(
    pair: tuple[Path, Path], address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = post_of(open_node(pair[1], SECRET))
    mine.send("KAZ", "of a later version", attachment=bytes(3 * 2**20))
    pieces = []
    ask = wire._ask

    def breaks(line, method, path, body=b"", headers=None):  # type: ignore[no-untyped-def]
        if method == "PUT":
            pieces.append(int((headers or {})["X-Start"]))
            if len(pieces) == 3:
                raise ConnectionResetError("cut off")
        return ask(line, method, path, body, headers)

    monkeypatch.setattr(wire, "_ask", breaks)
    with pytest.raises(InputError, match="Nothing is lost"):
        wire.sync(mine, "KAZ", address)
    wire.sync(mine, "KAZ", address)
    assert pieces[3] == 2 * wire.PIECE_BYTES
    theirs = open_node(pair[0], SECRET)
    assert len(theirs.store.all("unread")) == 1
    theirs.close()
    mine.node.close()


@pytest.mark.parametrize("known", [True, False])
def test_no_stranger_is_let_in(pair: tuple[Path, Path], address: str, tmp_path: Path, known: bool) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    home = open_node(pair[0], SECRET)
    context.load_verify_locations(cadata=home.card.certificate)
    home.close()
    if known:
        for name, text in zip(("k", "c"), make_certificate("KGZ"), strict=True):
            (tmp_path / name).write_text(text)
        context.load_cert_chain(tmp_path / "c", tmp_path / "k")
    line = http.client.HTTPSConnection(address.removeprefix("https://"), context=context, timeout=10)

    def call() -> int:
        line.request("GET", "/v1/envelopes/1")
        return line.getresponse().status

    with pytest.raises((OSError, http.client.HTTPException)):
        call()


def test_a_partner_that_is_not_there_is_a_sentence(pair: tuple[Path, Path]) -> None:
    mine = post_of(open_node(pair[1], SECRET))
    for wrong in ("https://127.0.0.1:1", "nowhere", ""):
        with pytest.raises(InputError):
            wire.sync(mine, "KAZ", wrong)
    mine.node.close()


def test_what_a_partner_begins_and_never_ends_does_not_pile_up() -> None:
    post = houses("KAZ", "KGZ")["KAZ"]
    for k in range(50):
        assert wire._take(post, "KGZ", f"{k:064x}", 0, 10**6, bytes(1000)) == 1000
        assert wire._take(post, "KGZ", f"{k:064x}", 1000, 10**6, bytes(1000)) == 2000
    assert len(post.node.store.all("part piece")) == 2
    assert wire._take(post, "KGZ", f"{49:064x}", 2000, 2500, bytes(1000)) == 2000, "more than was announced"

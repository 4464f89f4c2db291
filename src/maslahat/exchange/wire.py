"""Post over HTTPS with mutual TLS 1.3, for nodes that can reach each other (§12).

Each node has a certificate of its own making, and trusts exactly those on its partners' cards. A caller
pushes what
is pending, in pieces where it is large (a broken connection goes on where it stopped), then fetches what
waits
for it. The envelopes are those of the stick: the wire is not trusted with anything.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import re
import ssl
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from maslahat.core import Fault, InputError
from maslahat.exchange.card import Card
from maslahat.exchange.envelope import LARGEST_BYTES, read_envelope
from maslahat.exchange.node import Node
from maslahat.exchange.post import Delivery, Outcome, Post
from maslahat.exchange.reasons import said

PIECE_BYTES = 2**20
PATIENCE_SECONDS = 30
_ENVELOPE = re.compile(r"/v1/envelopes/(\d{1,15})")
_PART = re.compile(r"/v1/parts/([0-9a-f]{64})")


class Server:
    """A node listening for its partners, one request at a time."""

    def __init__(self, post: Post, host: str = "127.0.0.1", port: int = 0) -> None:
        """Bind the address; port 0 takes a free one, `port` tells which."""
        try:
            self._http = HTTPServer((host, port), type("Handler", (_Handler,), {"post": post}))
        except (OSError, OverflowError) as error:
            where = f"https://{host}:{port}"
            raise InputError(Fault(where, said(error), "a free address of this machine")) from None
        self._http.timeout = 0.2
        context = _context(post.node, list(post.node.partners().values()), server=True)
        # The handshake is made in the handler, under its time limit, not where it would hold the listener up.
        self._http.socket = context.wrap_socket(
            self._http.socket, server_side=True, do_handshake_on_connect=False
        )
        self.port = int(self._http.server_address[1])

    def serve(self, going: Callable[[], bool] = lambda: True) -> None:
        """Answer until `going` says no."""
        while going():
            self._http.handle_request()

    def close(self) -> None:
        """Stop listening."""
        self._http.server_close()


def sync(post: Post, party: str, address: str = "") -> list[Delivery]:
    """Push what is pending to a partner and fetch what waits there; return what came in.

    Raise InputError where the partner cannot be reached or is not who its card says.
    """
    partner = post.node.partner(party)
    where = address or partner.address
    match = re.fullmatch(r"(?:https://)?([^/:]+):(\d{1,5})/?", where)
    if match is None:
        raise InputError(Fault(f"address of {party}", repr(where), "https://host:port"))
    context = _context(post.node, [partner], server=False)
    line = http.client.HTTPSConnection(match[1], int(match[2]), timeout=PATIENCE_SECONDS, context=context)
    try:
        for one in post.pending(party):
            _push(line, one.to_bytes())
        found = list(_fetch(line, post, party))
    except (OSError, http.client.HTTPException, ValueError) as error:
        mend = "Nothing is lost: try again, or carry a stick."
        raise InputError(Fault(f"{party} at {where}", said(error), "a partner", mend)) from None
    finally:
        line.close()
    post.acknowledge()
    return found


def _push(line: http.client.HTTPSConnection, data: bytes) -> None:
    path = f"/v1/parts/{hashlib.sha256(data).hexdigest()}"
    start = int(_ask(line, "GET", path)["bytes"]) if len(data) > PIECE_BYTES else 0
    while True:
        piece = data[start : start + PIECE_BYTES]
        headers = {"X-Start": str(start), "X-Total": str(len(data))}
        answer = _ask(line, "PUT", path, piece, headers)
        start = int(answer["bytes"])
        if start >= len(data):
            return


def _fetch(line: http.client.HTTPSConnection, post: Post, party: str) -> Iterator[Delivery]:
    while True:
        number = post.received_from(party) + 1
        line.request("GET", f"/v1/envelopes/{number}")
        answer = line.getresponse()
        data = answer.read(LARGEST_BYTES + 1)
        if answer.status != http.client.OK:
            return
        found = post.accept(read_envelope(data, f"envelope {number} of {party}"))
        yield from found
        if not any(one.outcome is Outcome.ACCEPTED for one in found):
            return


def _ask(
    line: http.client.HTTPSConnection,
    method: str,
    path: str,
    body: bytes = b"",
    headers: dict[str, str] | None = None,
) -> dict[str, Any]:
    line.request(method, path, body, headers or {})
    answer = line.getresponse()
    data = answer.read(2**16)
    if answer.status != http.client.OK:
        raise ValueError(f"the partner answered {answer.status}")
    value = json.loads(data)
    if not isinstance(value, dict):
        raise ValueError("the partner answered in another form")
    return value


class _Handler(BaseHTTPRequestHandler):
    """One request of one partner, who is known by its certificate."""

    timeout = PATIENCE_SECONDS
    protocol_version = "HTTP/1.1"
    post: Post

    def handle(self) -> None:
        try:
            self.connection.do_handshake()
            super().handle()
        except (ssl.SSLError, OSError):
            self.close_connection = True  # a stranger, or a line that broke: nothing was taken

    def do_GET(self) -> None:
        party = self._party()
        envelope, part = _ENVELOPE.fullmatch(self.path), _PART.fullmatch(self.path)
        if part:
            state = self.post.node.store.get("part", party)
            have = int(state["bytes"]) if state is not None and state["digest"] == part[1] else 0
            self._answer(200, json.dumps({"bytes": have}).encode())
            return
        wanted = int(envelope[1]) if envelope else 0
        found = [one for one in self.post.pending(party) if one.number == wanted]
        self._answer(200 if found else 404, found[0].to_bytes() if found else b"")

    def do_PUT(self) -> None:
        party, part = self._party(), _PART.fullmatch(self.path)
        length, start, total = (
            _number(self.headers.get(k)) for k in ("Content-Length", "X-Start", "X-Total")
        )
        if part is None or length > PIECE_BYTES or total > LARGEST_BYTES:
            self._answer(400, b"")
            self.close_connection = True
            return
        have = _take(self.post, party, part[1], start, total, self.rfile.read(length))
        self._answer(200, json.dumps({"bytes": have}).encode())

    def _party(self) -> str:
        shown = self.connection.getpeercert(binary_form=True)
        for party, card in self.post.node.partners().items():
            if card.certificate and ssl.PEM_cert_to_DER_cert(card.certificate) == shown:
                return party
        raise ssl.SSLError("not a partner")

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def version_string(self) -> str:
        return "maslahat"

    def log_message(self, *_: Any) -> None:
        """Say nothing on the terminal: what came in is in the node's own log."""


def _take(post: Post, party: str, digest: str, start: int, total: int, piece: bytes) -> int:
    """Add a piece where it belongs; take the envelope in when it is whole. Return how many bytes are there."""
    with post.node.store.change():
        have = _begun(post, party, digest)
        if start != have or have + len(piece) > total:
            return have
        have += len(piece)
        post.node.store.put("part piece", f"{party} {start:012d}", piece.hex())
        post.node.store.put("part", party, {"digest": digest, "bytes": have})
        if have < total:
            return have
        whole = b"".join(bytes.fromhex(one) for one in _pieces(post, party).values())
        _forget(post, party)
    if hashlib.sha256(whole).hexdigest() == digest:
        try:
            one = read_envelope(whole)
        except InputError:
            return total
        if one.sender == party and one.recipient == post.node.party:
            post.accept(one)
            post.acknowledge()
    return total


def _begun(post: Post, party: str, digest: str) -> int:
    """Return how much of an envelope is there. A partner has one on its way at a time: another one takes its place, so
    that what is begun and never ended does not fill the disk."""
    state = post.node.store.get("part", party)
    if state is not None and state["digest"] == digest:
        return int(state["bytes"])
    _forget(post, party)
    return 0


def _pieces(post: Post, party: str) -> dict[str, str]:
    return {
        name: one for name, one in post.node.store.all("part piece").items() if name.split(" ")[0] == party
    }


def _forget(post: Post, party: str) -> None:
    post.node.store.drop("part", party)
    for name in _pieces(post, party):
        post.node.store.drop("part piece", name)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else 0


def _context(node: Node, trusted: list[Card], *, server: bool) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if server else ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False  # the certificate itself is pinned; a node may change its address
    context.verify_mode = ssl.CERT_REQUIRED
    certificates = [card.certificate for card in trusted if card.certificate]
    if not certificates:
        raise InputError(Fault("partners", "no card with a certificate", "a partner's card with one"))
    context.load_verify_locations(cadata="\n".join(certificates))
    with _files(node) as (key, certificate):
        context.load_cert_chain(certificate, key)
    return context


@contextmanager
def _files(node: Node) -> Iterator[tuple[Path, Path]]:
    """The ssl module reads keys from files only: for a moment, in a folder of one's own, readable by its
    owner."""
    with tempfile.TemporaryDirectory(prefix="maslahat-") as folder:
        key, certificate = Path(folder) / "key.pem", Path(folder) / "certificate.pem"
        key.touch(0o600)
        key.write_text(node.store.get("node", "tls"), encoding="ascii")
        certificate.write_text(node.card.certificate, encoding="ascii")
        yield key, certificate

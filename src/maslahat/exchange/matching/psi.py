"""Private set intersection with openmined-psi: commutative encryption on P-256, semi-honest (§12).

The server's set is encrypted once under a key of its own and kept (`Prepared`); a query costs work in the
size of
the asker's set only. First the size of the intersection, then, as a second step, its elements. The raw
encoding
is used: no false positives, 35 bytes an element.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from maslahat.core import Fault, InputError


@dataclass(frozen=True, slots=True, repr=False)
class Prepared:
    """A server's set, ready: its private key, the message that partners may keep, and how many elements."""

    key: bytes
    setup: bytes
    count: int


@dataclass(frozen=True, slots=True, repr=False)
class Query:
    """An asker's set, encrypted: its private key and the message to the server."""

    key: bytes
    request: bytes


def prepare(items: Sequence[str]) -> Prepared:
    """Encrypt a server's set under a fresh key. About 0.1 ms an element."""
    psi = _library()
    server = psi.server.CreateWithNewKey(True)
    # The rate of false positives has no part in the raw encoding.
    setup = server.CreateSetupMessage(1e-9, max(1, len(items)), list(items), psi.DataStructure.RAW)
    return Prepared(server.GetPrivateKeyBytes(), setup.SerializeToString(), len(items))


def query(items: Sequence[str], *, reveal: bool, key: bytes | None = None) -> Query:
    """Encrypt an asker's set; with the `key` of an earlier query it is the same set, word for word."""
    psi = _library()
    client = psi.client.CreateWithNewKey(reveal) if key is None else psi.client.CreateFromKey(key, reveal)
    return Query(client.GetPrivateKeyBytes(), client.CreateRequest(list(items)).SerializeToString())


def count_of(request: bytes) -> int:
    """Return how many elements a request asks about; raise InputError where it is none."""
    return len(_request(request).encrypted_elements)


def same_set(one: bytes, other: bytes) -> bool:
    """Do two requests ask about the same elements under the same key?"""
    return sorted(_request(one).encrypted_elements) == sorted(_request(other).encrypted_elements)


def answer(prepared_key: bytes, request: bytes, *, reveal: bool) -> bytes:
    """Return the server's answer; raise InputError where the request is of the other kind or damaged."""
    psi = _library()
    message = _request(request)
    if bool(message.reveal_intersection) != reveal:
        raise InputError(
            Fault("match request", "a request of the other kind", "hits" if reveal else "a count")
        )
    with _refusing("match request"):
        response = psi.server.CreateFromKey(prepared_key, reveal).ProcessRequest(message)
    return bytes(response.SerializeToString())


def size(key: bytes, setup: bytes, response: bytes) -> int:
    """Return how many elements both sets hold, to the asker."""
    client, setup_message, message = _answered(key, setup, response, False)
    with _refusing("match answer"):
        return int(client.GetIntersectionSize(setup_message, message))


def hits(key: bytes, setup: bytes, response: bytes) -> list[int]:
    """Return the places in the asker's set of the elements both hold."""
    client, setup_message, message = _answered(key, setup, response, True)
    with _refusing("match answer"):
        return sorted(client.GetIntersection(setup_message, message))


@contextmanager
def _refusing(where: str) -> Iterator[None]:
    """What the library will not work on is a fault of the input."""
    try:
        yield
    except (RuntimeError, ValueError) as error:
        raise InputError(Fault(where, str(error).split("\n")[0], "points of the curve P-256")) from None


def _answered(key: bytes, setup: bytes, response: bytes, reveal: bool) -> tuple[Any, Any, Any]:
    psi = _library()
    setup_message, message = psi.ServerSetup(), psi.Response()
    try:
        setup_message.ParseFromString(setup)
        message.ParseFromString(response)
    except Exception as error:  # protobuf's DecodeError; its module is not ours to import
        raise InputError(Fault("match answer", str(error), "an answer of openmined-psi")) from None
    return psi.client.CreateFromKey(key, reveal), setup_message, message


def _request(data: bytes) -> Any:
    message = _library().Request()
    try:
        message.ParseFromString(data)
    except Exception as error:  # protobuf's DecodeError
        raise InputError(Fault("match request", str(error), "a request of openmined-psi")) from None
    return message


def _library() -> Any:
    try:
        import private_set_intersection.python as psi  # noqa: PLC0415 (a part of the extra `exchange`)
    except ImportError:
        raise InputError(
            Fault(
                "private matching", "openmined-psi is not installed", "it", "pip install 'maslahat[exchange]'"
            )
        ) from None
    return psi

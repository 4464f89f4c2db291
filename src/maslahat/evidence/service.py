"""Asking a source's service page by page: a failure has a name, half an answer is not kept (DESIGN §9).

UCDP: `x-ucdp-access-token`, pages until `TotalPages`. ACLED: a token by OAuth (password grant), then pages until
one is not full. The way a request is sent is handed in (`Send`), so that tests and offline use need no network.
"""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from typing import Any

import polars as pl

from maslahat.core import Fault, InputError
from maslahat.evidence.read import rows_of_answer

# Address, headers, and what is posted (None: a GET) -> status and text.
Send = Callable[[str, dict[str, str], dict[str, str] | None], tuple[int, str]]

UCDP_ADDRESS = "https://ucdpapi.pcr.uu.se/api"
ACLED_ADDRESS = "https://acleddata.com"
ACLED_PAGE = 5000
MOST_PAGES = 10_000
PATIENCE_SECONDS = 60
MEANINGS = {
    401: "the token is missing or no longer valid: get a new one",
    403: "the token does not open this data: ask the source for access",
    404: "there is no such release or address",
    429: "too many requests: wait, then ask again",
    500: "the source's server failed: ask again later",
    503: "the source is not available: ask again later",
}


def send_over_network(
    url: str, headers: dict[str, str], form: dict[str, str] | None = None
) -> tuple[int, str]:
    """Return status and text of a GET, or of a POST of `form`; raises InputError where there is no connection or
    the answer breaks off.
    """
    where = url.split("?", maxsplit=1)[0]
    if not url.startswith(("https://", "http://127.0.0.1")):
        raise InputError(
            Fault(where, "an address without encryption", "https://…", "A token must not go over it.")
        )
    body = None if form is None else urllib.parse.urlencode(form).encode()
    request = urllib.request.Request(url, data=body, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
            return int(answer.status), answer.read().decode("utf-8", errors="replace")
    except urllib.error.HTTPError as error:
        return int(error.code), error.read().decode("utf-8", errors="replace")
    except http.client.IncompleteRead as error:
        found = f"an answer that broke off after {len(error.partial):,} bytes"
        raise InputError(Fault(where, found, "a whole answer", "Ask again.")) from error
    except OSError as error:
        raise InputError(Fault(where, f"no connection ({error})", "an answer")) from error


def ask_ucdp(
    release: str,
    token: str,
    send: Send = send_over_network,
    page_size: int = 1000,
    address: str = UCDP_ADDRESS,
) -> pl.DataFrame:
    """Return all events of a UCDP release, every page; raises InputError for the first page that fails."""
    tables = []
    page, pages = 0, 1
    while page < pages:
        where = f"UCDP {release}, page {page}"
        query = urllib.parse.urlencode({"pagesize": page_size, "page": page})
        url = f"{address}/gedevents/{urllib.parse.quote(release)}?{query}"
        text = _answer(where, send(url, {"x-ucdp-access-token": token}, None))
        answer = _object(where, text)
        tables.append(rows_of_answer(text, where))
        pages = min(_whole(where, answer, "TotalPages", 1), MOST_PAGES)
        page += 1
    table = pl.concat(tables, how="diagonal")
    expected = _whole(f"UCDP {release}", answer, "TotalCount", table.height)
    if table.height != expected:
        raise InputError(
            Fault(f"UCDP {release}", f"{table.height} events", f"{expected}, as the service counts")
        )
    return table


def acled_token(
    user: str, password: str, send: Send = send_over_network, address: str = ACLED_ADDRESS
) -> str:
    """Return the access token that ACLED gives for a user's name and password (OAuth 2, RFC 6749 §4.3)."""
    form = {"grant_type": "password", "client_id": "acled", "username": user, "password": password}
    where = "ACLED, token"
    token = _object(where, _answer(where, send(f"{address}/oauth/token", {}, form))).get("access_token")
    if not isinstance(token, str) or not token:
        raise InputError(
            Fault(where, "an answer without access_token", "a token", "Check name and password.")
        )
    return token


def ask_acled(
    query: dict[str, str],
    token: str,
    send: Send = send_over_network,
    page_size: int = ACLED_PAGE,
    address: str = ACLED_ADDRESS,
) -> pl.DataFrame:
    """Return all events of an ACLED query, page by page until one is not full."""
    tables: list[pl.DataFrame] = []
    while len(tables) < MOST_PAGES:
        page = len(tables) + 1
        where = f"ACLED, page {page}"
        words = urllib.parse.urlencode(
            query | {"_format": "json", "page": str(page), "limit": str(page_size)}
        )
        headers = {"Authorization": f"Bearer {token}"}
        text = _answer(where, send(f"{address}/api/acled/read?{words}", headers, None))
        if page > 1 and _object(where, text).get("data") == []:
            break
        tables.append(rows_of_answer(text, where))
        if tables[-1].height < page_size:
            break
    return pl.concat(tables, how="diagonal")


def _whole(where: str, answer: dict[str, Any], name: str, default: int) -> int:
    """Return a whole number of an answer; raises InputError where it is none."""
    value = answer.get(name, default)
    try:
        return int(value)
    except (TypeError, ValueError) as error:
        raise InputError(Fault(f"{where}, {name}", repr(value), "a whole number")) from error


def _answer(where: str, sent: tuple[int, str]) -> str:
    """Return the text of a good answer; raises InputError with the meaning of any other."""
    status, text = sent
    if status != 200:
        meaning = MEANINGS.get(status, "the source refused")
        raise InputError(
            Fault(where, f"status {status}", "status 200", f"{meaning[0].upper()}{meaning[1:]}.")
        )
    if not text.strip():
        raise InputError(Fault(where, "an empty page", "records", "An empty page is not an empty month."))
    if text.lstrip().startswith("<"):
        raise InputError(Fault(where, "a web page (HTML)", "JSON", "Often a login page: check the token."))
    return text


def _object(where: str, text: str) -> dict[str, Any]:
    try:
        answer = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(
            Fault(where, f"JSON that breaks off at character {error.pos}", "a whole answer")
        ) from error
    return answer if isinstance(answer, dict) else {}

"""Asking a source's service page by page: a failure has a name, half an answer is not kept (DESIGN §9).

UCDP: `x-ucdp-access-token`, pages until `TotalPages`. ACLED: OAuth bearer token, pages until one is not full.
The way the request is sent is handed in (`Send`), so that tests and offline use need no network.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from typing import Any

import polars as pl

from maslahat.core import Fault, InputError
from maslahat.evidence.read import rows_of_answer

Send = Callable[[str, dict[str, str]], tuple[int, str]]

UCDP_URL = "https://ucdpapi.pcr.uu.se/api/gedevents/{release}"
ACLED_URL = "https://acleddata.com/api/acled/read"
ACLED_PAGE = 5000
MOST_PAGES = 10_000
MEANINGS = {
    401: "the token is missing or no longer valid: get a new one",
    403: "the token does not open this data: ask the source for access",
    404: "there is no such release or address",
    429: "too many requests: wait, then ask again",
    500: "the source's server failed: ask again later",
    503: "the source is not available: ask again later",
}


def send_over_network(url: str, headers: dict[str, str]) -> tuple[int, str]:
    """Return status and text of a GET over HTTPS; raises InputError where there is no connection."""
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return int(answer.status), answer.read().decode("utf-8")
    except urllib.error.HTTPError as error:
        return int(error.code), error.read().decode("utf-8", errors="replace")
    except OSError as error:
        where = url.split("?", maxsplit=1)[0]
        raise InputError(Fault(where, f"no connection ({error})", "an answer")) from error


def ask_ucdp(release: str, token: str, send: Send = send_over_network, page_size: int = 1000) -> pl.DataFrame:
    """Return all events of a UCDP release, every page; raises InputError for the first page that fails."""
    tables = []
    page, pages = 0, 1
    while page < pages:
        query = urllib.parse.urlencode({"pagesize": page_size, "page": page})
        url = f"{UCDP_URL.format(release=release)}?{query}"
        text = _answer(f"UCDP {release}, page {page}", send(url, {"x-ucdp-access-token": token}))
        answer = _object(f"UCDP {release}, page {page}", text)
        pages = min(int(answer.get("TotalPages", 1)), MOST_PAGES)
        tables.append(rows_of_answer(text, f"UCDP {release}, page {page}"))
        page += 1
    table = pl.concat(tables, how="diagonal")
    expected = int(answer.get("TotalCount", table.height))
    if table.height != expected:
        raise InputError(
            Fault(f"UCDP {release}", f"{table.height} events", f"{expected}, as the service counts")
        )
    return table


def ask_acled(query: dict[str, str], token: str, send: Send = send_over_network) -> pl.DataFrame:
    """Return all events of an ACLED query, page by page until one is not full."""
    tables: list[pl.DataFrame] = []
    while len(tables) < MOST_PAGES:
        page = len(tables) + 1
        where = f"ACLED, page {page}"
        words = urllib.parse.urlencode(query | {"page": str(page), "limit": str(ACLED_PAGE)})
        text = _answer(where, send(f"{ACLED_URL}?{words}", {"Authorization": f"Bearer {token}"}))
        if page > 1 and not _object(where, text).get("data"):
            break
        tables.append(rows_of_answer(text, where))
        if tables[-1].height < ACLED_PAGE:
            break
    return pl.concat(tables, how="diagonal")


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

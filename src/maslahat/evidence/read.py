"""`read_evidence`: whichever source a file is of, its records, coverage and faults (DESIGN §9)."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import polars as pl

from maslahat.core import Fault, InputError
from maslahat.evidence.discharge import is_grdc, read_grdc
from maslahat.evidence.ministry import read_mapping, read_ministry
from maslahat.evidence.readers import GDELT, duplicates, shape_of
from maslahat.evidence.records import Coverage, Reading, coverage_of, shaped
from maslahat.evidence.table import collected, content_of, cut_short, head_of, open_table, scan_table

GDELT_WIDTH = 61
GDELT_OTHERS = {16: "GDELT's file of mentions, 16 columns", 27: "GDELT's knowledge graph, 27 columns"}
# Places of the columns used, in the 61 columns of a GDELT 2.0 export, which has no header.
GDELT_PLACES = (0, 1, 26, 29, 31, 51, 52, 53, 54, 56, 57, 60)


def read_evidence(
    path: Path, mapping: Path | None = None, release: str | None = None, retrieved: date | None = None
) -> Reading:
    """Return what a file of UCDP, ACLED, GDELT, UNODC, GRDC or (with `mapping`) a ministry holds.

    Raises InputError where nothing can be read: a web page, an empty or half file, an unknown or changed
    set of
    columns, an error that a service sent as its answer, no record at all. `release` defaults to the
    file's name.
    """
    if path.is_dir():
        raise InputError(Fault(str(path), "a folder", "a file"))
    given = read_mapping(mapping) if mapping else None
    source, basis, table, faults = _ministry(path, mapping) if mapping else _published(path)
    release = release or (given.release if given else path.stem)
    table = shaped(table)
    if not table.height:
        raise InputError(
            Fault(str(path), "a header and no record", "one record at least", "An empty answer is no peace.")
        )
    pairs = duplicates(table) if source == "UNODC IDS" else ()
    coverage: tuple[Coverage, ...] = coverage_of(source, release, table, basis)
    named = tuple(Fault(f"{path.name}: {f.where}", f.found, f.expected, f.mend) for f in faults)
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return Reading(source, release, path.name, sha256, retrieved, table, coverage, named, pairs)


def _ministry(path: Path, mapping: Path) -> tuple[str, str, pl.DataFrame, list[Fault]]:
    given = read_mapping(mapping)
    table, faults = read_ministry(path, open_table(path), given)
    return given.source, "what the ministry reports", table, faults


def _published(path: Path) -> tuple[str, str, pl.DataFrame, list[Fault]]:
    """Return source, basis of coverage, records and faults of a file in a published layout."""
    head = head_of(path)[:2000].decode("utf-8", errors="replace")
    if is_grdc(head):
        return "GRDC", "days on which the gauge was read", *read_grdc(path)
    if head.lstrip("\ufeff \r\n\t").startswith(("{", "[")):
        text = content_of(path).decode("utf-8-sig", errors="replace")
        return _shape(path, rows_of_answer(text, str(path)).lazy(), whole=True)
    tabs = head.split("\n", 1)[0].count("\t") + 1
    if tabs == GDELT_WIDTH:
        return _shape(path, _gdelt_export(path).lazy(), whole=True)
    if tabs in GDELT_OTHERS and head[:8].strip().isdigit():
        raise InputError(
            Fault(
                str(path),
                GDELT_OTHERS[tabs],
                "the file of events (…export.CSV, 61 columns)",
                "Take that one.",
            )
        )
    return _shape(path, scan_table(path))


def _shape(
    path: Path, table: pl.LazyFrame, whole: bool = False
) -> tuple[str, str, pl.DataFrame, list[Fault]]:
    """Read only the columns that the source's reader uses; name a file whose last row breaks off."""
    columns = table.collect_schema().names()
    shape = shape_of(str(path), columns)
    exact = {name.lower(): name for name in columns}
    wanted = [
        pl.col(exact[c.lower()]).alias(c) for c in (*shape.columns, *shape.optional) if c.lower() in exact
    ]
    rows = collected(path, table.select(wanted))
    broken = None if whole else cut_short(path, rows, len(columns))
    if broken:
        raise InputError(broken)
    records, faults = shape.read(rows)
    return shape.source, shape.basis, records, faults


def _gdelt_export(path: Path) -> pl.DataFrame:
    """Read a GDELT 2.0 export: tabs, no header, 61 columns."""
    try:
        table = pl.read_csv(
            content_of(path), separator="\t", has_header=False, infer_schema=False, quote_char=None
        )
    except pl.exceptions.PolarsError as error:
        raise InputError(Fault(str(path), "rows of unequal length", f"{GDELT_WIDTH} columns")) from error
    if table.width != GDELT_WIDTH or table[:, -1].null_count() == table.height:
        raise InputError(Fault(str(path), f"{table.width} columns", f"{GDELT_WIDTH} columns"))
    chosen = table.select([table.columns[place] for place in GDELT_PLACES])
    return chosen.rename(dict(zip(chosen.columns, GDELT, strict=True)))


def rows_of_answer(text: str, where: str) -> pl.DataFrame:
    """Return the rows of a service's JSON answer (UCDP `Result`, ACLED `data`, or a plain list).

    Raises InputError for JSON that breaks off, an answer that is an error, and one without rows.
    """
    try:
        answer = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(
            Fault(where, f"JSON that breaks off at character {error.pos}", "a whole answer")
        ) from error
    if isinstance(answer, dict):
        code = answer.get("status") or answer.get("code")
        message = answer.get("error") or answer.get("message")
        rows = answer.get("Result", answer.get("data", answer.get("results")))
        if message or (isinstance(code, int) and code >= 400):
            raise InputError(
                Fault(where, f"an error as the answer ({code or ''} {message or ''})".strip(), "records")
            )
    else:
        rows = answer
    if not isinstance(rows, list) or not rows or not isinstance(rows[0], dict):
        raise InputError(
            Fault(
                where,
                "an answer without a record",
                "records",
                "An empty page is not an empty month: ask again.",
            )
        )
    names = list(dict.fromkeys(key for row in rows for key in row))
    return pl.DataFrame(
        {name: [None if row.get(name) is None else str(row[name]) for row in rows] for name in names},
        schema=dict.fromkeys(names, pl.String),
    )

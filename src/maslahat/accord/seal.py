"""Confidential scores: one party's rows of a table, encrypted to the mediator with age (X25519) (DESIGN §7).

A sealed file is an age file (age-encryption.org/v1) that holds the party's name and its rows as JSON. Only
the holder of the mediator's secret key can read it. The library is pyrage (bindings to rage).
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from maslahat.accord.finite import FiniteProblem
from maslahat.accord.table import problem_of, read_sheet
from maslahat.accord.table_rows import Cell, Row, Sheet, has_controls
from maslahat.core import Fault, InputError

FORMAT = "maslahat-sealed-scores-1"
COMMON = ("only with", "never with", "status quo", "draft")
POWER = "power"
PARTS = ("where", "what", "issue", "option")


def new_key(path: Path) -> str:
    """Write a new secret key, readable by its owner alone, and return the public key. An existing file
    stays.
    """
    age = _age()
    identity = age.x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise InputError(Fault(str(path), "a file that is there already", "a new name")) from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"# public key: {public}\n{identity}\n")
    return public


def seal_table(table: Path, party: str | None, recipient: str, out: Path) -> str:
    """Encrypt one party's rows of a table to the recipient and return the party's name."""
    sheet = read_sheet(table)
    name = _one_party(sheet, party)
    _held_alone(sheet, name)
    body = {
        "format": FORMAT,
        "party": name,
        "rows": [_packed(row, name) for row in sheet.rows if row.what != POWER],
    }
    sealed = _age().encrypt(json.dumps(body, ensure_ascii=False).encode(), [_recipient(recipient)])
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(sealed)
    return name


def open_sealed(files: list[Path], key: Path, table: Path | None = None) -> FiniteProblem:
    """Open sealed files and join them into one problem.

    Rules, status quo and draft are taken from `table` where it is given (its scores are not read, its power is),
    else they must be the same in all sealed files. Raises InputError with every file that cannot be opened, names a
    party that another one names, or does not fit the others.
    """
    identity = _identity(key)
    faults: list[Fault] = []
    bodies = [(path, body) for path in files if (body := _opened(path, identity, faults)) is not None]
    parties = [body["party"] for _, body in bodies]
    for place, (path, body) in enumerate(bodies):
        if body["party"] in parties[:place]:
            first = bodies[parties.index(body["party"])][0]
            found = f"the scores of {body['party']} again, after those in {first}"
            faults.append(Fault(str(path), found, "one file for each party"))
    faults += [fault for path, body in bodies for fault in _powers(path, body)]
    if not faults:
        faults = _misfits(bodies) + ([] if table is not None else _disagreements(bodies))
    if faults:
        raise InputError(faults)
    common = read_sheet(table).rows if table is not None else _rows(bodies[0][0], bodies[0][1])
    own = (*COMMON, POWER)
    rows = [row for row in common if row.what in own]
    rows += [row for row in _joined(bodies) if row.what not in own]
    return problem_of(Sheet("sealed scores", "sealed scores", tuple(parties), tuple(rows)))


def _age() -> Any:
    try:
        import pyrage  # noqa: PLC0415 - an extra, needed for sealing alone
    except ImportError:
        expected = "the library pyrage"
        mend = "Install it with: pip install 'maslahat[seal]'"
        raise InputError(Fault("bargain seal", "no age encryption", expected, mend)) from None
    return pyrage


def _one_party(sheet: Sheet, party: str | None) -> str:
    if party is None and len(sheet.parties) == 1:
        return sheet.parties[0]
    if party not in sheet.parties:
        found = "no party named" if party is None else f"the party {party!r}"
        raise InputError(Fault(sheet.source, found, f"--party with one of {', '.join(sheet.parties)}"))
    return str(party)


def _held_alone(sheet: Sheet, name: str) -> None:
    """Read the party's rows on their own, so that faults are told before anything is sealed."""
    twin = f"{name} (again)"  # a problem needs two parties: the same scores stand in for the other one
    rows = [
        Row(
            r.where,
            r.what,
            r.issue,
            r.option,
            {name: r.values[name], twin: r.values[name]} if name in r.values else {},
        )
        for r in sheet.rows
    ]
    problem_of(Sheet(sheet.name, sheet.source, (name, twin), tuple(rows)))


def _packed(row: Row, party: str) -> dict[str, str]:
    packed = {"where": row.where, "what": row.what, "issue": row.issue, "option": row.option}
    return {**packed, "value": row.values[party].text} if party in row.values else packed


def _recipient(text: str) -> Any:
    path = Path(text)
    if not text.startswith("age1") and path.is_file():
        lines = path.read_text(encoding="utf-8").split()
        text = next((word for word in lines if word.startswith("age1")), text)
    age = _age()
    try:
        return age.x25519.Recipient.from_str(text)
    except age.RecipientError:
        raise InputError(
            Fault("--to", repr(text), "a public key that begins with age1, or a file with one")
        ) from None


def _identity(path: Path) -> Any:
    age = _age()
    if not path.is_file():
        raise InputError(
            Fault(str(path), "no such file", "the mediator's secret key", "Make one: bargain key FILE")
        )
    words = path.read_text(encoding="utf-8", errors="replace").split()
    secret = next((word for word in words if word.startswith("AGE-SECRET-KEY-")), "")
    try:
        return age.x25519.Identity.from_str(secret)
    except age.IdentityError:
        raise InputError(Fault(str(path), "no age secret key", "a line AGE-SECRET-KEY-1...")) from None


def _opened(path: Path, identity: Any, faults: list[Fault]) -> dict[str, Any] | None:
    age = _age()
    if not path.is_file():
        faults.append(Fault(str(path), "no such file", "a sealed file"))
        return None
    try:
        body = json.loads(age.decrypt(path.read_bytes(), [identity]))
    except age.DecryptError as error:
        faults.append(_not_ours(path, str(error)))
        return None
    except (ValueError, RecursionError):
        body = None
    if not _is_body(body):
        faults.append(Fault(str(path), "something else than sealed scores", f"a file of format {FORMAT}"))
        return None
    sealed: dict[str, Any] = body
    return sealed


def _is_body(body: Any) -> bool:
    """Say whether what was sealed is a party's name and its rows: whoever has the public key may seal anything."""
    if not isinstance(body, dict) or body.get("format") != FORMAT or not isinstance(body.get("rows"), list):
        return False
    rows = body["rows"]
    texts = [body.get("party"), *(row.get(part) for row in rows if isinstance(row, dict) for part in PARTS)]
    texts += [row["value"] for row in rows if isinstance(row, dict) and "value" in row]
    plain = all(isinstance(text, str) and not has_controls(text) for text in texts)
    return plain and bool(body["party"]) and all(isinstance(row, dict) for row in rows)


def _not_ours(path: Path, reason: str) -> Fault:
    if "No matching keys" in reason:
        mend = "Ask the party to seal it again to this mediator's public key."
        return Fault(str(path), "a file that is not for this mediator", "one sealed to this key", mend)
    return Fault(
        str(path), f"no sealed file, or a damaged one ({reason})", "a file made by `maslahat bargain seal`"
    )


def _rows(path: Path, body: dict[str, Any]) -> list[Row]:
    party = str(body["party"])
    rows = []
    for packed in body["rows"]:
        where = f"{path}, sealed row {packed['where']}"
        values = {party: Cell(where, packed["value"])} if "value" in packed else {}
        rows.append(Row(where, packed["what"], packed["issue"], packed["option"], values))
    return rows


def _powers(path: Path, body: dict[str, Any]) -> list[Fault]:
    """Say where a party has sealed a bargaining power for itself."""
    mend = "Give powers in the mediator's table with --table, and have the party seal its scores without."
    return [
        Fault(row.where, "a bargaining power that a party gives itself", "scores alone", mend)
        for row in _rows(path, body)
        if row.what == POWER
    ]


def _options(rows: list[Row]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        if row.what == "score":
            found.setdefault(row.issue, []).append(row.option)
    return {issue: sorted(options) for issue, options in found.items()}


def _misfits(bodies: list[tuple[Path, dict[str, Any]]]) -> list[Fault]:
    """Say whose issues and options differ from those of the first file."""
    faults: list[Fault] = []
    sets = [(path, _options(_rows(path, body))) for path, body in bodies]
    first = sets[0][1] if sets else {}
    for path, own in sets[1:]:
        for issue in sorted({*first, *own}):
            if own.get(issue) != first.get(issue):
                found = f"issue {issue} with options {', '.join(own.get(issue, ['(none)']))}"
                faults.append(
                    Fault(str(path), found, f"{', '.join(first.get(issue, ['(none)']))}, as in {sets[0][0]}")
                )
    return faults


def _disagreements(bodies: list[tuple[Path, dict[str, Any]]]) -> list[Fault]:
    """Say who has other rules, another status quo or another draft than the first: none of them is picked silently."""
    faults: list[Fault] = []
    sets = [(path, _said(_rows(path, body))) for path, body in bodies]
    for path, own in sets[1:]:
        first_path, first = sets[0]
        for what in COMMON:
            if own.get(what) != first.get(what):
                found = f"{what}: {'; '.join(own.get(what, ['none']))}"
                expected = f"{'; '.join(first.get(what, ['none']))}, as in {first_path}"
                mend = "Agree on one, or give the mediator's table with --table."
                faults.append(Fault(str(path), found, expected, mend))
    return faults


def _said(rows: list[Row]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        if row.what in COMMON:
            found.setdefault(row.what, []).append(f"{row.issue} = {row.option}")
    return {what: sorted(said) for what, said in found.items()}


def _joined(bodies: list[tuple[Path, dict[str, Any]]]) -> list[Row]:
    """Return the rows of all parties, those that say the same thing of the same options made one."""
    joined: dict[tuple[str, str, str], Row] = {}
    for path, body in bodies:
        for row in _rows(path, body):
            if row.what in COMMON:
                continue
            place = (row.what, row.issue, row.option)
            if place in joined:
                joined[place].values.update(row.values)
            else:
                joined[place] = row
    return list(joined.values())

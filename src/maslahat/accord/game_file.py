"""Games as people write them: a JSON file with `n` and `v_by_mask`, every fault named at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from maslahat.accord.form_file import Form, is_form, read_form
from maslahat.accord.game import MOST_PLAYERS, Game
from maslahat.core import Fault, InputError

EXACT = re.compile(r"[+-]?[0-9]{1,400}(\.[0-9]{1,400}|/0*[1-9][0-9]{0,400})?")
MOST = 10**300  # sums over 4,095 coalitions are doubles still
LONGEST = 60
EXPECTED = '{"n": 3, "v_by_mask": [v(1), v(2), v(12), v(3), v(13), v(23), v(123)]}'


@dataclass(frozen=True)
class NamedGame:
    """A game and where it stands: the file, and its number in the file where that holds several.

    `unions` are the a priori unions for the Owen value, positions from 0; none where the file states none.
    """

    where: str
    game: Game
    unions: tuple[tuple[int, ...], ...] = ()


def read_games(paths: Iterable[Path]) -> tuple[NamedGame | Form, ...]:
    """Return the games of all files, and what is written in other forms (`form_file`), in their order.

    Raises InputError with the faults of all files together.
    """
    games: list[NamedGame | Form] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            games += _read(path)
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return tuple(games)


def _read(path: Path) -> list[NamedGame | Form]:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(Fault(str(path), f"no file that opens ({error.strerror})", "a JSON file")) from error
    except (ValueError, RecursionError) as error:
        raise InputError(Fault(str(path), f"no JSON ({error})", EXPECTED)) from error
    entries = content if isinstance(content, list) else [content]
    several = isinstance(content, list)
    games: list[NamedGame | Form] = []
    faults: list[Fault] = [] if entries else [Fault(str(path), "an empty list", "at least one game")]
    for i, entry in enumerate(entries, start=1):
        where = f"{path}, game {i}" if several else str(path)
        try:
            games.append(_one(where, f"{path.name}, game {i}" if several else path.name, entry))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return games


def _one(where: str, name: str, entry: Any) -> NamedGame | Form:
    if is_form(entry):
        return read_form(where, name, entry)
    faults = _entry_faults(where, entry)
    if faults:
        raise InputError(faults)
    values = [Fraction(v) if isinstance(v, str) else v for v in entry["v_by_mask"]]
    unions = tuple(tuple(i - 1 for i in union) for union in entry.get("unions", ()))
    return NamedGame(name, Game.from_masks(values, entry.get("parties", ())), unions)


def _entry_faults(where: str, entry: Any) -> list[Fault]:
    if not isinstance(entry, dict) or not {"n", "v_by_mask"} <= set(entry):
        return [Fault(where, f"no object with n and v_by_mask ({str(entry)[:40]})", EXPECTED)]
    n, worth = entry["n"], entry["v_by_mask"]
    if isinstance(n, bool) or not isinstance(n, int) or not 1 <= n <= MOST_PLAYERS:
        return [Fault(f"{where}, n", repr(n), f"a whole number from 1 to {MOST_PLAYERS}")]
    if not isinstance(worth, list):
        return [Fault(f"{where}, v_by_mask", type(worth).__name__, f"a list of {(1 << n) - 1} numbers")]
    return [
        *_length_faults(where, n, worth),
        *_number_faults(where, worth),
        *_name_faults(where, n, entry),
        *_union_faults(where, n, entry),
    ]


def _length_faults(where: str, n: int, worth: list[Any]) -> list[Fault]:
    missing = (1 << n) - 1 - len(worth)
    if not missing:
        return []
    mend = f"The first one missing is v({_who(len(worth) + 1)})." if missing > 0 else "Take the surplus away."
    return [Fault(f"{where}, v_by_mask", f"{len(worth)} values", f"{(1 << n) - 1} for {n} parties", mend)]


def _number_faults(where: str, worth: list[Any]) -> list[Fault]:
    return [
        Fault(
            f"{where}, v({_who(mask)}), value {mask} of the list",
            _short(json.dumps(value)),
            "a finite number below 10^300, or an exact one as text (7/2)",
        )
        for mask, value in enumerate(worth, start=1)
        if not _is_number(value)
    ]


def _name_faults(where: str, n: int, entry: dict[str, Any]) -> list[Fault]:
    names = entry.get("parties", [])
    fine = isinstance(names, list) and all(isinstance(name, str) and name for name in names)
    if names == [] or (fine and len(names) == n and len(set(names)) == n):
        return []
    return [Fault(f"{where}, parties", _short(json.dumps(names, ensure_ascii=False)), f"{n} different names")]


def _union_faults(where: str, n: int, entry: dict[str, Any]) -> list[Fault]:
    unions = entry.get("unions", [])
    members = [i for union in unions for i in union] if _is_lists(unions) else None
    if unions == [] or (members is not None and sorted(members) == list(range(1, n + 1))):
        return []
    expected = f"every party from 1 to {n} in exactly one union: [[1, 2], [3]]"
    return [Fault(f"{where}, unions", _short(json.dumps(unions, ensure_ascii=False)), expected)]


def _is_lists(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(part, list) and part and all(type(i) is int for i in part) for part in value
    )


def _is_number(value: Any) -> bool:
    if isinstance(value, str):
        return bool(EXACT.fullmatch(value)) and abs(Fraction(value)) <= MOST
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) <= MOST


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _who(mask: int) -> str:
    return ",".join(str(i + 1) for i in range(mask.bit_length()) if mask >> i & 1)

"""A Polis export as it comes -> who voted what on which statement, the last vote of each person counting.

Takes a folder with `votes.csv` (and `comments.csv` for the texts), or one such file, or
`participants-votes.csv`.
"""

from __future__ import annotations

import csv
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from maslahat.core import Fault, InputError

NO_VOTE = -128
VOTES_HEAD = ("timestamp", "comment-id", "voter-id", "vote")


@dataclass(frozen=True, slots=True, eq=False)
class Votes:
    """Votes by participants (rows) on statements (columns): 1 agree, -1 disagree, 0 pass, `NO_VOTE` none.

    `kept` is false for statements the moderator took out; `revotes` counts votes that a later one replaced.
    """

    source: str
    participants: tuple[int, ...]
    statements: tuple[int, ...]
    texts: tuple[str, ...]
    kept: NDArray[np.bool_]
    votes: NDArray[np.int8]
    revotes: int


def read_polis(path: Path) -> Votes:
    """Read an export. Raises InputError with every faulty line."""
    folder = path if path.is_dir() else path.parent
    raw = path / "votes.csv" if path.is_dir() else path
    if path.is_dir() and not raw.is_file():
        raw = path / "participants-votes.csv"
    if not raw.is_file():
        raise InputError(Fault(str(path), "no votes.csv", "a Polis export: a folder with votes.csv"))
    texts = _texts(folder / "comments.csv")
    heads = _heads(raw)
    if set(VOTES_HEAD) <= set(heads):
        return _raw_votes(raw, heads, texts)
    if "participant" in heads:
        return _matrix(raw, texts)
    raise InputError(Fault(str(raw), f"the columns {', '.join(heads)}", f"{', '.join(VOTES_HEAD)}"))


def _heads(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file), [])


def _lines(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(file)
        next(lines, None)
        yield from lines


def _texts(path: Path) -> dict[int, tuple[str, bool]]:
    """Return statement -> text and whether it was kept by the moderator."""
    if not path.is_file():
        return {}
    heads = _heads(path)
    if not {"comment-id", "comment-body"} <= set(heads):
        raise InputError(Fault(str(path), f"the columns {', '.join(heads)}", "comment-id and comment-body"))
    number, body = heads.index("comment-id"), heads.index("comment-body")
    mark = heads.index("moderated") if "moderated" in heads else None
    return {
        int(line[number]): (line[body], mark is None or line[mark].strip() != "-1")
        for line in _lines(path)
        if len(line) > max(number, body)
    }


def _raw_votes(path: Path, heads: list[str], texts: dict[int, tuple[str, bool]]) -> Votes:
    columns = [heads.index(name) for name in VOTES_HEAD]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # no votes at all is told below, as a sentence
            table = np.loadtxt(
                path, np.int64, None, ",", skiprows=1, usecols=columns, ndmin=2, encoding="utf-8"
            )
    except ValueError:
        raise InputError(_bad_votes(path, columns)) from None
    wrong = np.flatnonzero(np.abs(table[:, 3]) > 1)
    if len(wrong):
        raise InputError([_bad_vote(path, row, str(table[row, 3])) for row in wrong[:50]])
    table = table[np.argsort(table[:, 0], kind="stable")]  # the last vote of a person on a statement counts
    participants, rows = np.unique(table[:, 2], return_inverse=True)
    statements = np.union1d(table[:, 1], np.array(sorted(texts), np.int64))
    places = np.searchsorted(statements, table[:, 1])
    votes = np.full((len(participants), len(statements)), NO_VOTE, np.int8)
    votes[rows, places] = table[:, 3]
    pairs = int(np.count_nonzero(votes != NO_VOTE))
    return _votes(path, participants, statements, texts, votes, len(table) - pairs)


def _bad_votes(path: Path, columns: list[int]) -> list[Fault]:
    faults = []
    for row, line in enumerate(_lines(path)):
        for column in columns:
            text = line[column].strip() if column < len(line) else ""
            number = text.lstrip("-").isdigit()
            if not number or (column == columns[-1] and abs(int(text)) > 1):
                faults.append(_bad_vote(path, row, repr(text)))
    return faults[:50]


def _bad_vote(path: Path, row: int, found: str) -> Fault:
    expected = "whole numbers: timestamp, comment-id, voter-id and a vote of 1, 0 or -1"
    return Fault(f"{path}, line {row + 2}", found, expected)


def _matrix(path: Path, texts: dict[int, tuple[str, bool]]) -> Votes:
    heads = _heads(path)
    columns = [k for k, head in enumerate(heads) if head.isdigit()]
    known = {"1": 1, "-1": -1, "0": 0, "": NO_VOTE}
    people, rows, faults = [], [], []
    for place, line in enumerate(_lines(path)):
        values = [line[k].strip() if k < len(line) else "" for k in columns]
        faults += [_bad_vote(path, place, repr(value)) for value in values if value not in known]
        people.append(int(line[heads.index("participant")]))
        rows.append([known.get(value, NO_VOTE) for value in values])
    if faults:
        raise InputError(faults[:50])
    own = np.array([int(heads[k]) for k in columns], np.int64)
    order = np.argsort(own)
    votes = np.array(rows, np.int8).reshape(len(people), len(columns))[:, order]
    by_number = np.argsort(np.array(people, np.int64), kind="stable")
    return _votes(path, np.array(people, np.int64)[by_number], own[order], texts, votes[by_number], 0)


def _votes(
    path: Path,
    participants: NDArray[np.int64],
    statements: NDArray[np.int64],
    texts: dict[int, tuple[str, bool]],
    votes: NDArray[np.int8],
    revotes: int,
) -> Votes:
    if not votes.size:
        raise InputError(Fault(str(path), "no votes", "at least one"))
    numbers = tuple(statements.tolist())
    return Votes(
        str(path),
        tuple(participants.tolist()),
        numbers,
        tuple(texts.get(number, ("", True))[0] for number in numbers),
        np.array([texts.get(number, ("", True))[1] for number in numbers], bool),
        votes,
        revotes,
    )

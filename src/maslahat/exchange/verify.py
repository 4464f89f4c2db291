"""Checking logs in folders without any secret: a node, a copy of a log, or several nodes side by side
(§12)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from maslahat.core import Fault, InputError
from maslahat.exchange import card as cards
from maslahat.exchange.card import Card
from maslahat.exchange.log import (
    Alarm,
    Caught,
    Checkpoint,
    TileTree,
    audit,
    merkle,
    quorum,
    read_checkpoint,
    read_entries,
    read_head,
)
from maslahat.exchange.log.audit import tree_of
from maslahat.exchange.log.note import signed_by
from maslahat.exchange.node import DATABASE, LOG, MIRRORS, PUBLIC
from maslahat.exchange.reasons import said

WITNESSES_NEEDED = 2
HOLES = 10_000  # entries missing that are still counted one by one


@dataclass(slots=True)
class Report:
    """What was checked, in sentences, and what was found wrong."""

    checked: list[str] = field(default_factory=list)
    found: list[Caught] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Was nothing found?"""
        return not self.found


@dataclass(frozen=True, slots=True)
class _Open:
    """A node's log as it lies in its folder."""

    folder: Path
    card: Card
    partners: dict[str, Card]
    entries: list[bytes]
    heads: list[Checkpoint]


def verify_folder(folder: Path, elsewhere: Collection[str] = ()) -> Report:
    """Check a node's folder, a folder of tiles, or a folder of such folders; raise InputError where it is
    neither.

    `elsewhere` names parties whose own folder is known to lie somewhere else: in a folder of several nodes a log that
    the others hold copies of and that is not there is a finding.
    """
    report = Report()
    if (folder / PUBLIC).exists() or (folder / DATABASE).exists():
        for node in _opened([folder], report):
            _verify_node(node, report)
    elif (folder / "checkpoint").exists():
        _verify_tiles(folder, None, report)
    else:
        _verify_side_by_side(folder, report, frozenset(elsewhere))
    return report


def _verify_side_by_side(folder: Path, report: Report, elsewhere: frozenset[str]) -> None:
    """Check every node in the folder, and each against the copies that the others hold of its log."""
    folders = {path.parent for name in (PUBLIC, DATABASE) for path in folder.glob(f"*/{name}")}
    if not folders:
        mend = "Give the folder of a node, of tiles, or the one that holds several nodes."
        raise InputError(Fault(str(folder), "no log", f"{PUBLIC}, or a checkpoint", mend))
    nodes = _opened(sorted(folders), report)
    for node in nodes:
        _verify_node(node, report)
    for witness in nodes:
        for node in nodes:
            if node is not witness and node.card.party in witness.partners:
                _compare_copy(witness, node, report)
    here = {node.card.party for node in nodes}
    for party in sorted({party for node in nodes for party in node.partners} - here):
        _missing(party, nodes, party in elsewhere, report)


def _missing(party: str, nodes: Sequence[_Open], known: bool, report: Report) -> None:
    """A log that several others witnessed does not go away unseen, unless who checks says that it lies elsewhere."""
    copies = [node for node in nodes if (node.folder / MIRRORS / party / "checkpoint").exists()]
    if known or not copies or len(nodes) == 1:
        line = f"{party}: its own folder is not among these; only the copies of its log were checked"
        report.checked.append(line)
        return
    held = ", ".join(node.card.party for node in copies)
    detail = f"{party} has no folder here; copies at {held}. If it lies elsewhere: --elsewhere {party}"
    report.found.append(Caught(Alarm.MISSING, copies[0].partners[party].origin, detail))


def _opened(folders: Sequence[Path], report: Report) -> list[_Open]:
    """Open what can be opened; what cannot is a finding."""
    nodes = []
    for folder in folders:
        try:
            nodes.append(_open(folder))
        except InputError as error:
            report.found.append(Caught(Alarm.DAMAGED, folder.name, str(error).rstrip(".")))
    return nodes


def _compare_copy(witness: _Open, node: _Open, report: Report) -> None:
    """A witness must still hold what it signed, and it must be the beginning of the log."""
    mirror, origin = witness.folder / MIRRORS / node.card.party, node.card.origin
    signed = max((h.size for h in node.heads if signed_by(h, witness.card.witness_key)), default=0)
    if not (mirror / "checkpoint").exists():
        if signed:
            detail = f"{_place(mirror)}: missing, though {witness.card.party} signed {signed} entries"
            report.found.append(Caught(Alarm.DAMAGED, origin, detail))
        return
    try:
        size = read_head(mirror).size
        if size < signed:
            detail = f"{_place(mirror)}: {size} entries, though {witness.card.party} signed {signed}"
            report.found.append(Caught(Alarm.SHRUNK, origin, detail))
        _compare(witness, node, mirror, report)
    except InputError as error:
        report.found.append(Caught(Alarm.DAMAGED, origin, f"{_place(mirror)}: {str(error).rstrip('.')}"))


def _place(folder: Path) -> str:
    """Name a folder by the node it lies in."""
    parts = folder.parts[-3:] if folder.parent.name == MIRRORS else folder.parts[-2:]
    return "/".join(parts)


def _at(place: str, found: Sequence[Caught]) -> list[Caught]:
    return [replace(one, detail=f"{place}: {one.detail}") for one in found]


def _first_difference(one: Sequence[bytes], other: Sequence[bytes]) -> int:
    shorter = min(len(one), len(other))
    return next((k for k in range(shorter) if one[k] != other[k]), shorter)


def _compare(witness: _Open, node: _Open, mirror: Path, report: Report) -> None:
    head = read_head(mirror)
    origin = node.card.origin
    kept = len(node.entries)
    if head.size > kept:
        detail = f"{witness.card.party} holds {head.size} entries, the log has {kept}"
        report.found.append(Caught(Alarm.SHRUNK, origin, detail))
    elif merkle.root(head.size, tree_of(node.entries)) != head.root:
        entry = _first_difference(read_entries(mirror, head.size), node.entries)
        detail = (
            f"{witness.card.party} holds another history of the first {head.size} entries, different from entry "
            f"{entry} on"
        )
        report.found.append(Caught(Alarm.REWRITTEN, origin, detail))
    else:
        report.checked.append(
            f"{origin}: the copy at {witness.card.party} is the same up to {head.size} entries"
        )


def _verify_node(node: _Open, report: Report) -> None:
    origin, size = node.card.origin, len(node.entries)
    report.found += _at(f"{node.folder.name}/{DATABASE}", audit(node.entries, node.heads, node.card.log_key))
    if not node.heads and (node.folder / LOG / "checkpoint").exists():
        detail = f"{node.folder.name}/{DATABASE}: no signed head, though {LOG}/ has one"
        report.found.append(Caught(Alarm.DAMAGED, origin, detail))
    keys = [card.witness_key for card in node.partners.values()]
    needed = min(WITNESSES_NEEDED, len(keys))
    witnessed = [head for head in node.heads if quorum(head, keys, needed) is None]
    if node.heads and needed and not witnessed:
        report.found.append(
            Caught(Alarm.UNWITNESSED, origin, f"no head has {needed} of {len(keys)} cosignatures")
        )
    if (node.folder / LOG / "checkpoint").exists():
        _verify_tiles(node.folder / LOG, node, report)
    elif node.heads:
        report.found.append(
            Caught(Alarm.DAMAGED, origin, f"{node.folder.name}/{LOG}: the public copy is missing")
        )
    _verify_mirrors(node, report)
    until = max((head.size for head in witnessed), default=0)
    last = max((head.size for head in node.heads), default=0)
    report.checked.append(f"{origin}: {size} entries, {last} under a signed head, {until} witnessed")


def _verify_mirrors(node: _Open, report: Report) -> None:
    for party, card in node.partners.items():
        path = node.folder / MIRRORS / party
        if (path / "checkpoint").exists():
            _verify_mirror(node, card, path, report)
        elif path.exists():
            report.found.append(Caught(Alarm.DAMAGED, card.origin, f"{_place(path)}: no checkpoint"))


def _verify_mirror(node: _Open, card: Card, path: Path, report: Report) -> None:
    try:
        head = read_head(path)
        entries = read_entries(path, head.size)
        hashes = merkle.root(head.size, TileTree(path, head.size).read)
    except InputError as error:
        report.found.append(Caught(Alarm.DAMAGED, card.origin, f"{_place(path)}: {str(error).rstrip('.')}"))
        return
    report.found += _at(_place(path), audit(entries, [head], card.log_key, [node.card.witness_key], needed=1))
    if hashes != head.root:
        report.found.append(Caught(Alarm.DAMAGED, card.origin, f"{_place(path)}: the tiles of hashes"))
    report.checked.append(f"{node.card.origin}: its copy of {card.origin} holds {head.size} entries")


def _verify_tiles(folder: Path, node: _Open | None, report: Report) -> None:
    origin = folder.name if node is None else node.card.origin
    try:
        head = read_head(folder)
        origin = head.origin if node is None else origin
        entries = read_entries(folder, head.size)
        tiles = TileTree(folder, head.size)
        roots = {merkle.root(head.size, tree_of(entries)), merkle.root(head.size, tiles.read)}
    except InputError as error:
        report.found.append(Caught(Alarm.DAMAGED, origin, f"{_place(folder)}: {str(error).rstrip('.')}"))
        return
    if roots != {head.root}:
        report.found.append(Caught(Alarm.DAMAGED, origin, f"the tiles in {_place(folder)}"))
    if node is not None:
        _verify_public(node, head, entries, report)
    report.checked.append(f"{origin}: tiles and checkpoint over {head.size} entries")


def _verify_public(node: _Open, head: Checkpoint, entries: Sequence[bytes], report: Report) -> None:
    """The public copy must be signed by this log and be the beginning of what the database holds."""
    place = f"{node.folder.name}/{LOG}"
    report.found += _at(place, audit(entries, [head], node.card.log_key))
    if list(entries) != node.entries[: head.size]:
        entry = _first_difference(entries, node.entries)
        detail = f"{place} and the database differ from entry {entry} on"
        report.found.append(Caught(Alarm.REWRITTEN, node.card.origin, detail))


def _open(folder: Path) -> _Open:
    path = folder / PUBLIC
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        card = cards.from_json(value["card"], str(path))
        partners = {party: cards.from_json(one, str(path)) for party, one in value["partners"].items()}
    except InputError:
        raise
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(Fault(str(path), said(error), "what `node init` wrote")) from None
    entries, heads = _from_database(folder / DATABASE)
    return _Open(folder, card, partners, entries, heads)


def _from_database(path: Path) -> tuple[list[bytes], list[Checkpoint]]:
    try:
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            rows = db.execute("SELECT position, entry FROM log_entries ORDER BY position").fetchall()
            notes = [row[0] for row in db.execute("SELECT note FROM log_checkpoints ORDER BY size")]
        finally:
            db.close()
    except sqlite3.Error as error:
        raise InputError(Fault(str(path), str(error), "the database of a node")) from None
    return _whole(path, rows), [_note(path, note) for note in notes]


def _whole(path: Path, rows: list[tuple[object, object]]) -> list[bytes]:
    """A hole in the positions is an entry taken out: it must not close up unseen, nor, where it is huge, fill the
    memory."""
    entries = {place: one for place, one in rows if isinstance(place, int) and isinstance(one, bytes)}
    last = max(entries, default=-1)
    if len(entries) != len(rows) or min(entries, default=0) < 0 or last > 2 * len(rows) + HOLES:
        found = f"{len(rows)} entries up to position {last}"
        raise InputError(Fault(str(path), found, "entries of bytes at the positions 0, 1, 2, …"))
    return [entries.get(k, b"") for k in range(last + 1)]


def _note(path: Path, note: object) -> Checkpoint:
    if not isinstance(note, str):
        raise InputError(Fault(str(path), f"a checkpoint of {type(note).__name__}", "text"))
    return read_checkpoint(note)

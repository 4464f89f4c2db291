"""What `maslahat text chain` says: the links of each chain, what ties them, and what became of the paragraphs."""

from __future__ import annotations

from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from maslahat.cli._text_run import Run
from maslahat.cli._text_schemas import CHAIN

if TYPE_CHECKING:
    from maslahat.text import Document
    from maslahat.text.chain import Link, Shelf


class Chains:
    """The chains of a run: what leads to each text, and what renews it; files are read again to be compared."""

    def __init__(self, run: Run, shelf: Shelf) -> None:
        """Take the run of the texts asked for, and the library."""
        self.run, self.shelf = run, shelf
        self.before: dict[str, list[dict[str, Any]]] = {}
        self.after: dict[str, list[dict[str, Any]]] = {}
        for path, doc in run.documents():
            self._add(str(path), doc)

    def _add(self, path: str, doc: Document) -> None:
        from maslahat.text.chain import chain, later

        read: dict[str, Document] = {path: doc}
        links, after = chain(doc, self.shelf, path), later(doc, self.shelf, path)
        told = self._told([*links, *after], read)
        self.before[path], self.after[path] = told[: len(links)], told[len(links) :]

    def _told(self, links: list[Link], read: dict[str, Document]) -> list[dict[str, Any]]:
        """Return the links with what became of the paragraphs of the one before."""
        pairs = [(None, links[0]), *pairwise(links)] if links else []
        return [{**asdict(link), "changes": self._changes(before, link, read)} for before, link in pairs]

    def _changes(self, before: Link | None, link: Link, read: dict[str, Document]) -> dict[str, int] | None:
        from maslahat.text.compare import ChangeKind, compare

        if before is None or not (before.path and link.path):
            return None
        old, new = (self._document(one.path, read) for one in (before, link))
        if old is None or new is None:
            return None
        found = compare(old, new)
        moved = sum(change.moved for change in found.changes)
        return {str(kind): found.count(kind) for kind in ChangeKind} | {"moved": moved}

    def _document(self, path: str, read: dict[str, Document]) -> Document | None:
        if path not in read:
            doc = self.run.document(Path(path))
            if doc is None:
                return None
            read[path] = doc
        return read[path]

    def value(self) -> dict[str, Any]:
        """Return all of it as it is saved."""
        return {"format": CHAIN, "chains": self.before, "later": self.after}

    def lines(self) -> str:
        """Return all of it for a person: each chain on its first line, its links below, the text asked for marked."""
        return "\n\n".join(self._chain(path) for path in self.before)

    def _chain(self, path: str) -> str:
        links = [*self.before[path], *self.after[path]]
        asked = self.before[path][-1]
        head = " → ".join(link["symbol"] or path for link in links)
        rows = [_line(link, link is asked, path) for link in links]
        if len(self.before[path]) == 1:
            rows.insert(0, "  Nothing in the library that this text renews.")
        return "\n".join([head, *rows])


def _line(link: dict[str, Any], asked: bool, path: str) -> str:
    """Return one link: when, its title or the mandate, what ties it to the link before, what became of the paragraphs."""
    name = link["symbol"] or path
    mandate = f"mandate of {link['body']}" if link["body"] else ""
    until = f" until {link['until']}" if link["until"] and mandate else ""
    about = link["title"] or mandate + until
    mark = " (the text asked about)" if asked else ""
    first = "  ".join(part for part in (name, link["date"], about) if part) + mark
    if not link["read"]:
        return f"  {name}  (recalled first; not in the library)"
    rows = [f"  {first}"]
    if link["why"]:
        rows.append("      " + "; ".join(link["why"]))
    if link["changes"]:
        said = ", ".join(f"{many} {kind}" for kind, many in link["changes"].items() if many)
        rows.append(f"      paragraphs and headings, against the text before: {said}")
    return "\n".join(rows)

"""Header fields read from the files and from their flattened text, against the UN's own metadata; per field.

python benchmarks/text_fields.py FOLDER [--forms abc] [--every 1] [--show 0]

FOLDER holds the unpacked corpora and, beside them, the metadata (JSON lines by session or year). Values are
compared without white space and case; dates as dates. A field the metadata leaves empty is not counted.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

from text_flatten import form as flattened
from text_structure import CORPORA

from maslahat.text.akn.reader import read_akn
from maslahat.text.dates import read_date
from maslahat.text.document import Document
from maslahat.text.plain.reader import read_text
from maslahat.text.safe_xml import parse_xml


def known(folder: Path) -> dict[str, dict[str, str]]:
    """Return the metadata by symbol."""
    lines = (line for path in sorted(folder.glob("*.json")) for line in path.read_text("utf-8").splitlines())
    records = (json.loads(line) for line in lines if line.startswith("{"))
    return {record["symbol"]: record for record in records}


def wanted(record: dict[str, str]) -> dict[str, object]:
    """Return the fields of a record that a document states."""
    fields: dict[str, object] = {
        "symbol": plain(record["symbol"]),
        "number": plain(record.get("resolution_number", "")),
        "title": plain(record.get("title", "")),
        "session": plain(record.get("session", "")),
        "agenda item": plain(record.get("agenda_item", "")),
        "agenda item name": plain(record.get("agenda_item_name", "")) if "session" in record else "",
        "meeting": plain(record.get("adoption_meeting", "")),
        "adoption date": read_date(record.get("adoption_date", "")),
        "originating document": without_paragraph(record.get("originating_document", "")),
    }
    return {name: value for name, value in fields.items() if value and value != "n.a."}


def stated(doc: Document) -> dict[str, object]:
    """Return the same fields as read."""
    agenda = (*doc.cover.agenda_text, "", "")
    adoption = next((part.adoption for part in doc.parts if part.adoption.date), doc.adoption)
    adoption = doc.adoption if doc.adoption.meeting else adoption
    return {
        "symbol": plain(doc.cover.symbol),
        "number": plain(doc.number),
        "title": plain(doc.title),
        "session": plain(doc.cover.session),
        "agenda item": plain(agenda[0]),
        "agenda item name": plain(agenda[1]),
        "meeting": plain(adoption.meeting),
        "adoption date": adoption.date,
        "originating document": without_paragraph(doc.cover.origin),
    }


def without_paragraph(origin: str) -> str:
    """Return an originating document without “, para. 7”, which the metadata gives for some and not for others."""
    return plain(re.sub(r",? paras?\. ?\d.*$", "", origin))


def plain(text: str) -> str:
    return "".join(text.split()).lower().rstrip(".*").replace("’", "'").replace("‑", "-")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--forms", default="abc", help="forms of flattened text, beside the AKN itself")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="misses to show of each field")
    options = parser.parse_args()
    records = known(options.folder)
    print("| corpus | from | field | documents | equal |\n|---|---|---|---|---|")
    for name, pattern in CORPORA.items():
        asked: Counter[tuple[str, str]] = Counter()
        equal: Counter[tuple[str, str]] = Counter()
        misses: dict[tuple[str, str], list[str]] = defaultdict(list)
        for path in sorted(options.folder.glob(pattern))[:: options.every]:
            data = path.read_bytes()
            doc = read_akn(data)
            record = records.get(doc.cover.symbol)
            if record is None:
                continue
            root, _ = parse_xml(data, str(path))
            texts = {
                f"text ({form})": stated(read_text(flattened(form, root, path.name), repairs=False))
                for form in options.forms
            }
            for kind, found in {"AKN": stated(doc), **texts}.items():
                for field, value in wanted(record).items():
                    asked[kind, field] += 1
                    equal[kind, field] += found[field] == value
                    if found[field] != value:
                        misses[kind, field].append(f"    {path.name}: {found[field]} / {value}")
        for (kind, field), count in sorted(asked.items()):
            print(f"| {name} | {kind} | {field} | {count} | {100 * equal[kind, field] / count:.1f} % |")
            if misses[kind, field][: options.show]:
                print(*misses[kind, field][: options.show], sep="\n")


if __name__ == "__main__":
    main()

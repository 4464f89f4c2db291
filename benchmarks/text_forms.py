"""Every form on every document: AKN valid, canonical and under the UN's own IRIs; structure after each round trip.

    python benchmarks/text_forms.py FOLDER --schema akomantoso30.xsd [--every 1] [--only ga,sc] [--misses]

FOLDER holds the unpacked corpora. What is measured, for each document:

* `canonical`: AKN → model → AKN equal under canonical XML but for the list in `maslahat.text.akn.canonical`;
  files that were not well formed as published are counted apart;
* `valid`: what is written, from AKN, from the text and from the Word file, holds against the strict schema;
* `work`, `expression`, `manifestation`: the IRIs made from the document's fields alone, its carried metadata taken
  away, equal to the UN's; from the AKN, from the text and from the Word file;
* `text`, `docx`, `html`, `json`: the bytes that `maslahat text convert` writes, read again, have the same structure.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

from maslahat.text.akn.canonical import canonical
from maslahat.text.akn.meta import identification
from maslahat.text.akn.reader import read_akn
from maslahat.text.convert import read_bytes, written
from maslahat.text.document import Document
from maslahat.text.structure import structure

CORPORA = {
    "ga": ("General Assembly", "7*session/English/*.xml"),
    "sc": ("Security Council", "Pre-2020/*/*.xml"),
    "prst": ("Presidential statements", "20??/*.xml"),
    "ecosoc": ("ECOSOC", "20??/English/*.xml"),
    "six": ("six languages", "multilang/*/*.xml"),
}
IRIS = {
    "work": r'<FRBRWork>\s*<FRBRthis value="([^"]*)"',
    "expression": r'<FRBRExpression>\s*<FRBRthis value="([^"]*)"',
    "manifestation": r'<FRBRManifestation>\s*<FRBRthis value="([^"]*)"',
}
FORMS = ("text", "docx", "html", "json")


def measures(data: bytes, schema: etree.XMLSchema) -> Iterator[tuple[str, bool]]:
    """Yield the name of every measure of one document and whether it held."""
    doc = read_akn(data)
    gold = structure(doc)
    akn = written(doc, "akn")
    name = "canonical" if well_formed(data) else "canonical, malformed"
    yield name, canonical(data) == canonical(akn)
    yield "valid", schema.validate(etree.fromstring(akn))
    yield "akn", structure(read_akn(akn)) == gold
    yield from iris("", data, doc)
    for form in FORMS:
        again = read_bytes(written(doc, form), form)
        yield form, structure(again) == gold
        if form in {"text", "docx"}:
            yield f"valid from {form}", schema.validate(etree.fromstring(written(again, "akn")))
            yield from iris(f" from {form}", data, again)


def well_formed(data: bytes) -> bool:
    try:
        etree.fromstring(data)
    except etree.XMLSyntaxError:
        return False
    return True


def iris(where: str, data: bytes, doc: Document) -> Iterator[tuple[str, bool]]:
    made = "".join(identification(replace(doc, carried=()), ""))
    for name, pattern in IRIS.items():
        known, own = re.search(pattern, data.decode(errors="replace")), re.search(pattern, made)
        if known and own:
            yield name + where, known[1] == own[1]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--schema", type=Path, required=True)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--only", default=",".join(CORPORA))
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    schema = etree.XMLSchema(etree.parse(str(options.schema)))
    for key in options.only.split(","):
        title, pattern = CORPORA[key]
        paths = sorted(options.folder.glob(pattern))[:: options.every]
        held, asked = Counter[str](), Counter[str]()
        start = time.process_time()
        for path in paths:
            for name, right in measures(path.read_bytes(), schema):
                asked[name] += 1
                held[name] += right
                if options.misses and not right:
                    print(f"    {name}: {path.name}", flush=True)
        print(f"{title}: {len(paths)} documents, {time.process_time() - start:.0f} s CPU")
        for name, count in asked.items():
            print(f"  {name:28} {100 * held[name] / count:6.2f} %  ({held[name]} of {count})", flush=True)


if __name__ == "__main__":
    main()

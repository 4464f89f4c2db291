"""Structure read from the text of real PDFs; per way of `pdftotext`.

    python benchmarks/text_pdf.py FOLDER WORD [--every 20] [--show 0]

FOLDER holds the unpacked corpora, WORD the official Word files. The Word files, and every 20th document of the corpora as
`convert --to docx` writes it, are set by LibreOffice (`soffice`) and read by `pdftotext` (poppler) in its three ways: plain,
`-layout`, `-raw`. The gold is the model of the Word file, or of the AKN file; a document counts as right when every item
(kind, number, level, words without white space, markers of the notes called) is equal. `pdftotext` without `-layout` or `-raw`
takes hyphens at line ends away, so that its words are compared without hyphens.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from text_structure import CORPORA

from maslahat.core import InputError
from maslahat.text.convert import read, written
from maslahat.text.document import Document
from maslahat.text.structure import structure

WAYS = {"plain": (), "-layout": ("-layout",), "-raw": ("-raw",)}


def documents(folder: Path, word: Path, every: int) -> Iterator[tuple[str, str, bytes, Document]]:
    """Yield (corpus, name, Word file, gold)."""
    for path in sorted(word.iterdir()):
        yield "official Word files", path.stem, path.read_bytes(), read(path)
    for corpus, pattern in CORPORA.items():
        for path in sorted(folder.glob(pattern))[3::every]:
            try:
                doc = read(path)
            except InputError:
                continue
            yield corpus, path.stem, written(doc, "docx"), doc


def items(doc: Document, way: str) -> list[tuple[object, ...]]:
    """Return what is compared."""
    dash = "" if way == "plain" else "-"
    return [
        (i.kind, i.number, i.level, "".join(i.text.split()).replace("‑", "-").replace("-", dash), i.calls)
        for i in structure(doc)
    ]


def main() -> None:
    """Set, read and compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("word", type=Path)
    parser.add_argument("--every", type=int, default=20)
    parser.add_argument("--show", type=int, default=0)
    args = parser.parse_args()
    if not (shutil.which("soffice") and shutil.which("pdftotext")):
        sys.exit("soffice (LibreOffice) and pdftotext (poppler) are needed.")
    with tempfile.TemporaryDirectory() as place:
        golds = _set(args, Path(place))
        _compare(golds, Path(place), args.show)


def _set(args: argparse.Namespace, place: Path) -> dict[str, tuple[str, Document]]:
    golds = {}
    for corpus, name, data, doc in documents(args.folder, args.word, args.every):
        golds[name] = (corpus, doc)
        (place / f"{name}.docx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{place}/profile"
    files = [str(path) for path in sorted(place.glob("*.docx"))]
    subprocess.run(
        ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(place), *files],
        check=True,
        capture_output=True,
    )
    return golds


def _compare(golds: dict[str, tuple[str, Document]], place: Path, show: int) -> None:
    print("| corpus | pdftotext | documents | all right | items | right |\n|---|---|---|---|---|---|")
    for corpus in dict.fromkeys(corpus for corpus, _ in golds.values()):
        chosen = {name: doc for name, (other, doc) in golds.items() if other == corpus}
        for way, options in WAYS.items():
            right = count = equal = 0
            for name, doc in chosen.items():
                text = subprocess.run(
                    ["pdftotext", *options, str(place / f"{name}.pdf"), "-"], check=True, capture_output=True
                ).stdout
                (place / "read.txt").write_bytes(text)
                gold, found = items(doc, way), items(read(place / "read.txt"), way)
                matched = SequenceMatcher(None, gold, found, autojunk=False).get_matching_blocks()
                right += gold == found
                count += len(gold)
                equal += sum(block.size for block in matched)
                if gold != found and show > 0:
                    show -= 1
                    print(name, way, [item for item in gold if item not in found][:2], file=sys.stderr)
            print(
                f"| {corpus} | {way} | {len(chosen)} | {right / len(chosen):.1%} | {count} | {equal / count:.1%} |"
            )


if __name__ == "__main__":
    main()

"""`maslahat text`: convert, compare, check, extract, index, search and chain official documents."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from maslahat.cli._output import writing
from maslahat.cli._text_run import PIPE, Run, Targets, one, save
from maslahat.cli._text_schemas import CHECK, COMPARISON, SEARCH
from maslahat.core import Fault, InputError, dumps, write_json

if TYPE_CHECKING:
    from maslahat.text import Document
    from maslahat.text.compare import Comparison
    from maslahat.text.library.store import Hit

Inputs = Annotated[list[Path], typer.Argument(help="Files or folders; - reads one text from a pipe.")]
JsonOut = Annotated[Path | None, typer.Option("--json", help="Write the answer to this file as JSON.")]


def register(app: typer.Typer) -> None:
    """Put the verb and its words into `app`."""
    group = typer.Typer(
        no_args_is_help=True, help="Read, write, check, compare and search official documents."
    )
    for name, function in _COMMANDS.items():
        group.command(name)(function)
    app.add_typer(group, name="text")


def _convert(
    inputs: Inputs,
    to: Annotated[str, typer.Option("--to", help="akn, docx, html, pdf, text, md or json.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="A file, or a folder for several inputs.")
    ] = None,
    schema: Annotated[
        Path | None, typer.Option("--schema", help="Validate the AKN written against this XSD.")
    ] = None,
) -> None:
    """Turn documents of any kind into another form."""
    from maslahat.text.convert import FORMS, schema_at

    if to not in FORMS:
        raise InputError(Fault("--to", to, ", ".join(FORMS)))
    if schema and not schema.is_file():
        raise InputError(Fault("--schema", f"{schema}, which is no file", "an XML schema (.xsd)"))
    if schema and to == "akn":
        schema_at(schema)
    run = Run(inputs, repairs=to == "json")
    targets = Targets(run, out, to, FORMS[to])
    for source, (content, faults) in run.results(partial(_converted, to, schema)):
        run.faults += faults
        targets.put(content, source)
    run.end()


def _converted(to: str, schema: Path | None, source: Path, doc: Document) -> tuple[bytes, list[Fault]]:
    """Return the document in the form `to`, and what the schema says against it."""
    from maslahat.text.convert import invalid, written

    try:
        content = written(doc, to)
    except Exception as error:
        found = f"a text that could not be written as {to} ({type(error).__name__}: {error})"
        raise InputError(Fault(str(source), found, "a document this form can hold")) from error
    told = invalid(content, schema) if schema and to == "akn" else []
    return content, [Fault(str(source), fault, "AKN valid against the schema") for fault in told]


def _put(content: bytes, inputs: list[Path], out: Path | None, suffix: str) -> None:
    """Write one result: to a pipe, to the file named, or into the folder named; never over an input."""
    if out is None or out == PIPE:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    target = out / (("document" if inputs[-1] == PIPE else inputs[-1].stem) + suffix) if out.is_dir() else out
    if target.exists() and target.resolve() in {path.resolve() for path in inputs if path != PIPE}:
        raise InputError(
            Fault("-o", f"{target}, which is an input", "another place for the result", "Give another -o.")
        )
    save(content, target)


def _show(value: Any, json_file: Path | None, plain: Callable[[], str]) -> None:
    """Write the answer as JSON to a file, or as plain lines to the terminal."""
    if json_file:
        with writing(json_file):
            write_json(json_file, value)
    else:
        print(plain())


def _compare(
    old: Annotated[Path, typer.Argument(help="The earlier text; - for a pipe.")],
    new: Annotated[Path, typer.Argument(help="The later text; - for a pipe.")],
    to: Annotated[str, typer.Option("--to", help="json, html or docx (tracked changes).")] = "html",
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="The file to write; standard output else.")
    ] = None,
) -> None:
    """Compare two texts: kept, edited, moved, split, merged, renumbered; stronger and weaker verbs."""
    from maslahat.text.compare import compare
    from maslahat.text.compare_html import write_comparison
    from maslahat.text.docx.tracked import write_tracked

    if to not in {"json", "html", "docx"}:
        raise InputError(Fault("--to", to, "json, html or docx"))
    if old == new == PIPE:
        raise InputError(Fault("OLD and NEW", "two pipes", "one pipe and one file, or two files"))
    before, after = _both(old, new)
    if to == "docx":
        content = write_tracked(before, after)
    elif to == "html":
        names = _named(before, old), _named(after, new)
        names = names if names[0] != names[1] else (old.name, new.name)
        about = after.title if after.title in {before.title, ""} else f"{before.title} → {after.title}"
        languages = before.language, after.language
        content = write_comparison(compare(before, after), *names, about, languages).encode()
    else:
        content = dumps(_comparison_json(compare(before, after))).encode()
    _put(content, [old, new], out, f".{to}")


def _named(doc: Document, path: Path) -> str:
    """Return how a document is called: its symbol, else the name of its file."""
    from maslahat.text.symbols import symbol_of

    return symbol_of(doc) or ("the pipe" if path == PIPE else path.name)


def _both(old: Path, new: Path) -> tuple[Document, Document]:
    """Read two documents, from files or a pipe; what is wrong with either is told at once."""
    found: list[Document] = []
    faults: list[Fault] = []
    for path in (old, new):
        try:
            found.append(one(path))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return found[0], found[1]


def _comparison_json(comparison: Comparison) -> dict[str, Any]:
    changes = []
    for change in comparison.changes:
        olds, news = [comparison.old[i] for i in change.old], [comparison.new[j] for j in change.new]
        entry: dict[str, Any] = {
            "kind": str(change.kind),
            "moved": change.moved,
            "renumbered": change.renumbered,
        }
        entry |= {"old_places": change.old, "new_places": change.new}
        entry |= {"old_numbers": [b.number for b in olds], "new_numbers": [b.number for b in news]}
        entry |= {
            "old": [b.text for b in olds],
            "new": [b.text for b in news],
            "similarity": change.similarity,
        }
        entry |= {"verb": change.verb, "edits": [[e.kind, e.old, e.new] for e in change.edits]}
        changes.append(entry)
    return {"format": COMPARISON, "changes": changes}


def _extract(
    inputs: Inputs,
    json_file: JsonOut = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="Write a spreadsheet.")] = None,
) -> None:
    """Take out who is asked to do what by when, paragraph by paragraph."""
    from maslahat.commitments import extract, to_rows, write_xlsx
    from maslahat.commitments.schema import FORMAT

    run = Run(inputs)
    found = [record for _, records in run.results(lambda _, doc: extract(doc)) for record in records]
    if xlsx:
        with writing(xlsx):
            write_xlsx(found, xlsx)
    rows = to_rows(found)
    if json_file or not xlsx:
        value = {"format": FORMAT, "commitments": rows}
        _show(value, json_file, lambda: "\n".join(_commitment_line(row) for row in rows))
    run.end()


def _commitment_line(row: dict[str, Any]) -> str:
    when = ", ".join(item["when"] for item in row["deadlines"])
    who = "; ".join(row["obligors"]) or "-"
    place = " ".join(word for word in (row["source"], row["paragraph"]) if word)
    duty = "reports" if row["reporting"] else "-"
    return "\t".join((place, row["action"], who, when or "-", duty, row["measure"][:100]))


def _index(
    folder: Annotated[list[Path], typer.Argument(help="Folders or files to put into the library.")],
    library: Annotated[
        Path | None,
        typer.Option(
            "--library", help="The library file; $MASLAHAT_LIBRARY or one in your data folder else."
        ),
    ] = None,
) -> None:
    """Build the library that `search` looks in, whole; it replaces the one before."""
    from maslahat.commitments import obligors
    from maslahat.text.library.store import default_place, shelved, store

    run = Run(folder)
    place = library or default_place()
    entries = run.results(lambda path, doc: shelved(path, doc, obligors))
    with writing(place):
        documents, paragraphs = store((entry for _, entry in entries), place)
    print(f"{documents} documents, {paragraphs} paragraphs in {place}")
    run.end()


def _search(
    words: Annotated[list[str] | None, typer.Argument(help="Words; a phrase in quotes; a symbol.")] = None,
    actor: Annotated[str, typer.Option("--actor", help="Who is asked.")] = "",
    verb: Annotated[str, typer.Option("--verb", help="The operative verb, as in Requests.")] = "",
    subject: Annotated[str, typer.Option("--subject", help="Words of the title.")] = "",
    year: Annotated[int, typer.Option("--year", help="The year of adoption.")] = 0,
    cites: Annotated[str, typer.Option("--cites", help="A resolution cited, as in 60/288.")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="How many paragraphs at most.")] = 20,
    library: Annotated[Path | None, typer.Option("--library", help="The library file.")] = None,
    json_file: JsonOut = None,
) -> None:
    """Find paragraphs in the library; exit code 1 where there is none.

    The JSON ranks paragraph by paragraph; those that say nearly the same, as renewals do, share a `place` and name
    one another in `also`. The terminal shows each place once.
    """
    from maslahat.text.library.store import Query, answer, default_place

    query = Query(" ".join(words or ()), actor, verb, subject, year, cites, limit)
    found = answer(query, library or default_place())
    for typed, read in found.mended:
        print(f"No document has “{typed}”: “{read}” was sought.", file=sys.stderr)
    value = {
        "format": SEARCH,
        "mended": dict(found.mended),
        "hits": [_hit_json(hit) for hit in found.hits],
    }
    _show(value, json_file, lambda: "\n".join(_place_lines(found.hits)))
    if not found.hits:
        print("Nothing found.", file=sys.stderr)
        raise typer.Exit(1)


def _hit_json(hit: Hit) -> dict[str, Any]:
    return {
        **_hit_name(hit),
        "text": hit.text,
        "score": hit.score,
        "place": hit.group,
        "also": [_hit_name(also) for also in hit.also],
    }


def _hit_name(hit: Hit) -> dict[str, Any]:
    names = ("symbol", "title", "paragraph", "kind", "year", "path")
    return {**{name: getattr(hit, name) for name in names}, "block": hit.place}


def _place_lines(hits: Iterable[Hit]) -> list[str]:
    """Return one line for each place, the best paragraph of it first."""
    best: dict[int, Hit] = {}
    for n, hit in enumerate(hits, start=1):
        best.setdefault(hit.group or -n, hit)
    return [_hit_line(hit) for hit in best.values()]


def _hit_line(hit: Hit) -> str:
    also = f"\n    also {'; '.join(one.name for one in hit.also[:8])}" if hit.also else ""
    more = f" and {len(hit.also) - 8} more" if len(hit.also) > 8 else ""
    return f"{hit.name}\t{hit.text[:160]}{also}{more}"


def _chain(
    inputs: Inputs,
    library: Annotated[list[Path], typer.Option("--library", help="Folders with the earlier texts.")],
    json_file: JsonOut = None,
) -> None:
    """Find which earlier text a resolution renews, and the whole chain of renewals before and after it.

    Each link says what ties it to the one before: the mandate both extend, title, citation, words.
    """
    from maslahat.cli._text_chain import Chains
    from maslahat.text.chain import Shelf, entry

    shelf = Run(library)
    known = Shelf([about for _, about in shelf.results(lambda path, doc: entry(doc, str(path)))])
    run = Run(inputs)
    chains = Chains(run, known)
    run.faults += shelf.faults
    _show(chains.value(), json_file, chains.lines)
    run.end()


def _check(inputs: Inputs, json_file: JsonOut = None) -> None:
    """Check drafts against the form the UN Editorial Manual asks for; exit code 1 where anything is found.

    Each finding has its rule, the part of the Manual it stands in, its place, what was found and a proposed mend.
    """
    from dataclasses import asdict

    from maslahat.text.check.rules import check

    run = Run(inputs)
    findings_of = run.results(
        lambda _, doc: [asdict(finding) | {"manual": finding.manual} for finding in check(doc)]
    )
    found = {str(path): findings for path, findings in findings_of}
    value = {"format": CHECK, "documents": found}
    rows = [(path, f) for path, findings in found.items() for f in findings]
    _show(value, json_file, lambda: "\n".join(_finding_line(path, f) for path, f in rows) or "Nothing found.")
    run.end()
    if rows:
        raise typer.Exit(1)


def _finding_line(path: str, finding: dict[str, str]) -> str:
    return f"{path}: {finding['place']}: {finding['rule']}: found {finding['found']!r}; {finding['mend']}"


_COMMANDS: dict[str, Callable[..., None]] = {
    "check": _check,
    "convert": _convert,
    "compare": _compare,
    "extract": _extract,
    "index": _index,
    "search": _search,
    "chain": _chain,
}

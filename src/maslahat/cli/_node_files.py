"""`maslahat node import|export`: files of others in, files for others out."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from maslahat.cli._node_common import (
    Folder,
    Json,
    KeyFile,
    Person,
    Purpose,
    at_desk,
    give,
    need_extra,
)
from maslahat.cli._output import writing
from maslahat.cli._progress import progress_bar
from maslahat.core import Fault, InputError

Into = Annotated[
    Path | None, typer.Option("--into", metavar="DIR", help="Node to put the records into, as drafts.")
]
MOST_SHOWN = 10


def register(group: typer.Typer) -> None:
    """Add import and export."""
    group.command("import")(import_file)
    group.command("export")(export)


def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="File to read, or with --template to write.")],
    layout: Annotated[
        str,
        typer.Option(
            help="ids (UNODC individual seizures), stix (2.1 bundle) or xlsx (a sheet of one kind)."
        ),
    ],
    json_file: Json = None,
    into: Into = None,
    as_person: Annotated[
        str, typer.Option("--as", metavar="PERSON", help="With --into: who enters them.")
    ] = "",
    purpose: Purpose = "counter-narcotics",
    originator: Annotated[
        str, typer.Option(help="Without --into: the state whose records these are.")
    ] = "OWN",
    kind: Annotated[
        str, typer.Option(help="For xlsx: kind of record (person, vehicle, consignment …).")
    ] = "consignment",
    mapping: Annotated[
        list[str] | None, typer.Option("--map", help="For xlsx: COLUMN=FIELD; may be repeated.")
    ] = None,
    legal_basis: Annotated[
        str, typer.Option(help="Law or agreement the records are held under.")
    ] = "national law",
    template: Annotated[
        bool, typer.Option("--template", help="For xlsx: write an empty sheet for --kind to FILE and stop.")
    ] = False,
    leave_bad: Annotated[
        bool,
        typer.Option(
            "--leave-bad-rows", help="For ids: leave bad rows out, each named, instead of refusing the file."
        ),
    ] = False,
    day_first: Annotated[
        bool | None,
        typer.Option(
            "--day-first/--month-first", help="For ids: how 3/4/2016 is read, where no row of the file tells."
        ),
    ] = None,
    stix_out: Annotated[
        Path | None, typer.Option("--stix-out", help="For stix: write the bundle again to this file.")
    ] = None,
    key_file: KeyFile = None,
) -> None:
    """Read a file into records: check it whole, say what was left out, resolve divisions, propose duplicates.

    Without --into nothing is stored: the result is shown, and written to F with --json. All faults of a file are
    listed at once (exit code 2) and nothing is half-read.

    ids: CSV (UTF-8, UTF-16 or a Windows code page; commas, semicolons or tabs) or XLSX. Needed are the columns
    COUNTRY, SEIZURE_DATE, DRUG_NAME, AMOUNT and DRUG_UNIT; a column that no field takes is named. A date or an
    amount that can be read in two ways is a fault. Duplicates are proposed, never merged.

    stix: the things this program knows become records; the others are counted and kept with --stix-out.

    xlsx: the first sheet (or a CSV file), a record of one --kind a row. --template writes an empty sheet with the columns.

    Nationality, religion and ethnicity are not fields in any language: in ids such a column is a fault, in xlsx and
    stix it is named and not taken.
    """
    need_extra()
    from maslahat.exchange import records as record_forms
    from maslahat.exchange.formats.result import Origin

    if template:
        _template(file, layout, kind)
        return
    if into is not None and not as_person:
        raise InputError(Fault("--as", "nothing", "with --into, the person who enters the records"))
    party = originator.upper()
    if into is not None:
        with at_desk(into, key_file, as_person, purpose) as (_, desk):
            party = desk.who.party
    read = _read(
        file,
        layout,
        Origin(party, purpose, int(time.time()), legal_basis),
        kind,
        mapping or [],
        (leave_bad, day_first),
    )
    if layout == "stix" and stix_out is not None:
        _again(file, stix_out)
    if into is not None:
        with at_desk(into, key_file, as_person, purpose) as (post, desk), post.node.change():
            # Named by the node from here on: what is printed is what `share` and `why` ask for.
            kept = tuple(replace(record, record_id=desk.add(record)) for record in read.records)
        read = replace(read, records=kept)
    _show(read)
    give(json_file, {
        "file": file.name, "layout": layout, **read.summary,
        "left out": [[one.where, one.what, one.why] for one in read.left],
        "records": [record_forms.to_json(record) for record in read.records],
    })  # fmt: skip


def export(
    folder: Folder,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="File to write.")],
    as_person: Person,
    purpose: Purpose,
    layout: Annotated[str, typer.Option(help="stix, xlsx or json.")] = "json",
    key_file: KeyFile = None,
) -> None:
    """Write the records that PERSON may take out for this purpose; each is logged as a use."""
    if layout not in ("stix", "xlsx", "json"):
        raise InputError(Fault("--layout", repr(layout), "stix, xlsx or json"))
    with at_desk(folder, key_file, as_person, purpose) as (_, desk):
        from maslahat.exchange import records as record_forms
        from maslahat.exchange.formats import sheet, stix

        with writing(out):
            out.touch()  # what cannot be written must not be logged as taken out
            records = desk.export()
            if layout == "stix":
                stix.write_bundle(out, stix.from_records(records))
            elif layout == "xlsx":
                sheet.write_sheet(out, records)
            else:
                give(out, [record_forms.to_json(record) for record in records])
        typer.echo(f"{len(records)} records in {out}.")


def _read(
    file: Path, layout: str, origin: Any, kind: str, mapping: list[str], how: tuple[bool, bool | None]
) -> Any:
    from maslahat.exchange.formats import ids, sheet, stix

    if layout == "ids":
        with progress_bar("Reading") as progress:
            return ids.read_ids(file, origin, leave_bad=how[0], day_first=how[1], progress=progress)
    if layout == "stix":
        return stix.read_stix(file, origin)
    if layout == "xlsx":
        wrong = [Fault("--map", repr(one), "COLUMN=FIELD") for one in mapping if "=" not in one]
        if wrong:
            raise InputError(wrong)
        # A heading may hold `=`, a field does not.
        pairs = {one.rpartition("=")[0]: one.rpartition("=")[2] for one in mapping}
        return sheet.read_sheet(file, origin, kind, pairs or None)
    raise InputError(Fault("--layout", repr(layout), "ids, stix or xlsx"))


def _template(file: Path, layout: str, kind: str) -> None:
    from maslahat.exchange.formats import sheet

    if layout != "xlsx":
        raise InputError(Fault("--template", f"layout {layout!r}", "xlsx"))
    if file.exists():
        raise InputError(Fault(str(file), "a file that is there already", "a new one"))
    with writing(file):
        sheet.write_template(file, kind)
    typer.echo(
        f"An empty sheet for records of the kind {kind} is in {file}; what goes where is on its second sheet."
    )


def _again(file: Path, out: Path) -> None:
    from maslahat.exchange.formats import stix

    with writing(out):
        stix.write_bundle(out, stix.read_bundle(file))


def _show(read: Any) -> None:
    typer.echo(f"{len(read.records)} records read ({read.layout}).")
    for name, value in read.summary.items():
        shown = value if isinstance(value, int | str) else len(value)
        typer.echo(f"  {name}: {shown}")
    for one in read.summary.get("divisions unresolved", [])[:MOST_SHOWN]:
        typer.echo(f"  not resolved: {one['spelling']} ({one['country']}, {one['rows']} rows)")
    outside = sorted({one["country"] for one in read.summary.get("divisions outside the table", [])})
    if outside:
        typer.echo(f"  no table of divisions for: {', '.join(outside)}")
    for one in read.left[:MOST_SHOWN]:
        typer.echo(f"  left out: {one.where}, {one.what}: {one.why}")
    if len(read.left) > MOST_SHOWN:
        typer.echo(f"  … and {len(read.left) - MOST_SHOWN} more left out.")

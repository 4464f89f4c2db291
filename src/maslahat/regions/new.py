"""Starts a region for a river of the user's own: a folder and a workbook with the same made-up rows."""

from __future__ import annotations

import re
from pathlib import Path

from maslahat.core import Fault, InputError
from maslahat.regions.save import write_folder
from maslahat.regions.template import template_region
from maslahat.regions.workbook import write_workbook

KEY = re.compile(r"^[a-z0-9][a-z0-9-]*$")


def start_region(name: str, folder: Path = Path()) -> tuple[Path, Path]:
    """Write `folder/name/` (CSV files) and `folder/name.xlsx`, and return both paths.

    InputError where the name is no key, or where something is there already: nothing is overwritten.
    """
    target, workbook = folder / name, folder / f"{name}.xlsx"
    faults = []
    if not KEY.match(name):
        expected = "small letters, digits and hyphens, as in chu-talas"
        faults.append(Fault("name", repr(name), expected))
    faults += [
        Fault(str(path), "something there already", "a free name")
        for path in (target, workbook)
        if path.exists()
    ]
    if faults:
        raise InputError(faults)
    region = template_region(name)
    title = f"{region.rivers[0].name}: a region to fill in"
    write_folder(region, target, name, title, "A small made-up river: overwrite every row.")
    write_workbook(region, workbook)
    return target, workbook

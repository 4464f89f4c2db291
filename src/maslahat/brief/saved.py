"""A saved brief read back: does its page still say what its result says (DESIGN §4)."""

from __future__ import annotations

from typing import Any

from maslahat.brief.compose import compose
from maslahat.brief.figures import read_result
from maslahat.brief.record import page_json
from maslahat.core import InputError, rounded
from maslahat.options.verify import differences
from maslahat.regions import Region


def page_faults(document: dict[str, Any], region: Region) -> list[str]:
    """Return where the page of a saved brief differs from the one made of its result, a sentence each.

    Nothing is computed again but the page; `region` is the one that the result was computed from.
    """
    try:
        result = read_result(document["result"])
        page = compose(result, region, str(document["page"].get("asked", "")))
    except (
        KeyError,
        TypeError,
        ValueError,
        IndexError,
        AttributeError,
        ZeroDivisionError,
        InputError,
    ) as error:
        return [f"no page can be made of the result in the file ({type(error).__name__}: {error})"]
    return list(differences(document["page"], rounded(page_json(page)), "page"))

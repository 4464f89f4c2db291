"""The page as one HTML file that needs nothing else: no script, no network, charts drawn into it."""

from __future__ import annotations

import re
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from maslahat.brief.charts.style import svg
from maslahat.brief.page import Block, Chart, Heading, Items, Page, Paragraph, Table

DENSE_CELL = 8  # characters: a table of cells no longer than this stays a table on a telephone
DENSE_COLUMNS = 7
NO_BREAK = "\u00a0"


def render_html(page: Page, date: str = "") -> str:
    """Return the page as a self-contained HTML file; `date` is set under the title where it is given."""
    environment = Environment(
        loader=PackageLoader("maslahat.brief"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"lines": _lines, "bound": _bound}
    environment.tests |= {"dense": is_dense}
    template = environment.get_template("page.html.j2")
    css = Markup(
        (environment.loader or PackageLoader("maslahat.brief")).get_source(environment, "page.css")[0]
    )
    return template.render(page=page, date=date, css=css, kind=_kind, draw=_draw)


def is_dense(table: Table) -> bool:
    """Say whether a table is narrow enough to stay a table on a small screen."""
    cells = [part for row in table.rows for cell in row for part in cell.split("\n")]
    return len(table.columns) <= DENSE_COLUMNS and max((len(cell) for cell in cells), default=0) <= DENSE_CELL


def _kind(block: Block) -> str:
    names: dict[type[Any], str] = {
        Paragraph: "paragraph",
        Items: "items",
        Heading: "heading",
        Table: "table",
        Chart: "chart",
    }
    return names[type(block)]


def _draw(chart: Chart, width: str) -> Markup:
    specification = chart.wide if width == "wide" else chart.narrow
    return Markup(
        svg(specification, f"{chart.key}-{width}", chart.title)
    )  # drawn by us from numbers and names


def _bound(text: str) -> str:
    """Return the text with figures bound to their units, so that no line ends between them."""
    return re.sub(r"(?<=\d) (?=(?:%|km³|m³|million|GWh|TWh|USD)(?!\w))", NO_BREAK, text)


def _lines(cell: str) -> Markup:
    first, *rest = cell.split("\n")
    return Markup(first and Markup.escape(first)) + Markup("").join(
        Markup('<span class="second">{}</span>').format(line) for line in rest
    )

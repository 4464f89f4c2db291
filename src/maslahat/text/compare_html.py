"""A comparison side by side as an HTML page that needs nothing else."""

from __future__ import annotations

from html import escape

from maslahat.text.compare import Change, ChangeKind, Comparison, Edit
from maslahat.text.document import Block

_STYLE = """<style>
body{font:15px/1.45 Georgia,"Times New Roman",serif;margin:1.5em;color:#1a1a1a;background:#fff}
table{border-collapse:collapse;width:100%;table-layout:fixed}
th{position:sticky;top:0;background:#f4f4f4;text-align:left}
td,th{vertical-align:top;padding:.4em .7em;border-bottom:1px solid #ddd}
td.what{font:12px/1.4 system-ui,sans-serif;color:#444}col.what{width:9em}
del{background:#fde0dc;color:#8a1c0c}ins{background:#ddf3df;color:#0d5b1a;text-decoration:none}
.num{color:#666;padding-right:.5em}.added .new{background:#f0faf0}.removed .old{background:#fdf3f1}
td,th{overflow-wrap:anywhere}
@media (max-width:40em){body{margin:.8em}h1{font-size:1.3em;overflow-wrap:anywhere}
table,tbody,tr,td{display:block}col,tr:first-child{display:none}tr{border-bottom:2px solid #bbb;padding:.3em 0}
td{border:0;padding:.25em .4em}td:empty{display:none}td.what{background:#f4f4f4;margin-bottom:.2em}
tr:not(.kept,.removed) td.old:not(:empty)::before{content:"before: ";color:#8a1c0c;font:12px system-ui,sans-serif}
tr:not(.kept,.added) td.new:not(:empty)::before{content:"after: ";color:#0d5b1a;font:12px system-ui,sans-serif}
tr.kept td.old{display:none}tr{display:flex;flex-direction:column}td.what{order:-1}}
#hide:checked~table tr.kept{display:none}label{font:14px system-ui,sans-serif}p{margin:.4em 0}
.kept{color:#555}.verb{font-weight:600;color:#7a4b00}
</style>"""


def write_comparison(comparison: Comparison, old_name: str, new_name: str, about: str = "") -> str:
    """Return the page: one row a change, the old text left, the new text right; `about` stands under the heading."""
    title = f"{escape(old_name)} → {escape(new_name)}"
    head = (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f"{_STYLE}</head><body>"
    )
    said = f"<p>{escape(about)}</p>" if about else ""
    hide = '<input type="checkbox" id="hide"> <label for="hide">Only what changed</label>'
    table = f'<table><col><col><col class="what"><tr><th>{escape(old_name)}<th>{escape(new_name)}<th>Change'
    rows = "\n".join(_row(comparison, change) for change in comparison.changes)
    top = f"<h1>{title}</h1>{said}<p>{_counts(comparison)}</p>\n{hide}\n"
    return f"{head}\n{top}{table}\n{rows}\n</table></body></html>\n"


def _counts(comparison: Comparison) -> str:
    changes = comparison.changes
    counts = [(str(kind), comparison.count(kind)) for kind in ChangeKind]
    counts += [("moved", sum(change.moved for change in changes))]
    counts += [("renumbered", sum(change.renumbered for change in changes))]
    counts += [
        (f"verb {word}", sum(change.verb.startswith(word) for change in changes))
        for word in ("stronger", "weaker")
    ]
    return ", ".join(f"{name} {count}" for name, count in counts if count)


def _row(comparison: Comparison, change: Change) -> str:
    olds = [comparison.old[i] for i in change.old]
    news = [comparison.new[j] for j in change.new]
    if change.edits:
        left, right = _sides(change.edits)
        left, right = _labels(olds) + left, _labels(news) + right
    else:
        left, right = _plain(olds), _plain(news)
    said = [
        str(change.kind),
        *(["moved"] if change.moved else []),
        *(["renumbered"] if change.renumbered else []),
    ]
    verb = f'<br><span class="verb">{escape(change.verb)}</span>' if change.verb else ""
    what = f'<td class="what">{", ".join(said)}{verb}'
    return f'<tr class="{change.kind}"><td class="old">{left}<td class="new">{right}{what}'


def _labels(blocks: list[Block]) -> str:
    numbers = " ".join(block.number for block in blocks if block.number)
    return f'<span class="num">{escape(numbers)}</span>' if numbers else ""


def _plain(blocks: list[Block]) -> str:
    return "<br>".join(_labels([block]) + escape(block.text) for block in blocks)


def _sides(edits: tuple[Edit, ...]) -> tuple[str, str]:
    left = [
        escape(e.old) if e.kind == "equal" else f"<del>{escape(e.old)}</del>" if e.old else "" for e in edits
    ]
    right = [
        escape(e.new) if e.kind == "equal" else f"<ins>{escape(e.new)}</ins>" if e.new else "" for e in edits
    ]
    return "".join(left), "".join(right)

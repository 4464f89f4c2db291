"""A comparison side by side as an HTML page that needs nothing else (DESIGN §10).

The table is one for the eye and for the ear: every row is named by what became of it, words taken out and put in are
marked by a line as well as a colour and are told by screen readers, and links lead from one change to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from maslahat.text.compare import Change, ChangeKind, Comparison, Edit
from maslahat.text.compare_style import COMPARISON_STYLE
from maslahat.text.document import Block, BlockKind
from maslahat.text.language import LANGUAGE_TAGS, RIGHT_TO_LEFT

_HEADS = {BlockKind.HEADING, BlockKind.ARTICLE}
_LEGEND = (
    ("<del>taken out</del>", "words of the earlier text that are gone"),
    ("<ins>put in</ins>", "words that are new in the later text"),
    ('<span class="badge moved">moved</span>', "stands at another place among its neighbours"),
    ('<span class="badge">renumbered</span>', "has another number"),
    ('<span class="badge verb">stronger</span>', "or weaker: the verb that opens it binds more, or less"),
    ('<span class="badge">split</span>', "one paragraph became two; merged: two became one"),
)


def write_comparison(
    comparison: Comparison,
    old_name: str,
    new_name: str,
    about: str = "",
    languages: tuple[str, str] = ("eng", "eng"),
) -> str:
    """Return the page: one row a change, the old text left, the new text right; `about` stands under the heading.

    `languages` are those of the old and of the new text, as `Document.language` has them.
    """
    title = f"{escape(old_name)} → {escape(new_name)}"
    said = f'<p dir="auto">{escape(about)}</p>' if about else ""
    sides = tuple(map(_side, languages))
    rows = "\n".join(_rows(comparison, sides))
    head = "".join(f'<th scope="col"{sides[n]}>{escape(name)}' for n, name in enumerate((old_name, new_name)))
    hide = '<p class="hide"><input type="checkbox" id="hide"> <label for="hide">Only what changed</label></p>'
    first = '<a class="skip" href="#c1">To the first change</a>' if 'id="c1"' in rows else ""
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f"{COMPARISON_STYLE}</head><body>{first}\n<main><h1>{title}</h1>{said}<p>{_counts(comparison)}</p>\n"
        f"{_legend()}\n{hide}\n<table><caption>Every paragraph of both texts, in the order of the later one</caption>"
        f'<thead><tr><th scope="col" class="what">Change{head}</thead><tbody>\n{rows}\n'
        "</tbody></table></main></body></html>\n"
    )


def _side(language: str) -> str:
    """Return the attributes of a cell in a language other than that of the page."""
    tag = LANGUAGE_TAGS.get(language, language)
    turned = ' dir="rtl"' if language in RIGHT_TO_LEFT else ""
    return f' lang="{escape(tag)}"{turned}' if tag != "en" else ""


def _legend() -> str:
    terms = "".join(f"<div><dt>{sign}<dd>{meaning}</div>" for sign, meaning in _LEGEND)
    return f"<details><summary>What the marks mean</summary><dl>{terms}</dl></details>"


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


def _changed(change: Change) -> bool:
    return change.kind is not ChangeKind.KEPT or change.moved or change.renumbered


def _rows(comparison: Comparison, sides: Sequence[str]) -> list[str]:
    """Return the rows, those that changed numbered and linked to their neighbours."""
    total = sum(map(_changed, comparison.changes))
    out, n = [], 0
    for change in comparison.changes:
        changed = _changed(change)
        n += changed
        out.append(_row(comparison, change, sides, (n, total) if changed else None))
    return out


def _row(comparison: Comparison, change: Change, sides: Sequence[str], place: tuple[int, int] | None) -> str:
    olds = [comparison.old[i] for i in change.old]
    news = [comparison.new[j] for j in change.new]
    if change.edits:
        left, right = _sides(change.edits)
        left, right = _labels(olds) + left, _labels(news) + right
    else:
        left, right = _plain(olds), _plain(news)
    name = f' id="c{place[0]}"' if place else ""
    kind = "stayed" if place and change.kind is ChangeKind.KEPT else str(change.kind)
    classes = " ".join([kind, *(["head"] if olds + news and (news or olds)[0].kind in _HEADS else [])])
    return (
        f'<tr{name} class="{classes}"><th scope="row" class="what">{_said(change)}{_ways(place)}'
        f'<td class="old"{sides[0]}>{left}<td class="new"{sides[1]}>{right}'
    )


def _said(change: Change) -> str:
    """Return what became of a paragraph, in words."""
    said = [f'<span class="badge {change.kind}">{change.kind}</span>']
    if change.moved:
        was, now = change.old[0] + 1, change.new[0] + 1
        said.append(f'<span class="badge moved">moved</span> <small>from place {was} to {now}</small>')
    if change.renumbered:
        said.append('<span class="badge">renumbered</span>')
    if change.verb:
        said.append(f'<span class="badge verb">{escape(change.verb)}</span>')
    return " ".join(said)


def _ways(place: tuple[int, int] | None) -> str:
    """Return links to the changes before and after."""
    if place is None:
        return ""
    n, total = place
    before = f'<a href="#c{n - 1}" aria-label="Change before">↑</a> ' if n > 1 else ""
    after = f' <a href="#c{n + 1}" aria-label="Next change">↓</a>' if n < total else ""
    return f'<span class="ways">{before}{n} of {total}{after}</span>'


def _labels(blocks: list[Block]) -> str:
    numbers = " ".join(block.number for block in blocks if block.number)
    return f'<span class="num">{escape(numbers)}</span> ' if numbers else ""


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

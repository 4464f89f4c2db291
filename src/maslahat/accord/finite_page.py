"""The answer to a finite problem as one HTML page that needs no network: the frontier drawn, the rules
side by side.
"""

from __future__ import annotations

import html
from typing import Any

from maslahat.accord.finite_answer import Answer
from maslahat.accord.finite_reasons import CAPTION, groups_of, reasons, together
from maslahat.accord.finite_text_parts import MEANING, TITLES, amended, basis, changes, number, unamended

DRAWN = 1500  # points of a frontier drawn at most; the tables and the JSON hold all
STYLE = """
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1b2733}
h1{font-size:1.6rem}
h2{margin-top:2.5rem;border-top:3px solid #2b5d7d;padding-top:.6rem}
.wide{overflow-x:auto}
table{border-collapse:collapse;margin:1rem 0;width:100%}
caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{border-bottom:1px solid #cfd8e0;padding:.35rem .6rem;text-align:left;vertical-align:top;min-width:5rem}
th{background:#eef3f7}
.n{text-align:right;font-variant-numeric:tabular-nums}
td.n{white-space:nowrap}
td:not(.n){min-width:9rem}
figure{margin:1rem 0;overflow-x:auto}
svg{max-width:100%;min-width:32rem;height:auto}
.note{color:#4a5a68}
@media print{body{margin:0;max-width:none}svg{min-width:0}}
"""
DASHES = [[1, 0], [8, 4], [2, 3], [10, 3, 2, 3]]  # rules are told apart in grey print too
COLOURS = {
    "nash": "#c0392b",
    "kalai_smorodinsky": "#8e44ad",
    "egalitarian": "#117a65",
    "utilitarian": "#b9770e",
}


def page(answers: list[tuple[str, Answer]]) -> str:
    """Return one page with a section for each answer."""
    alone = len(answers) == 1
    sections = "\n".join(_section(source, answer, headed=not alone) for source, answer in answers)
    title = answers[0][1].problem.name if alone else f"{len(answers)} bargaining problems"
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head>\n'
        f"<body><h1>{html.escape(title)}</h1>\n{sections}\n</body></html>\n"
    )


def _section(source: str, answer: Answer, *, headed: bool) -> str:
    problem = answer.problem
    size = "too many to list" if answer.frontier is None else f"{len(answer.frontier):,}"
    head = f"<h2>{html.escape(problem.name)}</h2>" if headed else ""
    head += (
        f"<p class='note'>{html.escape(source)}: "
        f"{len(problem.parties)} parties, {len(problem.issues)} issues, {problem.outcomes:,} outcomes; "
        f"Pareto optimal points: {size}.</p>"
    )
    parts = [head, _picture(answer), _worth_table(answer), _outcome_table(answer)]
    parts += [_reason_table(answer), _change_table(answer)]
    parts += [f"<p class='note'>{html.escape(note)}</p>" for note in answer.notes]
    return "\n".join(part for part in parts if part)


def _table(caption: str, heads: list[str], rows: list[list[str]], numeric: set[int]) -> str:
    def cell(tag: str, place: int, text: str) -> str:
        kind = ' class="n"' if place in numeric else ""
        return f"<{tag}{kind}>{html.escape(text)}</{tag}>"

    top = "".join(cell("th", place, text) for place, text in enumerate(heads))
    body = "\n".join(
        "<tr>" + "".join(cell("td", k, text) for k, text in enumerate(row)) + "</tr>" for row in rows
    )
    title = f"<caption>{html.escape(caption)}</caption>"
    table = f"<table>{title}<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
    return f"<div class='wide'>{table}</div>"


def _worth_table(answer: Answer) -> str:
    problem = answer.problem
    rows = [["No agreement", *(number(float(v)) for v in problem.disagreement), basis(problem)]]
    for solution in answer.solutions:
        for place, one in enumerate(solution.chosen):
            worth = [
                f"{number(float(v))} (+{number(float(v - low))})"
                for v, low in zip(one.utilities, problem.disagreement, strict=True)
            ]
            title = TITLES[solution.rule] + (" (tied)" if place else "")
            rows.append([title, *worth, "" if place else MEANING[solution.rule]])
    if answer.solutions:
        rows.append(["Ideal", *(number(float(v)) for v in answer.ideal), "the most each could have alone"])
    heads = ["Rule", *problem.parties, "What it chooses"]
    caption = "What each rule gives: worth (gain over no agreement)"
    return _table(caption, heads, rows, set(range(1, len(problem.parties) + 1)))


def _outcome_table(answer: Answer) -> str:
    if not answer.solutions:
        return ""
    problem = answer.problem
    groups = groups_of(answer)
    heads = ["Issue", *map(together, groups.values())]
    rows = [[issue.name, *(issue.options[o[k]] for o in groups)] for k, issue in enumerate(problem.issues)]
    return _table("The agreements, issue by issue", heads, rows, set())


def _reason_table(answer: Answer) -> str:
    rows = reasons(answer)
    return _table(CAPTION, ["By", *rows[0][1:]], rows[1:], set()) if rows else ""


def _change_table(answer: Answer) -> str:
    if not answer.amendments:
        return "" if answer.amendments is None else f"<p>{unamended(answer.problem)}</p>"
    problem = answer.problem
    rows = [
        [str(step.changes), changes(problem, step), *(f"+{number(float(gain))}" for gain in step.gains)]
        for step in answer.amendments
    ]
    heads = ["Issues changed", "Change", *(f"{party} gains" for party in problem.parties)]
    numeric = {0, *range(2, len(heads))}
    return _table(amended(problem), heads, rows, numeric)


def _picture(answer: Answer) -> str:
    """Return the frontier as SVG: a plane for two parties, one line an agreement for more."""
    if answer.frontier is None or not len(answer.frontier):
        return ""
    import vl_convert  # noqa: PLC0415 - slow to import, needed here alone

    chart = _plane(answer) if len(answer.problem.parties) == 2 else _lines(answer)
    text = {"labelFontSize": 12, "titleFontSize": 12}
    chart = chart.configure_axis(**text).configure_legend(**text, symbolStrokeWidth=3)
    svg: str = vl_convert.vegalite_to_svg(chart.to_json())
    return f"<figure>{svg}</figure>"


def _points(answer: Answer) -> list[dict[str, Any]]:
    """Return frontier points to draw (thinned evenly if too many) and one more for each rule."""
    problem, frontier = answer.problem, answer.frontier
    if frontier is None:
        return []
    step = max(1, -(-len(frontier) // DRAWN))
    scale = [float(own) for own in answer.grid.scale]
    rows: list[dict[str, Any]] = []
    for place in range(0, len(frontier), step):
        worth = [v / s for v, s in zip(frontier.points[place].tolist(), scale, strict=True)]
        rows.append({"rule": "Pareto optimal", "line": place, **_keyed(worth)})
    for outcome, rules in groups_of(answer).items():
        worth = [float(value) for value in problem.utilities(outcome)]
        title = together(rules)
        rows.append({"rule": title, "line": -1 - len(rows), **_keyed(worth)})
    base = [float(value) for value in problem.disagreement]
    rows.append({"rule": "No agreement", "line": -(10**6), **_keyed(base)})
    return rows


def _keyed(worth: list[float]) -> dict[str, float]:
    """Return worth under names of our own: a party may be called "rule", or have dots and brackets in its name."""
    return {f"party {place}": value for place, value in enumerate(worth)}


def _scales(answer: Answer) -> dict[str, Any]:
    groups = list(groups_of(answer).values())
    return {
        "domain": ["Pareto optimal", "No agreement", *map(together, groups)],
        "range": ["#7f9bb0", "#1b2733", *(COLOURS[rules[0]] for rules in groups)],
    }


def _plane(answer: Answer) -> Any:
    import altair as alt  # noqa: PLC0415 - slow to import, needed here alone

    first, second = answer.problem.parties
    rows = _points(answer)
    scales = _scales(answer)
    marks = ["circle", "cross", "diamond", "square", "triangle-up", "triangle-down"][: len(scales["domain"])]
    legend = alt.Legend(labelLimit=400, orient="bottom", columns=2)
    base = alt.Chart(_data(rows)).mark_point(filled=True, opacity=0.9)
    return base.encode(
        x=alt.X("party 0", type="quantitative", title=f"Worth to {first}", scale=alt.Scale(zero=False)),
        y=alt.Y("party 1", type="quantitative", title=f"Worth to {second}", scale=alt.Scale(zero=False)),
        color=alt.Color("rule:N", scale=alt.Scale(**scales), title=None, legend=legend),
        shape=alt.Shape(
            "rule:N", scale=alt.Scale(domain=scales["domain"], range=marks), title=None, legend=legend
        ),
        size=alt.condition("datum.rule == 'Pareto optimal'", alt.value(45), alt.value(160)),
    ).properties(width=560, height=360)


def _lines(answer: Answer) -> Any:
    """Return parallel axes: each party's worth from no agreement (0) to its ideal (1)."""
    import altair as alt  # noqa: PLC0415

    problem = answer.problem
    spans = [float(top - low) or 1.0 for top, low in zip(answer.ideal, problem.disagreement, strict=True)]
    lows = [float(low) for low in problem.disagreement]
    rows = [
        {"rule": row["rule"], "line": row["line"], "party": party, "share": (row[f"party {k}"] - low) / span}
        for row in _points(answer)
        for k, (party, low, span) in enumerate(zip(problem.parties, lows, spans, strict=True))
    ]
    crowd = [row for row in rows if row["rule"] == "Pareto optimal"]
    named = [row for row in rows if row["rule"] not in ("Pareto optimal", "No agreement")]
    x = alt.X("party:N", sort=list(problem.parties), title=None, axis=alt.Axis(labelAngle=0))
    y = alt.Y("share:Q", title="Share of what each could gain at most")
    thin = min(0.5, 40 / (len(crowd) / len(problem.parties) + 1))
    many = alt.Chart(_data(crowd)).mark_line(color="#7f9bb0", opacity=max(thin, 0.03), strokeWidth=1)
    few = alt.Chart(_data(named)).mark_line(strokeWidth=3, point=True)
    scales = _scales(answer)
    names = scales["domain"][2:]
    colours = alt.Scale(domain=names, range=scales["range"][2:])
    dashes = alt.Scale(domain=names, range=DASHES[: len(names)])
    legend = alt.Legend(labelLimit=400, orient="bottom", columns=2, symbolType="stroke", symbolSize=600)
    return alt.layer(
        many.encode(x=x, y=y, detail="line:N"),
        few.encode(
            x=x,
            y=y,
            detail="line:N",
            color=alt.Color("rule:N", scale=colours, title=None, legend=legend),
            strokeDash=alt.StrokeDash("rule:N", scale=dashes, title=None, legend=legend),
        ),
    ).properties(width=600, height=360)


def _data(rows: list[dict[str, Any]]) -> Any:
    import altair as alt  # noqa: PLC0415

    return alt.Data(values=rows)  # type: ignore[no-untyped-call]

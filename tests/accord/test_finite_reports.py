"""What is shown of an answer is the answer: every figure on the terminal, in the page, the workbook, the JSON."""

from __future__ import annotations

import io
import re
from fractions import Fraction

import numpy as np
import openpyxl
import pytest
from rich.console import Console

from maslahat.accord.adjusted import adjusted_winner, read_points
from maslahat.accord.adjusted_report import adjusted_json, show_division
from maslahat.accord.consensus import find_consensus
from maslahat.accord.consensus_read import NO_VOTE, Votes
from maslahat.accord.consensus_report import consensus_json, consensus_page, letter, show_consensus
from maslahat.accord.finite_json import bargain_json
from maslahat.accord.finite_page import DRAWN, page
from maslahat.accord.finite_sheet import write_workbook
from maslahat.accord.finite_solve import solve
from maslahat.accord.finite_text import show
from maslahat.accord.finite_text_parts import number
from maslahat.accord.ranking import rank_table
from maslahat.accord.ranking_report import ranking_json, show_ranking
from maslahat.accord.seal_report import report_json, report_text, write_reports
from maslahat.accord.table import read_table

DRAFTED = (
    "what,issue,option,A,B,C\n,W,x,1,4,2\n,W,y,3,5,3\n,G,u,1,0,5\n,G,v,2,2,6\nreserved,,,1,1,1\n"
    "draft,W,x,,,\ndraft,G,u,,,\n"
)


def answered(tmp_path, text):
    path = tmp_path / "t.csv"
    path.write_text(text)
    return solve(read_table(path))


def shown(answer):
    console = Console(width=200, record=True, file=open("/dev/null", "w"))  # noqa: SIM115, PTH123
    show(console, answer)
    return console.export_text()


def cells(line):
    return [cell.strip() for cell in re.split(r"[│┃]", line) if cell.strip()]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.00001, "-1e-05"),
        (0.0001, "0.0001"),
        (0.00009, "9e-05"),
        (1234.50006, "1,234.5001"),
        (999999999.0, "999,999,999"),
        (1e9, "1e+09"),
        (-2.50, "-2.5"),
        (100.0, "100"),
    ],
)
def test_a_number_is_short_and_not_bent(value, text):
    assert number(value) == text


def test_the_terminal_tells_worth_gain_ideal_and_the_steps_from_the_draft(tmp_path):
    answer = answered(tmp_path, DRAFTED)
    text = shown(answer)
    assert "3 parties, 2 issues, 4 outcomes; 1 Pareto optimal point." in text
    rows = [cells(line) for line in text.splitlines()]
    assert ["Nash", "5 (+4)", "7 (+6)", "9 (+8)", "largest product of gains"] in rows
    assert ["no agreement", "1", "1", "1", "declared"] in rows
    assert ["ideal", "5", "7", "9", "most each alone could have"] in rows
    assert ["W", "y"] in rows
    assert ["2", "W: x → y; G: u → v", "+3", "+3", "+2"] in rows
    one = next(row for row in rows if row[0] == "1" and len(row) == 5)
    assert one in (["1", "W: x → y", "+2", "+1", "+1"], ["1", "G: u → v", "+1", "+2", "+1"])
    assert "tied" not in text
    assert "more" not in text


def test_ties_up_to_four_are_listed_and_the_fifth_counted(tmp_path):
    for count, hidden in ((4, ""), (5, "or 1 more")):
        rows = "".join(f"W,o{k},{k},{count - 1 - k}\n" for k in range(count))
        text = shown(answered(tmp_path, "issue,option,A,B\n" + rows))
        assert text.count("or, tied,") >= 3
        assert ("more" in text) == bool(hidden)
        assert hidden in text


def test_the_page_holds_the_same_figures(tmp_path):
    answer = answered(tmp_path, DRAFTED)
    text = page([("t.csv", answer)])
    assert "t.csv: 3 parties, 2 issues, 4 outcomes; Pareto optimal points: 1." in text
    assert '<tr><td>No agreement</td><td class="n">1</td><td class="n">1</td><td class="n">1</td>' in text
    assert (
        '<tr><td>Nash</td><td class="n">5 (+4)</td><td class="n">7 (+6)</td><td class="n">9 (+8)</td>' in text
    )
    assert '<td>Ideal</td><td class="n">5</td><td class="n">7</td><td class="n">9</td><td>the most' in text
    assert '<th class="n">A</th>' in text
    assert "<th>What it chooses</th>" in text
    assert (
        '<tr><td class="n">2</td><td>W: x → y; G: u → v</td><td class="n">+3</td><td class="n">+3</td>'
        '<td class="n">+2</td></tr>' in text
    )
    assert "(tied)" not in text
    assert "<tr><td>W</td><td>y</td></tr>" in text
    assert "<h2>t</h2>" not in text
    assert "<h2>t</h2>" in page([("t.csv", answer), ("t.csv", answer)])


def test_ties_and_many_outcomes_on_the_page(tmp_path):
    rows = "".join(f"W,o{k},{k},{1999 - k}\n" for k in range(2000))
    answer = answered(tmp_path, "issue,option,A,B\n" + rows)
    text = page([("t.csv", answer)])
    assert len(answer.frontier) == 2000
    assert "2,000 outcomes; Pareto optimal points: 2,000." in text
    assert "Utilitarian (tied)" in text
    drawn = text.count('aria-label="')
    assert DRAWN / 2 < drawn <= DRAWN  # every second point, the rules, and the two axes


def test_the_workbook_holds_the_frontier_the_solutions_and_the_steps(tmp_path):
    answer = answered(tmp_path, DRAFTED)
    path = tmp_path / "new" / "o.xlsx"
    write_workbook(path, [("t", answer)])
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["solutions", "amendments", "frontier"]
    rows = list(book["solutions"].iter_rows(values_only=True))
    assert rows[0] == ("rule", "chooses", "A", "B", "C", "A gains", "B gains", "C gains", "W", "G")
    assert rows[1][:5] == ("no agreement", "t", 1, 1, 1)
    assert rows[2] == ("Nash", "largest product of gains", 5, 7, 9, 4, 6, 8, "y", "v")
    assert next(row for row in rows if row[0] == "ideal")[2:5] == (5, 7, 9)
    assert list(book["frontier"].iter_rows(values_only=True))[1] == (5, 7, 9, 1, "y", "v")
    steps = list(book["amendments"].iter_rows(values_only=True))
    assert steps[-1] == (2, "W: x → y; G: u → v", 3, 3, 2, "y", "v")
    sheet = book["solutions"]
    assert sheet.freeze_panes == "B2"
    assert all(cell.font.bold for cell in sheet[1])
    assert not sheet["A2"].font.bold
    assert sheet.column_dimensions["A"].width == len("Kalai–Smorodinsky") + 2
    assert sheet.column_dimensions["B"].width <= 60


def test_json_names_worth_gain_and_size(tmp_path):
    result = bargain_json([("t", answered(tmp_path, DRAFTED))])["results"][0]
    assert result["parties"] == ["A", "B", "C"]
    text = repr(result)
    assert "'y'" in text
    assert "'v'" in text


def test_a_party_sees_its_own_points_alone(tmp_path):
    answer = answered(tmp_path, DRAFTED.replace("A,B,C", "A/1,A 1,***"))
    found = report_json(answer, 1)
    assert found["disagreement"] == 1
    assert found["solutions"]["nash"] == {
        "outcome": {"W": "y", "G": "v"},
        "worth": 7,
        "exact_worth": "7",
        "gain": 6,
    }
    text = report_text(answer, 2)
    assert "worth to you: 9 (gain 8)" in text
    assert "(gain 6)" not in text
    names = [path.name for path in write_reports(answer, tmp_path)]
    assert names == ["A-1.txt", "A-1.json", "A-1-2.txt", "A-1-2.json", "party-3.txt", "party-3.json"]


def test_adjusted_winner_of_brams_and_taylor_written_out(tmp_path, capsys):
    path = tmp_path / "s.csv"
    path.write_text("item,A,B\nx,67,10\ny,27,40\nz,6,50\n")
    found = adjusted_json(adjusted_winner(read_points(path)))
    # A holds x (67), B holds y and z (90): y passes until 67 + 27 s = 90 - 40 s, so s = 23 / 67.
    part, total = Fraction(23, 67), 67 + 27 * Fraction(23, 67)
    assert [Fraction(item["exact_parts"][0]) for item in found["items"]] == [1, part, 0]
    assert [Fraction(item["exact_parts"][1]) for item in found["items"]] == [0, 1 - part, 1]
    assert found["items"][1]["parts"] == pytest.approx([23 / 67, 44 / 67])
    assert found["items"][1]["points"] == [27, 40]
    assert [Fraction(text) for text in found["exact_totals"]] == [total, total]
    assert found["totals"] == pytest.approx([float(total)] * 2)
    assert (found["divided"], found["moved"]) == ("y", ["y"])
    show_division(adjusted_winner(read_points(path)))
    text = capsys.readouterr().out
    assert "34.3284 %" in text
    assert "65.6716 %" in text
    assert text.count("76.2687") == 2


def test_ranks_written_out(tmp_path, capsys):
    path = tmp_path / "r.csv"
    path.write_text("what,option,A,B,C\n,x,1,3,3\n,y,2,2,1\n,z,3,1,2\naccepts,,2,2,1\n")
    answer = rank_table(path)
    found = ranking_json(answer)
    assert found["ranks"] == {"A": [1, 2, 3], "B": [3, 2, 1], "C": [3, 1, 2]}
    assert found["accepts"] == {"A": 2, "B": 2, "C": 1}
    assert found["approval"] == {"counts": {"x": 1, "y": 3, "z": 1}, "winners": ["y"]}
    assert found["borda"] == {"x": 2, "y": 4, "z": 3}
    assert found["fallback"]["unanimity"] == {
        "quorum": 3,
        "depth": 2,
        "winners": ["y"],
        "support_by_depth": [[1, 1, 1], [1, 3, 1]],
    }
    assert found["fallback"]["majority"]["quorum"] == 2
    assert found["fallback"]["majority"]["depth"] == 2
    show_ranking(answer)
    text = capsys.readouterr().out
    assert ["y", "2", "2", "1", "3", "4"] in [cells(line) for line in text.splitlines()]
    assert "with all parties: y, at rank 2." in text
    path.write_text("what,option,A,B\n,x,1,2\n,y,2,1\naccepts,,1,1\n")
    show_ranking(rank_table(path))
    assert "with a majority: impasse" in capsys.readouterr().out


def planted():
    """Return votes of two camps of 12 and 8 who differ on all statements but the last two, and one newcomer."""
    camp = np.repeat([1, -1], [12, 8])
    table = np.column_stack([*([camp] * 7), np.ones(20, int), np.where(np.arange(20) < 4, 1, NO_VOTE)])
    table = np.vstack([table, np.full(9, NO_VOTE)])
    table[20, 7] = 0
    table[0, 6] = 0
    texts = (*(f"say {k}" for k in range(8)), "")
    return Votes("v", tuple(range(21)), tuple(range(9)), texts, np.ones(9, bool), table.astype(np.int8), 3)


def test_consensus_written_out(capsys):
    found = find_consensus(planted())
    result = consensus_json(found)
    assert result["participants"] == 21
    assert result["votes"] == 20 * 8 + 1 + 4
    assert (result["revotes"], result["statements_moderated_out"]) == (3, 0)
    assert result["group_sizes"] == [12, 8]
    assert result["unblocked"] == [7]
    assert result["carried_by_every_group"] == [7]
    rows = {row["number"]: row for row in result["statements"]}
    assert rows[6]["groups"] == [
        {"agree": 11, "disagree": 0, "pass": 1},
        {"agree": 0, "disagree": 8, "pass": 0},
    ]
    assert rows[7]["group_aware_consensus"] == pytest.approx(13 / 14 * 9 / 10)
    assert rows[0]["group_aware_dissent"] == pytest.approx(1 / 14 * 9 / 10)
    # z of two proportions, one vote added to either side (as Polis): 13/14 against 1/10, pooled 14/24
    pooled = 14 / 24
    z = (13 / 14 - 1 / 10) / np.sqrt(pooled * (1 - pooled) * (1 / 14 + 1 / 10))
    assert rows[0]["represents"] == 0
    assert rows[0]["z"] == pytest.approx(z)
    assert rows[7]["represents"] is None
    assert result["people"][20] == {"participant": 20, "group": None, "place": None}
    assert [person["group"] for person in result["people"][:20]] == [0] * 12 + [1] * 8
    assert letter(0) + letter(1) == "AB"
    show_consensus(found)
    text = capsys.readouterr().out
    assert "21 people, 9 statements; opinion groups: A (12), B (8)." in text
    lines = [cells(line) for line in text.splitlines()]
    assert ["7", "say 7", "20 / 0 / 1", "100%", "100%"] in lines
    assert ["0", "say 0", "12 / 8 / 0", "100%", "0%"] in lines
    assert "What sets group B apart: none." in text
    written = consensus_page(found)
    assert "A: 12 people, B: 8 people. 3 votes were replaced" in written
    assert (
        "<tr><td class='n'>8</td><td>(no text)</td><td class='n'>4 / 0 / 0</td>"
        "<td class='n'>100%</td><td class='n'>–</td></tr>" in written
    )
    assert "<h2>What sets group B apart</h2><p>None.</p>" in written
    assert "<figure><svg" in written


def test_fewer_than_three_people_are_no_groups_and_four_votes_do_not_unblock(capsys):
    votes = planted()
    two = Votes("v", (0, 1), votes.statements, votes.texts, votes.kept, votes.votes[:2], 0)
    found = find_consensus(two)
    assert found.group_sizes == (2,)
    assert found.silhouettes == {}
    assert found.unblocked == ()
    assert all(row.represents is None and row.distinctness == 0 for row in found.statements)
    nobody = find_consensus(two, fewest=10)
    assert nobody.groups == (None, None)
    assert not any(row.carried for row in nobody.statements)
    show_consensus(nobody)
    assert "opinion groups: none." in capsys.readouterr().out
    assert "<svg" not in consensus_page(nobody)


def test_five_parties_have_their_whole_names_and_rules_are_told_apart_in_grey(tmp_path):
    path = tmp_path / "five.csv"
    names = "Kazakhstan,Kyrgyzstan,Tajikistan,Uzbekistan,Afghanistan"
    path.write_text(f"what,issue,option,{names}\n,W,x,9,1,3,2,4\n,W,y,3,4,4,3,3\ndraft,W,x,,,,,\n")
    answer = solve(read_table(path))
    console = Console(width=80, file=io.StringIO(), record=True)
    show(console, answer)
    text = console.export_text()
    assert "…" not in text
    assert all(name in text for name in names.split(","))
    assert "Nash: largest product of gains." in text
    assert "No change of the draft gives every party at least what the draft does" in text
    drawn = page([("five.csv", answer)])
    assert 'stroke-dasharray="8,4"' in drawn
    assert "No change of the draft" in drawn
    assert "none declared, 0 taken" in drawn

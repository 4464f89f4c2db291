"""Why the rules differ, what amendments start from, and what a table must not hold (DESIGN §7)."""

from __future__ import annotations

import io

import openpyxl
import pytest
from rich.console import Console

from maslahat.accord.finite_page import page
from maslahat.accord.finite_reasons import reasons
from maslahat.accord.finite_sheet import write_workbook
from maslahat.accord.finite_solve import solve
from maslahat.accord.finite_text import show
from maslahat.accord.table import read_table
from maslahat.core import InputError

# gains of x are (1, 10), of y (4, 4), of z (9, 1); the ideal is (9, 10)
LIST = "issue,option,A,B\nW,x,1,10\nW,y,4,4\nW,z,9,1\n"


def answer_of(tmp_path, text):
    path = tmp_path / "t.csv"
    path.write_text(text)
    return solve(read_table(path))


def shown(answer):
    console = Console(width=80, file=io.StringIO(), record=True)
    show(console, answer)
    return console.export_text()


def test_each_agreement_is_measured_by_every_rule(tmp_path):
    assert reasons(answer_of(tmp_path, LIST)) == [
        ["measure", "Nash, Kalai–Smorodinsky, Egalitarian", "Utilitarian"],
        ["product of gains", "16 *", "10"],
        ["least share of what each could gain at most", "40 % (B) *", "11.1 % (A)"],
        ["least gain", "4 (A) *", "1 (A)"],
        ["sum of gains", "8", "11 *"],
    ]


def test_power_is_in_the_measures_and_said(tmp_path):
    text = "what," + LIST.replace("\nW", "\n,W") + "power,,,1,3\nreserved,,,0,1\n"
    rows = reasons(answer_of(tmp_path, text))
    assert rows[0][1:] == ["Nash, Utilitarian", "Kalai–Smorodinsky, Egalitarian"]
    assert rows[1] == ["product of gains (to each party's power)", "729 *", "108"]
    assert rows[4] == ["sum of gains (to each party's power)", "28 *", "13"]


def test_a_tie_is_marked_wherever_it_stands(tmp_path):
    """The sum is 10 for both: the agreement another rule chose is among the best of the utilitarian one too."""
    rows = reasons(answer_of(tmp_path, "issue,option,A,B\nW,x,8,2\nW,y,5,5\n"))
    assert rows[0] == ["measure", "Nash, Kalai–Smorodinsky, Egalitarian", "Utilitarian"]
    assert rows[4] == ["sum of gains", "10 *", "10 *"]


def test_products_beyond_all_doubles_and_gains_of_nobody(tmp_path):
    text = "what," + LIST.replace("\nW", "\n,W").replace("4,4", "4e6,4e6") + "power,,,30,30\n"
    rows = reasons(answer_of(tmp_path, text.replace("9,1\n", "9e7,0\n")))
    assert rows[1][1:] == ["10^396.1 *", "0 (not all gain)"]


def test_a_mediator_reads_it_on_the_terminal_the_page_and_in_the_workbook(tmp_path):
    answer = answer_of(tmp_path, "what," + LIST.replace("\nW", "\n,W") + "draft,W,x,,\n")
    assert "Why they differ: each agreement by what every rule looks at" in shown(answer)
    assert "<td>40 % (B) *</td>" in page([("t", answer)])
    write_workbook(tmp_path / "o.xlsx", [("t", answer)])
    book = openpyxl.load_workbook(tmp_path / "o.xlsx")
    assert [cell.value for cell in book["why they differ"][3]][1] == "40 % (B) *"


def test_amendments_start_from_what_there_is(tmp_path):
    both = "what,issue,option,A,B\n,W,x,1,1\n,W,y,3,2\n{},W,x,,\n"
    for start in ("draft", "status quo"):
        answer = answer_of(tmp_path, both.format(start))
        assert f"From the {start}: changes that hurt nobody and help most" in " ".join(shown(answer).split())
        assert f"From the {start}: changes" in page([("t", answer)])
        write_workbook(tmp_path / "o.xlsx", [("t", answer)])
        sheet = openpyxl.load_workbook(tmp_path / "o.xlsx")["amendments"]
        assert [cell.value for cell in sheet[2]] == [1, "W: x → y", 2, 1, "y"]
    stuck = answer_of(tmp_path, both.format("status quo").replace("y,3,2", "y,0,1"))
    assert "No change of the status quo gives every party" in page([("t", stuck)])


def test_long_names_of_rules_keep_whole_beside_five_parties(tmp_path):
    names = "Kazakhstan,Kyrgyzstan,Tajikistan,Turkmenistan,Uzbekistan"
    text = shown(answer_of(tmp_path, f"issue,option,{names}\nW,x,10,20,30,40,50\nW,y,50,40,30,20,10\n"))
    assert "│ Smorodinsky │" in text
    assert "│ Egalitarian │" in text
    assert max(map(len, text.splitlines())) <= 80


def test_an_option_cut_off_by_a_semicolon_is_told(tmp_path):
    text = "what;issue;option;A;B\n;W;x;1;4\n;W;y;3;3\n;G;u;1;0\n;G;v;2;2\nonly with;W | G;x | u; v;;\n"
    with pytest.raises(
        InputError, match="line 6, column A: found 'v'; expected nothing in a party's"
    ) as caught:
        answer_of(tmp_path, text)
    assert "quotation marks" in str(caught.value)
    assert answer_of(tmp_path, text.replace("x | u; v", '"x | u; v"')).problem.rules[0].allowed.all()


def test_a_merged_cell_of_issues_is_told(tmp_path):
    with pytest.raises(InputError, match="merged cells hold it in the first alone"):
        answer_of(tmp_path, "issue,option,A,B\nW,x,1,4\n,y,3,3\n")


def test_the_plane_is_drawn_around_the_points_and_not_from_zero(tmp_path):
    text = "what," + LIST.replace("\nW", "\n,W").replace("1,10", "1001,1010").replace("4,4", "1004,1004")
    drawn = page(
        [("t", answer_of(tmp_path, text.replace("9,1\n", "1009,1001\n") + "reserved,,,1000,1000\n"))]
    )
    assert "1,002" in drawn
    assert ">200<" not in drawn


def test_a_per_cent_sign_is_told_with_what_to_do(tmp_path):
    with pytest.raises(InputError, match="line 2, column A: found '80%'; expected a number"):
        answer_of(tmp_path, "issue,option,A,B\nW,x,80%,4\nW,y,3,3\n")

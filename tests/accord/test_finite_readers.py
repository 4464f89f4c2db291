"""Every fault of a table file as the sentence a person reads, and what readers take for granted (DESIGN §7)."""

from __future__ import annotations

import json
from fractions import Fraction

import openpyxl
import pytest

from maslahat.accord.adjusted import read_points
from maslahat.accord.consensus_read import NO_VOTE, read_polis
from maslahat.accord.finite_read import read_problems
from maslahat.accord.genius import read_genius
from maslahat.accord.ranking import rank_table
from maslahat.accord.table import read_table
from maslahat.accord.table_template import write_template
from maslahat.core import InputError

HEAD = "what,issue,option,A,B\n"
TWO = HEAD + ",W,x,1,2\n,W,y,2,1\n,G,u,1,2\n,G,v,2,1\n"
YAML = "parties: [A, B]\nissues:\n  W:\n    options:\n      x: {A: 1, B: 2}\n      y: {A: 2, B: 1}\n"


def told(read, path, text):
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read(path)
    return [str(fault).removeprefix(str(path)) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (HEAD + ",W,,1,2\n,W,x,1,2\n", "line 2, column option: found a row of scores without an issue"),
        (HEAD + ",,x,1,2\n,W,x,1,2\n", "line 2, column option: found a row of scores without an issue"),
        (HEAD, "found no rows of scores"),
        ("issue,option,A\nW,x,1\n", "found 1 parties; expected two or more"),
        ("issue,option,A,A,B\nW,x,1,2,3\n", "found party A twice; expected each once"),
        (TWO + "weight,W,,50,\n", "weights of A: found weights that sum to 50; expected a sum of 1 or 100"),
        (TWO + "weight,W,,100,\n", "weights of A: found none for G; expected one for each issue"),
        (TWO + "weight,Oil,,,\n", "line 6, column issue: found unknown issue 'Oil'; expected W, G"),
        (TWO + "together,W,x,1,1\n", "line 6, column option: found 1 issues and 1 options"),
        (TWO + "together,W | G,x,1,1\n", "line 6, column option: found 2 issues and 1 options"),
        (TWO + "never with,W | W,x | y,,\n", "line 6, column option: found an issue twice"),
        (TWO + "reserved,,,1,1\nreserved,,,1,1\n", "line 7, column option: found a second row 'reserved'"),
        (TWO + "power,,,1,0\n", "line 6, column option: found powers; expected a whole number above zero"),
        (TWO + "power,,,1,1.5\n", "line 6, column option: found powers; expected a whole number above zero"),
        (TWO + "power,,,1,\n", "line 6, column option: found powers; expected a whole number above zero"),
        (TWO + "draft,W,x,,\n", "line 6, column option: found a draft without G"),
        (
            TWO + "draft,W,x,,\ndraft,G,u,,\ndraft,W,y,,\n",
            "line 8, column option: found W twice in the draft",
        ),
        (TWO + "reserved,,,1/0,1\n", "line 6, column A: found '1/0'; expected a number"),
        ("a,b\n1,2\n", "line 1, column 1: found the headings a, b"),
        ("\n\n", "found an empty table"),
    ],
)
def test_a_fault_of_a_table_is_told_once_and_alone(tmp_path, text, sentence):
    found = told(read_table, tmp_path / "t.csv", text)
    assert len(found) == 1
    assert found[0].lstrip(",: ").startswith(sentence)


def test_weights_of_a_hundred_and_of_one_are_alike_and_need_not_be_exact(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(TWO + "weight,W,,60,0.6\nweight,G,,40,0.4\n")
    assert read_table(path).utilities((0, 1)) == (Fraction(14, 10), Fraction(16, 10))
    path.write_text(TWO + "weight,W,,0.3333333333,50\nweight,G,,0.6666666667,50\n")
    assert read_table(path).utilities((0, 0)) == (1, 2)
    path.write_text(TWO + "weight,W,,100.00000001,50\nweight,G,,0,50\n")
    assert read_table(path).utilities((0, 0)) == (1, 2)
    assert "sum to" in told(read_table, path, TWO + "weight,W,,99.9999,50\nweight,G,,0,50\n")[0]


def test_what_a_table_may_add(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(
        TWO + "reserved,,,1,\npower,,,2,3\nstatus quo,G,v,,\nstatus quo,W,y,,\ndraft,W,x,,\ndraft,G,v,,\n"
        "never with,G | W,u; v | x,,\n"
    )
    problem = read_table(path)
    assert problem.reserved == (1, None)
    assert problem.power == (2, 3)
    assert (problem.status_quo, problem.draft) == ((1, 1), (0, 1))
    assert [problem.allows(one) for one in ((0, 0), (0, 1), (1, 0), (1, 1))] == [False, False, True, True]
    assert problem.rules[0].text == "G = u; v never with W = x"
    path.write_text(TWO)
    plain = read_table(path)
    assert (plain.power, plain.status_quo, plain.draft) == ((), None, None)


def test_blank_lines_short_lines_and_empty_columns_do_no_harm(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("\nissue,option,A,,B,,\nW,x,1,,2\n,,,,\nW,y,2,,1,,\n")
    problem = read_table(path)
    assert problem.parties == ("A", "B")
    assert problem.utilities((1,)) == (2, 1)
    found = told(read_table, path, "\nissue,option,A,,B\nW,x,1\n,,,,\nW,y,2,,q\n")
    assert "line 5, column B: found 'q'" in " ".join(found)
    assert "line 3, column B: found no score for 'x' of W" in " ".join(found)


@pytest.mark.parametrize(("cell", "worth"), [("1 234,5", Fraction(2469, 2)), ("-0,25", Fraction(-1, 4))])
def test_numbers_as_written_in_columns_of_semicolons(tmp_path, cell, worth):
    path = tmp_path / "t.csv"
    path.write_text(f"issue;option;A;B\nW;x;{cell};2\n", encoding="utf-8")
    assert read_table(path).utilities((0,)) == (worth, 2)


def test_tabs_and_files_that_are_no_tables(tmp_path):
    path = tmp_path / "t.tsv"
    path.write_text("issue\toption\tA\tB\nW\tx\t1\t2\n")
    assert read_table(path).utilities((0,)) == (1, 2)
    assert "found the ending '.txt'" in told(read_table, tmp_path / "t.txt", "x")[0]
    assert "found no workbook" in told(read_table, tmp_path / "t.xlsx", "x")[0]
    (tmp_path / "t.csv").write_bytes(b"issue,option\xff,A\n")
    with pytest.raises(InputError, match=r"line 1: found a byte that is not UTF-8 \(0xff\)"):
        read_table(tmp_path / "t.csv")


def test_whole_numbers_and_places_of_a_workbook(tmp_path):
    book = openpyxl.Workbook()
    for row in (
        [],
        ["what", "issue", "option", "A", "B"],
        [None, "W", 2.0, 1, 2],
        [None, "W", 2.5, 0.1, "?"],
        ["x"],
    ):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    with pytest.raises(InputError) as caught:
        read_table(tmp_path / "t.xlsx")
    text = str(caught.value)
    assert "cell E4: found '?'" in text
    assert "cell A5: found the kind of row 'x'" in text
    book.active["E4"] = 3
    book.active["A5"] = None
    book.save(tmp_path / "t.xlsx")
    problem = read_table(tmp_path / "t.xlsx")
    assert problem.issues[0].options == ("2", "2.5")
    assert problem.utilities((1,)) == (Fraction(1, 10), 3)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("- a\n", "found no mapping; expected the keys name, parties"),
        (YAML.replace("parties: [A, B]\n", ""), "found no parties; expected a list `parties`"),
        (YAML + "colour: red\n", "line 7: found the key 'colour'; expected name, parties"),
        ("parties: [A, B]\n", "found no issues; expected a mapping `issues`"),
        (YAML + "    weight: {A: 1}\n", "line 7: found the key 'weight' in issue W"),
        (YAML + "  G:\n    weights: {A: 1}\n", "line 8: found issue G without options"),
        (YAML + "together:\n  - worth: {A: 1}\n", "line 8: found an interaction without `when` or `worth`"),
        (YAML + "together:\n  - when: {W: x}\n", "line 8: found an interaction without `when` or `worth`"),
        (YAML + "rules:\n  - when: {W: x}\n", "line 8: found a rule without `when` or `only_with`"),
        (YAML + "rules:\n  - only_with: {W: x}\n", "line 8: found a rule without `when` or `only_with`"),
        (YAML + "rules: {when: x}\n", "line 7: found no list; expected `- ` items"),
        (YAML + "draft: {W: [x]}\n", "line 7: found a list or a mapping; expected one value"),
        (YAML + "      y: {A: 1, B: 1}\n", "line 7: found 'y' twice; expected each once"),
        (YAML + "reserved: 3\n", "line 7: found no mapping; expected `key: value` lines"),
    ],
)
def test_a_fault_of_yaml_is_told_with_its_line(tmp_path, text, sentence):
    found = told(read_table, tmp_path / "t.yaml", text)
    assert found[0].lstrip(",: ").startswith(sentence)
    assert len(found) == 1


def test_all_a_yaml_table_can_say(tmp_path):
    path = tmp_path / "t.yaml"
    path.write_text(
        "name: Two\n" + YAML + "    weights: {A: 60, B: 100}\n"
        "  G:\n    weights: {A: 40, B: 0}\n    options:\n      u: {A: 5, B: 5}\n      v: {A: 0, B: 0}\n"
        "together:\n  - when: {W: x, G: [u, v]}\n    worth: {A: 3}\n"
        "rules:\n  - when: {W: y}\n    never_with: {G: v}\n"
        "reserved: {B: 1}\npower: {A: 1, B: 2}\nstatus_quo: {W: x, G: v}\ndraft: {W: y, G: u}\n"
    )
    problem = read_table(path)
    assert problem.name == "Two"
    assert problem.utilities((0, 0)) == (Fraction(6, 10) + 2 + 3, 2)
    assert problem.utilities((0, 1)) == (Fraction(6, 10) + 3, 2)
    assert problem.utilities((1, 0)) == (Fraction(12, 10) + 2, 1)
    assert [problem.allows((1, k)) for k in (0, 1)] == [True, False]
    assert (problem.reserved, problem.power) == ((None, 1), (1, 2))
    assert (problem.status_quo, problem.draft) == ((0, 1), (1, 0))


def test_the_workbook_to_fill_in_is_laid_out(tmp_path):
    write_template(tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == ["table", "how to fill in"]
    for sheet, widths in zip(book, ((12, 30, 46, 14, 14), (14, 110)), strict=True):
        assert sheet.freeze_panes == "A2"
        assert all(cell.font.bold for cell in sheet[1])
        assert tuple(sheet.column_dimensions["ABCDE"[k]].width for k in range(len(widths))) == widths


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("draft,x,1,2\n", "line 4, column what: found the kind of row 'draft'"),
        (",x,1,2\n", "found option 'x' twice; expected each once"),
        (",z,0,2\n", "line 4, column A: found '0'; expected a whole number from 1 to 3"),
        (",z,1,4\n", "line 4, column B: found '4'; expected a whole number from 1 to 3"),
        (",z,1,\n", "line 4, column option, party B: found no rank for 'z'; expected 1 to 3"),
        ("accepts,,1,9\n", "line 4, column B: found '9'; expected a whole number from 1 to 2"),
    ],
)
def test_a_fault_of_rankings(tmp_path, rows, sentence):
    found = told(rank_table, tmp_path / "r.csv", "what,option,A,B\n,x,1,2\n,y,2,1\n" + rows)
    assert any(sentence.split(": ", 1)[-1] in fault for fault in found)
    assert len(found) == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("item,A,B,C\nx,100,100,100\n", "found 3 parties; expected two"),
        ("item,A,B\nx,50,50\nx,50,50\n", "found item 'x' twice"),
        ("item,A,B\nx,50,100\ny,40,0\n", "points of A: found points that sum to 90; expected 100 (or 1)"),
        ("item,A,B\nx,110,100\ny,-10,0\n", "line 3, column A: found '-10'; expected a number of points"),
        ("item,A,B\nx,100,100\ny,0,q\n", "line 3, column B: found 'q'; expected a number of points"),
        ("item,A,B\nx,100,100\ny,0,\n", "line 3, column option, party B: found ''; expected a number"),
    ],
)
def test_a_fault_of_points(tmp_path, text, sentence):
    found = told(read_points, tmp_path / "s.csv", text)
    assert len(found) == 1
    assert sentence.split(": ", 1)[-1] in found[0]


def inventory(folder, values, **more):
    issues = [{"name": "P", "values": values, **more}]
    (folder / "domain.json").write_text(json.dumps({"name": "D", "issues": issues}))
    for name in "ab":
        body = {"type": "LinearAdditiveUtilityFunction", "values": [{"type": "IdentityFun"}], "bias": 2}
        (folder / f"{name}.json").write_text(json.dumps({**body, "reserved_value": "-inf"}))


@pytest.mark.parametrize(
    ("values", "more", "options"),
    [
        (3, {}, ("0", "1", "2")),
        ([2, 4], {"type": "ContiguousIssue"}, ("2", "3", "4")),
        ([2, 4], {}, ("2", "4")),
        ([2, 4, 7], {"type": "ContiguousIssue"}, ("2", "4", "7")),
    ],
)
def test_issues_of_an_inventory(tmp_path, values, more, options):
    inventory(tmp_path, values, **more)
    problem = read_problems([tmp_path])[0][1]
    assert problem.issues[0].options == options
    assert problem.utilities((1,)) == (int(options[1]) + 2,) * 2
    assert problem.reserved == (0, 0)
    assert (problem.name, problem.parties) == ("D", ("a", "b"))


@pytest.mark.parametrize(
    ("file", "change", "sentence"),
    [
        ("domain", {"issues": [{"name": "P", "values": []}]}, "issue P: found no values"),
        ("domain", {"issues": [{"name": "P", "values": "x"}]}, "issue P: found values 'x'; expected a list"),
        (
            "domain",
            {"issues": [{"name": "P", "type": "ContinuousIssue", "values": [0, 1]}]},
            "issue P: found ContinuousIssue; expected values that can be listed",
        ),
        ("domain", {"issues": 3}, "found what cannot be read (TypeError"),
        ("a", {"type": "Other"}, "found a utility function of type Other"),
        ("a", {"weights": [1, 2]}, "found 1 value functions and 2 weights; expected 1 of each"),
        ("a", {"values": []}, "found 0 value functions and 1 weights; expected 1 of each"),
        ("a", {"values": [{"type": "CosFun"}]}, "found a value function of type 'CosFun'"),
        ("a", {"values": [{"mapping": {"2": 1}}]}, "found no value for option '4'; expected a value"),
    ],
)
def test_a_fault_of_an_inventory(tmp_path, file, change, sentence):
    inventory(tmp_path, [2, 4])
    path = tmp_path / f"{file}.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    with pytest.raises(InputError) as caught:
        read_problems([tmp_path])
    assert sentence in str(caught.value)


def test_constants_lines_and_too_few_functions_of_an_inventory(tmp_path):
    inventory(tmp_path, [2, 4])
    path = tmp_path / "a.json"
    for function, worth in (
        ({"type": "ConstFun", "bias": 3}, 5),
        ({"type": "LinearFun"}, 6),
        ({"type": "AffineFun", "slope": 0.5, "bias": 1}, 5),
        ({"2": 7, "4": 8}, 10),
    ):
        path.write_text(json.dumps({**json.loads(path.read_text()), "values": [function]}))
        assert read_problems([tmp_path])[0][1].utilities((1,))[0] == worth
    path.unlink()
    with pytest.raises(InputError, match="found 1 utility functions; expected two or more"):
        read_problems([tmp_path])


NONLINEAR = (
    '<utility_space><objective name="root"><issue index="1" name="x" type="integer" lowerbound="0" '
    'upperbound="4"/><issue index="2" name="y" type="integer" lowerbound="0" upperbound="4"/></objective>'
)


def nonlinear(folder, ufun):
    (folder / "domain.xml").write_text(NONLINEAR + "</utility_space>")
    for name in "ab":
        (folder / f"{name}.xml").write_text(
            f'{NONLINEAR}<utility maxutility="10"/>{ufun}<reservation value="0.25"/></utility_space>'
        )
    return folder


def test_hyper_rectangles_hold_their_ends_and_add_up(tmp_path):
    sides = '<INCLUDES index="2" min="1" max="3"/><INCLUDES index="1" min="0" max="2"/>'
    ufun = (
        f'<ufun weight="2" aggregation="sum"><hyperRectangle utility="5">{sides}</hyperRectangle>'
        '<hyperRectangle utility="1"><INCLUDES index="1" min="2" max="2"/></hyperRectangle></ufun>'
    )
    problem = read_genius(nonlinear(tmp_path, ufun))
    worth = {one: problem.utilities(one)[0] for one in ((0, 1), (2, 3), (2, 4), (3, 1), (0, 0))}
    assert worth == {(0, 1): 1, (2, 3): Fraction(6, 5), (2, 4): Fraction(1, 5), (3, 1): 0, (0, 0): 0}
    assert problem.name == tmp_path.name
    assert problem.reserved == (Fraction(1, 4), Fraction(1, 4))
    assert "Reserved values are taken as written." in problem.notes


def test_faults_of_hyper_rectangles(tmp_path):
    path = nonlinear(
        tmp_path,
        '<ufun aggregation="max"><hyperRectangle utility="z"><INCLUDES index="9" min="0" max="1"/>'
        "</hyperRectangle></ufun>",
    )
    with pytest.raises(InputError) as caught:
        read_genius(path)
    text = str(caught.value)
    for words in ("aggregation 'max'; expected sum", "issue index '9'", "found 'z'; expected a number"):
        assert words in text.replace("issue index 9", "issue index '9'")


def test_votes_as_a_matrix_and_columns_nobody_knows(tmp_path):
    path = tmp_path / "participants-votes.csv"
    path.write_text(
        "participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1\n7,,0,2,1,1,1,-1\n9,,0,1,0,0,,0\n"
    )
    votes = read_polis(path)
    assert votes.participants == (7, 9)
    assert votes.statements == (0, 1)
    assert votes.votes.tolist() == [[1, -1], [NO_VOTE, 0]]
    (tmp_path / "votes.csv").write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="found the columns a, b; expected timestamp"):
        read_polis(tmp_path)

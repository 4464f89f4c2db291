"""Files no careful person would write: a sentence with the line for each, never a fault of the program (§13)."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from maslahat.accord.figure import MOST, figure

TABLE = """what,issue,option,A,B
score,X,a,0,100
score,X,b,100,0
score,Y,c,0,100
score,Y,d,100,0
"""
PROFILE = (
    '<utility_space><objective index="1" name="root"><issue index="1" name="X">'
    '<item index="1" value="{0}" evaluation="{1}"/><item index="2" value="b" evaluation="2"/>'
    '</issue></objective><weight index="1" value="1.0"/></utility_space>'
)


@pytest.mark.parametrize(
    "text", ["1e999999999", "1/0", "nan", "inf", "1_000", "٣", "²", "", "1e25", "-" + "9" * 401]
)
def test_no_number(text: str) -> None:
    assert figure(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("-3", -3), (" .5 ", 0.5), ("1e3", 1000), ("3/4", 0.75), ("2.", 2), ("1e24", MOST)]
)
def test_a_number_as_people_write_it(text: str, value: float) -> None:
    assert figure(text) == value


@pytest.mark.parametrize(
    ("added", "told"),
    [
        ("score,X,e,1e999999999,1\n", "line 6, column A: found '1e999999999'; expected a number."),
        ("score,X," + "e" * 140_000 + ",1,1\n", "line 6: found what is no CSV (field larger than"),
        ('score,X,"e,1,1\n', "line 6: found what is no CSV (unexpected end of data)"),
        ("score,X,e\0f,1,1\n", r"line 6, column 3: found a control character in 'e\x00f'; expected text."),
        ('reserved,"a\nb",,1,1\nbonus,X,a,1,1\n', "line 8, column what: found the kind of row 'bonus'"),
    ],
)
def test_a_line_that_cannot_be_read_is_told_by_its_number(run, tmp_path: Path, added: str, told: str) -> None:
    table = tmp_path / "t.csv"
    table.write_text(TABLE + added)
    code, out, err = run("bargain", table)
    assert (code, out) == (2, "")
    assert err.startswith(f"maslahat: {table}, {told}")
    assert len(err) < 600


def test_rules_that_leave_nothing_are_named_with_their_lines_and_the_file(run, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text(TABLE + "never with,X | Y,a | c; d,,\nnever with,X | Y,b | c; d,,\n")
    code, _, err = run("bargain", table)
    assert code == 2
    assert err.startswith(f"maslahat: {table}, constraints on X, Y: ")
    assert "(line 6)" in err
    assert "(line 7)" in err


def test_weights_without_scores_say_what_is_missing(run, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("what,issue,option,A,B\nweight,X,,100,100\n")
    code, _, err = run("bargain", table)
    assert code == 2
    assert "unknown issue 'X'; expected an issue that has rows of scores." in err


def test_texts_of_other_encodings(run, tmp_path: Path) -> None:
    wide, old = tmp_path / "wide.csv", tmp_path / "old.csv"
    wide.write_text(TABLE.replace(",", "\t").replace("100", "99,5"), encoding="utf-16")
    old.write_bytes((TABLE + "score,Y,Нарын,1,1\n").encode("cp1251"))
    assert run("bargain", wide, "-q")[0] == 0
    code, _, err = run("bargain", old)
    assert code == 2
    assert err.startswith(
        f"maslahat: {old}, line 6: found a byte that is not UTF-8 (0xcd); expected text in UTF-8."
    )


def test_a_cell_with_line_ends_is_one_cell(run, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text(TABLE.replace(",X,", ',"X\nsecond line",'))
    assert run("bargain", table, "--json", tmp_path / "o.json", "-q")[0] == 0
    result = json.loads((tmp_path / "o.json").read_text())["results"][0]
    assert result["issues"][0]["name"] == "X\nsecond line"


def test_names_are_no_commands_to_a_terminal_and_no_formulas_to_a_workbook(run, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("issue,option,rule,[/b]B\n[X],[/i]a :smile:,1,5\n[X],=1+1,2,3\n")
    code, out, _ = run("bargain", table, "--xlsx", tmp_path / "o.xlsx", "--html", tmp_path / "o.html")
    assert code == 0
    assert "[/b]B" in out
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "o.xlsx").worksheets[0] for cell in row]
    assert {cell.data_type for cell in cells if cell.value == "=1+1"} == {"s"}
    assert "Worth to rule" in (tmp_path / "o.html").read_text()
    ranks, items, game = tmp_path / "r.csv", tmp_path / "i.csv", tmp_path / "g.json"
    ranks.write_text("option,A,B\n[/x]a,1,2\nb,2,1\n")
    items.write_text("item,A,B\n[/x]a,60,30\nb,40,70\n")
    game.write_text('{"n":2,"v_by_mask":[0,0,1],"parties":["[/a]","b"]}')
    for words in (("bargain", "rank", ranks), ("bargain", "split", items), ("game", game)):
        code, out, _ = run(*words)
        assert code == 0
        assert "[/" in out


def test_ranks_and_items_of_another_kind(run, tmp_path: Path) -> None:
    ranks, items = tmp_path / "r.csv", tmp_path / "i.csv"
    ranks.write_text("option,A,B\na,²,2\n,2,1\naccepts,1,\nAccepts,1,\n")
    code, _, err = run("bargain", "rank", ranks)
    assert code == 2
    for told in (
        "line 2, column A: found '²'",
        "line 3, column option: found a row without an option",
        "line 5",
    ):
        assert told in err
    items.write_text("what,item,A,B\nscore,a,1e999999999,60\nweight,,40,-4\n")
    code, _, err = run("bargain", "split", items)
    assert code == 2
    for told in (
        "line 2, column A: found '1e999999999'",
        "line 3, column option: found a row 'weight'",
        "'-4'",
    ):
        assert told in err


def test_limits_stand_in_a_row_named_so(run, tmp_path: Path) -> None:
    ranks = tmp_path / "r.csv"
    ranks.write_text("option,A,B\na,1,2\nb,2,1\naccepts,1,1\n")
    code, out, _ = run("bargain", "rank", ranks)
    assert code == 0
    assert "impasse" in out


def test_every_broken_profile_is_named_and_no_entity_is_followed(run, tmp_path: Path) -> None:
    folder, secret = tmp_path / "d", tmp_path / "secret"
    folder.mkdir()
    secret.write_text("not for anybody")
    kind = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
    for name in ("a.xml", "b.xml"):
        (folder / name).write_text(kind + PROFILE.format("&e;", 1))
    code, _, err = run("bargain", folder)
    assert code == 2
    assert err.count("broken XML") == 2
    assert "not for anybody" not in err
    for name in ("a.xml", "b.xml"):
        (folder / name).write_text(PROFILE.format("a", "1e999999999"))
    assert run("bargain", folder)[0] == 2
    for name in ("a.xml", "b.xml"):
        (folder / name).write_bytes(bytes(range(256)))
    code, _, err = run("bargain", folder)
    assert code == 2
    assert "a.xml, b.xml: no XML of a domain" in err


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"n":2,"v_by_mask":[1' + "0" * 400 + ",0,1]}",
        '{"n":2,"v_by_mask":["1' + "0" * 390 + '",0,1]}',
        '{"n":2,"v_by_mask":[1' + "0" * 5000 + ",0,1]}",
    ],
)
def test_a_game_beyond_all_bounds(run, tmp_path: Path, text: str) -> None:
    file = tmp_path / "g.json"
    file.write_text(text)
    code, _, err = run("game", file)
    assert code == 2
    assert err.startswith(f"maslahat: {file}")
    assert len(err) < 500


def test_what_cannot_be_written_is_told(run, tmp_path: Path) -> None:
    table, game = tmp_path / "t.csv", tmp_path / "g.json"
    table.write_text(TABLE)
    game.write_text('{"n":2,"v_by_mask":[0,0,1]}')
    for option in ("--json", "--html", "--xlsx"):
        code, _, err = run("bargain", table, option, table / "inside", "-q")
        assert code == 2
        assert "a place that cannot be written" in err
    assert run("game", game, "--json", tmp_path, "-q")[0] == 2
    assert run("bargain", "--new", table / "x.csv")[0] == 2


@pytest.mark.parametrize("number", [".inf", ".nan", "1.0e+200", "true", "[1]"])
def test_an_inventory_with_a_figure_that_is_none(run, tmp_path: Path, number: str) -> None:
    (tmp_path / "domain.yml").write_text("issues:\n  - {name: price, values: [1, 2]}\n")
    for name in ("a", "b"):
        (tmp_path / f"{name}.yml").write_text(
            "type: LinearAdditiveUtilityFunction\n"
            f"values: {{price: {{type: AffineFun, slope: {number}, bias: 0.1}}}}\n"
        )
    code, _, err = run("bargain", tmp_path)
    assert code == 2
    assert f"{tmp_path / 'a.yml'}: found what cannot be read" in err
    assert f"{tmp_path / 'b.yml'}: found what cannot be read" in err
    for name in ("a.yml", "b.yml"):
        (tmp_path / name).write_text("x: [")
    assert run("bargain", tmp_path)[2].count("broken text") == 2

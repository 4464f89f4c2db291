"""`maslahat bargain` and `maslahat consensus` as a person calls them."""

from __future__ import annotations

import json
import re

import jsonschema
import numpy as np
import openpyxl
import pytest
import typer
from accord_finite_cases import mutated
from typer.testing import CliRunner

from maslahat.accord.check import check
from maslahat.accord.check_finite import check_finite, digest_of
from maslahat.accord.finite_json import bargain_json, schema
from maslahat.accord.finite_solve import solve
from maslahat.accord.table import read_table
from maslahat.cli import bargain, consensus
from maslahat.core import InputError

THREE = "issue,option,A,B,C\nW,x,1,4,2\nW,y,3,3,0\nG,u,1,0,5\nG,v,2,2,1\n"


@pytest.fixture
def run():
    app = typer.Typer()
    app.callback()(lambda: None)
    bargain.register(app)
    consensus.register(app)

    def call(*words):
        result = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=True)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


def test_a_table_is_written_solved_and_told(run, tmp_path):
    table = tmp_path / "t.yaml"
    assert "change it" in run("bargain", "--new", table).stdout
    shown = run("bargain", table).stdout
    assert "Nash" in shown
    assert "11 Pareto optimal points" in shown


def test_several_problems_at_once_obey_the_schema_and_check(run, tmp_path):
    run("bargain", "--new", tmp_path / "a.csv")
    (tmp_path / "b.csv").write_text(THREE)
    out = tmp_path / "o.json"
    run("bargain", tmp_path / "a.csv", tmp_path / "b.csv", "--json", out, "--quiet")
    document = json.loads(out.read_text())
    jsonschema.Draft202012Validator(schema()).validate(document)
    assert [len(result["parties"]) for result in document["results"]] == [2, 3]
    assert all(check_finite(result["certificate"]) == [] for result in document["results"])
    assert check(document) == []
    first = out.read_bytes()
    run("bargain", tmp_path / "a.csv", tmp_path / "b.csv", "--json", out, "--quiet")
    assert out.read_bytes() == first


def test_no_number_of_the_report_can_be_changed_unseen(tmp_path):
    path = tmp_path / "b.csv"
    path.write_text(THREE)
    document = json.loads(json.dumps(bargain_json([("b", solve(read_table(path)))])))
    assert check(document) == []
    rng = np.random.default_rng(2)
    for _ in range(300):
        changed = mutated(document, rng)
        assert check(changed)
        for result in changed["results"]:
            result["certificate"]["digest"] = digest_of(result["certificate"])
            result["digest"] = digest_of(result)
        assert check(changed)


def test_the_schema_is_printed(run):
    assert json.loads(run("bargain", "--schema").stdout)["title"]


def test_the_page_needs_no_network_and_the_workbook_opens(run, tmp_path):
    (tmp_path / "<b>.csv").write_text(THREE.replace("A,B,C", "A.x,B [y],C"))
    run("bargain", "--new", tmp_path / "a.csv")
    page, book = tmp_path / "o.html", tmp_path / "o.xlsx"
    run("bargain", tmp_path / "<b>.csv", tmp_path / "a.csv", "--html", page, "--xlsx", book, "-q")
    text = page.read_text()
    assert text.count("<svg") == 2
    assert not re.search(r'(src|href)="https?:', text)
    assert "<b>.csv" not in text
    assert [sheet.title for sheet in openpyxl.load_workbook(book)] == [
        "1 solutions",
        "1 why they differ",
        "1 frontier",
        "2 solutions",
        "2 why they differ",
        "2 amendments",
        "2 frontier",
    ]


def test_nothing_is_written_where_a_file_is_bad(run, tmp_path):
    run("bargain", "--new", tmp_path / "a.csv")
    (tmp_path / "bad.csv").write_text("issue,option,A,B\nW,x,1,q\n")
    with pytest.raises(InputError, match="line 2, column B"):
        run("bargain", tmp_path / "a.csv", tmp_path / "bad.csv", "--json", tmp_path / "o.json")
    assert not (tmp_path / "o.json").exists()
    with pytest.raises(InputError, match="no path"):
        run("bargain", "--quiet")


def test_sealed_scores_from_end_to_end(run, tmp_path):
    pytest.importorskip("pyrage")
    table, key = tmp_path / "t.csv", tmp_path / "k"
    run("bargain", "--new", table)
    public = run("bargain", "key", key).stdout.strip()
    for party in ("Upstream", "Downstream"):
        run("bargain", "seal", table, "--party", party, "--to", public, "--out", tmp_path / party)
    run(
        "bargain",
        "unseal",
        tmp_path / "Upstream",
        tmp_path / "Downstream",
        "--key",
        key,
        "--reports",
        tmp_path / "r",
    )
    assert len(list((tmp_path / "r").iterdir())) == 4


def test_ranks_items_and_votes(run, tmp_path):
    (tmp_path / "r.csv").write_text("option,A,B\nx,1,2\ny,2,1\n")
    assert "at rank 2" in run("bargain", "rank", tmp_path / "r.csv", "--json", tmp_path / "r.json").stdout
    (tmp_path / "s.csv").write_text("item,A,B\nx,70,40\ny,30,60\n")
    assert (
        "Adjusted Winner" in run("bargain", "split", tmp_path / "s.csv", "--json", tmp_path / "s.json").stdout
    )
    rows = "".join(f"{k},x,{s},{k},1\n" for k in range(9) for s in range(8))
    (tmp_path / "votes.csv").write_text("timestamp,datetime,comment-id,voter-id,vote\n" + rows)
    assert "nobody blocks" in run("consensus", tmp_path, "--json", tmp_path / "c.json").stdout
    assert json.loads((tmp_path / "c.json").read_text())["participants"] == 9


def test_rules_that_choose_the_same_are_drawn_once_under_all_their_names(run, tmp_path):
    (tmp_path / "t.csv").write_text("issue,option,A,B\nW,x,2,2\nW,y,1,5\n")
    page = tmp_path / "o.html"
    run("bargain", tmp_path / "t.csv", "--html", page, "-q")
    text = page.read_text()
    assert "Nash, Kalai–Smorodinsky, Utilitarian</text>" in text
    assert "max-width:100%" in text
    assert text.count(">t<") == 2  # the title of the page and its heading, no second heading


def test_a_long_tie_is_counted_and_a_large_number_kept_short(run, tmp_path):
    rows = "".join(f"W,o{k},{k},{9 - k}\n" for k in range(10))
    (tmp_path / "t.csv").write_text("issue,option,A,B\n" + rows)
    assert "or 6 more" in run("bargain", tmp_path / "t.csv").stdout
    (tmp_path / "u.csv").write_text("issue,option,A,B\nW,o,123456789012,0.00001\n")
    text = run("bargain", tmp_path / "u.csv").stdout
    assert "1.2346e+11" in text
    assert "1e-05" in text

"""What stands beside the numbers of an answer is held too, and nothing is written that does not check (§7)."""

from __future__ import annotations

import copy
import io
import json
import time

import pytest
from typer.testing import CliRunner

from maslahat.accord.check import check
from maslahat.accord.check_finite import check_finite, digest_of
from maslahat.accord.check_finite_front import TooLong
from maslahat.accord.finite_json import bargain_json
from maslahat.accord.finite_solve import solve
from maslahat.accord.table import read_table
from maslahat.cli import _bargain_check
from maslahat.cli.main import build_app
from maslahat.core import InputError

TABLE = (
    "what,issue,option,A,B\n,W,x,1,4\n,W,y,3,3\n,W,z,2,2\n,G,u,1,0\n,G,v,2,2\n"
    "never with,W | G,x | v,,\ndraft,W,x,,\ndraft,G,v,,\nreserved,,,1,\n"
)


def document_of(tmp_path, text=TABLE):
    path = tmp_path / "t.csv"
    path.write_text(text)
    return json.loads(json.dumps(bargain_json([("t.csv", solve(read_table(path)))])))


@pytest.fixture
def document(tmp_path):
    return document_of(tmp_path)


def told(document, change):
    """Return what is told of a document whose result is changed, every digest put right again."""
    changed = copy.deepcopy(document)
    result = changed["results"][0]
    change(result)
    result["certificate"]["digest"] = digest_of(result["certificate"])
    result["digest"] = digest_of(result)
    return check(changed)


def test_the_honest_answer_holds_with_its_notes(document):
    assert check(document) == []
    assert document["results"][0]["notes"] == [
        "No reserved value is declared for B: 0 is taken.",
        "The draft breaks “W = x never with G = v”: no amendments of it are sought.",
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda r: r.update(exact_grid=False), "exact_grid: not what"),
        (lambda r: r["notes"].pop(0), "notes: not what"),
        (lambda r: r["notes"].append("All agreed."), "notes: not what"),
        (lambda r: r["certificate"]["notes"].append("All agreed."), "notes: not what"),
        (lambda r: r["certificate"]["rules"][0].update(text=" "), "without its words"),
        (lambda r: r["certificate"]["rules"][0].pop("text"), "KeyError: 'text'"),
        (lambda r: r["certificate"].update(draft=[0, 9]), "draft [0, 9] is not an outcome"),
        (lambda r: r["certificate"].update(draft=[1, 1]), "notes: not what"),
    ],
)
def test_what_stands_beside_the_numbers_is_held_too(document, change, sentence):
    assert any(sentence in fault for fault in told(document, change))


def test_amendments_are_those_of_the_draft(tmp_path):
    document = document_of(tmp_path, TABLE.replace("draft,G,v", "draft,G,u"))
    assert document["results"][0]["amendments"]
    faults = told(document, lambda r: r["certificate"].update(draft=[2, 0]))
    assert "results[0].certificate: amendments of [0, 0]; the draft is [2, 0]" in faults


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("issue,option,A,B\nW,x,1,4\nW,y,0,5\n", None),
        ("issue,option,A,B\nW,x,0,4\nW,y,-1,5\n", "nash: Not every party can gain at once; the product is"),
        ("issue,option,A,B\nW,x,-1,4\n", "No outcome gives every party at least its disagreement value"),
    ],
)
def test_a_special_case_is_said_and_held(tmp_path, text, note):
    document = document_of(tmp_path, text)
    notes = document["results"][0]["notes"][1:]
    assert check(document) == []
    assert any(one.startswith(note) for one in notes) if note else notes == []


def test_a_frontier_that_is_not_listed_is_said_and_held(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("issue,option,A,B\n" + "".join(f"I{k},x,{k},0\nI{k},y,0,{k * k}\n" for k in range(1, 9)))
    document = json.loads(json.dumps(bargain_json([("t", solve(read_table(path), limit=20))])))
    assert document["results"][0]["notes"][-1].startswith("The frontier is too large to list")
    assert document["results"][0]["exact_grid"] is True
    assert check(document) == []
    assert any("exact_grid" in fault for fault in told(document, lambda r: r.update(exact_grid=False)))


@pytest.mark.parametrize("own", [300, 10**20])
def test_powers_are_kept_to_what_can_be_written(tmp_path, own):
    text = f"what,issue,option,A,B\n,W,x,12345,4\n,W,y,3,54321\npower,,,{own},{own}\n"
    if own == 300:
        document = document_of(tmp_path, text)
        nash = document["results"][0]["solutions"]["nash"]
        assert nash["value"] is None  # beyond all doubles
        assert int(nash["exact_value"]) == (3 * 54321) ** 300
        assert check(document) == []
    else:
        with pytest.raises(InputError, match="smaller whole numbers in the same ratio"):
            document_of(tmp_path, text)


def test_the_checker_refuses_a_power_it_would_compute_for_ever(document):
    def enlarge(result):
        proof = result["certificate"]
        proof["power"], proof["power_total"] = [10**18, 1], 10**18 + 1
        for claim in proof["solutions"]:
            claim["power"] = proof["power"]

    assert any("thousands of digits" in fault for fault in told(document, enlarge))


def test_the_checker_stops_at_its_time(document):
    proof = document["results"][0]["certificate"]
    with pytest.raises(TooLong):
        check_finite(proof, until=time.monotonic() - 1)
    assert check_finite(proof, until=time.monotonic() + 1000) == []


def test_a_certificate_that_does_not_check_is_an_error_before_anything_is_written(document, tmp_path):
    _bargain_check.hold(document, tmp_path / "o.json")
    document["results"][0]["certificate"]["frontier"]["units"][0][0] += 1
    with pytest.raises(RuntimeError, match=r"a certificate of t does not check: .*digest"):
        _bargain_check.hold(document, tmp_path / "o.json")


def test_what_is_not_checked_in_time_is_named(document, tmp_path, capsys):
    _bargain_check.hold(document, tmp_path / "o.json", seconds=-1)
    told = capsys.readouterr().err
    assert "Not checked before writing, as that takes longer than -1 s: t." in told
    assert f"`maslahat check {tmp_path / 'o.json'}` does it." in told


def test_check_tells_how_far_it_is(document):
    heard = []
    check({"all": [document, document]}, lambda where, share: heard.append((where, share)))
    assert [share for _, share in heard] == [0, 0.25, 0.5, 0.75]
    assert heard[1][0] == "all[0].results[0].certificate"


def test_check_draws_a_bar_on_a_terminal_only(document, tmp_path, monkeypatch, capsys):
    path = tmp_path / "o.json"
    path.write_text(json.dumps(document))
    done = CliRunner().invoke(build_app(), ["check", str(path)])
    assert "Checking" not in done.stderr
    assert "all holds (2 certificates)" in done.stdout
    terminal = io.StringIO()
    terminal.isatty = lambda: True
    monkeypatch.setattr("sys.stderr", terminal)
    from maslahat.cli.check import check as verb

    verb(path)
    assert "Checking" in terminal.getvalue()

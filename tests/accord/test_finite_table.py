"""Tables people fill in: three formats with one meaning, and every fault with its place, all at once."""

from __future__ import annotations

import json
from fractions import Fraction

import openpyxl
import pytest

from maslahat.accord.check_finite import check_finite
from maslahat.accord.finite_certificate import certify
from maslahat.accord.finite_read import read_problems
from maslahat.accord.finite_solve import solve
from maslahat.accord.table import read_table
from maslahat.accord.table_template import write_template
from maslahat.core import InputError


def faults(path, text):
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_table(path)
    return [str(fault) for fault in caught.value.faults]


def test_the_three_templates_mean_the_same(tmp_path):
    certificates = []
    for ending in ("csv", "yaml", "xlsx"):
        path = tmp_path / f"t.{ending}"
        write_template(path)
        certificate = certify(solve(read_table(path)))
        assert check_finite(certificate) == []
        certificates.append({k: v for k, v in certificate.items() if k not in ("name", "digest")})
    assert certificates[0] == certificates[1] == certificates[2]
    assert certificates[0]["frontier"]["size"] == 11


def test_a_template_never_overwrites(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("mine")
    with pytest.raises(InputError):
        write_template(path)
    assert path.read_text() == "mine"


def test_worth_is_weight_times_score_exactly(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("what,issue,option,A,B\nweight,W,,0.1,30\nweight,G,,0.9,70\n,W,x,1/3,5\n,G,y,7,2.5\n")
    assert read_table(path).utilities((0, 0)) == (
        Fraction(1, 30) + Fraction(63, 10),
        Fraction(15, 10) + Fraction(175, 100),
    )


def test_semicolons_and_decimal_commas(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(
        "issue;option;Алма;Бишкек\nВода;много, летом;1,5;2\nВода;мало;0;3,25\n", encoding="utf-8-sig"
    )
    problem = read_table(path)
    assert problem.parties == ("Алма", "Бишкек")
    assert problem.issues[0].options == ("много, летом", "мало")
    assert problem.utilities((1,)) == (0, Fraction(13, 4))


def test_a_plain_table_of_outcomes(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("outcome,A,B\nx,1,4\ny,3,3\nz,0,0\n")
    answer = solve(read_table(path))
    assert len(answer.frontier) == 2
    assert answer.solution("nash").value == 9


def test_rules_and_bonuses(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(
        "what,issue,option,A,B\n,P,p1,1,1\n,P,p2,0,0\n,Q,q1,1,1\n,Q,q2,0,0\n,Q,q3,0,0\n"
        "only with,P | Q,p1 | q2; q3,,\nnever with,Q | P,q1 | p2,,\ntogether,Q | P,q3 | p1,5,\n"
    )
    problem = read_table(path)
    allowed = {(p, q) for p in range(2) for q in range(3) if problem.allows((p, q))}
    assert allowed == {(0, 1), (0, 2), (1, 1), (1, 2)}
    assert problem.utilities((0, 2)) == (6, 1)


def test_all_faults_of_a_csv_at_once_with_line_and_column(tmp_path):
    found = faults(
        tmp_path / "bad.csv",
        "what,issue,option,A,B\nweight,Water,,50,50\nweight,Gas,,40,50\nscore,Water,high,1,x\nscore,Water,low,2,\n"
        "score,Gas,yes,3,4\nscore,Gas,yes,3,4\nonly with,Water | Gas,hgh | yes,,\n"
        "together,Water | Oil,high | yes,1,1\nstatus quo,Water,medium,,\nfoo,Water,high,1,1\n",
    )
    for words in (
        "line 11, column what: found the kind of row 'foo'",
        "line 7, column option: found option 'yes' of Gas again",
        "weights of A: found weights that sum to 90",
        "line 4, column B: found 'x'",
        "line 5, column B: found no score for 'low' of Water",
        "line 9, column issue: found unknown issue 'Oil'",
        "line 8, column option: found unknown option 'hgh' of Water",
        "line 10, column option: found unknown option 'medium' of Water",
    ):
        assert any(words in fault for fault in found), words
    assert len(found) == 8


def test_a_party_with_no_scores_is_one_fault(tmp_path):
    found = faults(tmp_path / "bad.csv", "issue,option,A,B\nW,a,1,\nW,b,2,\n")
    assert len(found) == 1
    assert "party B: found no scores" in found[0]


def test_faults_of_a_workbook_name_the_cell(tmp_path):
    book = openpyxl.Workbook()
    for row in (["issue", "option", "A", "B"], ["W", "x", 1, "two"], ["W", "y", 1.5, 2]):
        book.active.append(row)
    path = tmp_path / "t.xlsx"
    book.save(path)
    with pytest.raises(InputError, match=r"t\.xlsx, cell D2: found 'two'; expected a number"):
        read_table(path)


def test_faults_of_yaml_name_the_line(tmp_path):
    found = faults(
        tmp_path / "t.yaml",
        "parties: [A, B]\nissues:\n  W:\n    options:\n"
        "      x: {A: 1, B: z}\n      y: {A: 1, C: 2}\nreserved: {A: 1}\n",
    )
    assert any("line 5: found 'z'" in fault for fault in found)
    assert any("line 6" in fault and "party 'C'" in fault for fault in found)
    assert any("line 6" in fault and "no score for 'y'" in fault for fault in found)


def test_broken_yaml_names_the_line(tmp_path):
    assert "line 3" in faults(tmp_path / "t.yaml", "parties: [A, B]\nissues: {W\n")[0]


def test_faults_of_all_files_come_together(tmp_path):
    (tmp_path / "a.csv").write_text("issue,option,A,B\nW,x,1,q\n")
    with pytest.raises(InputError) as caught:
        read_problems([tmp_path / "a.csv", tmp_path / "none.csv"])
    assert len(caught.value.faults) == 2


def test_negmas_inventories_in_yaml_and_json(tmp_path):
    domain = {
        "type": "DiscreteCartesianOutcomeSpace",
        "issues": [
            {"name": "Price", "type": "CategoricalIssue", "values": ["low", "high"]},
            {"name": "Days", "type": "ContiguousIssue", "values": [1, 3]},
        ],
    }
    table = {"type": "TableFun", "mapping": {"low": 0.1, "high": 0.7}}
    line = {"type": "AffineFun", "slope": -0.5, "bias": 2}
    one = {
        "type": "LinearAdditiveUtilityFunction",
        "name": "A",
        "values": [table, line],
        "weights": [0.3, 0.7],
    }
    other = {
        **one,
        "name": "B",
        "values": {"Days": {"type": "IdentityFun"}, "Price": table},
        "reserved_value": 0.2,
    }
    for name, body in (("domain", domain), ("a", one), ("b", other)):
        (tmp_path / f"{name}.json").write_text(json.dumps(body))
    problem = read_problems([tmp_path])[0][1]
    assert problem.issues[1].options == ("1", "2", "3")
    assert problem.utilities((1, 0)) == (
        Fraction(21, 100) + Fraction(105, 100),
        Fraction(21, 100) + Fraction(7, 10),
    )
    assert problem.reserved == (0, Fraction(1, 5))


def test_a_draft_that_breaks_a_rule_or_none_at_all_has_no_amendments(tmp_path):
    rows = "what,issue,option,A,B\n,W,x,1,2\n,W,y,2,3\n,V,p,1,1\n,V,q,2,2\nnever with,W | V,x | p,,\n"
    path = tmp_path / "t.csv"
    path.write_text(rows + "draft,W,x,,\ndraft,V,p,,\n")
    answer = solve(read_table(path))
    assert answer.amendments is None
    assert answer.notes[-1] == "The draft breaks “W = x never with V = p”: no amendments of it are sought."
    path.write_text(rows)
    assert solve(read_table(path)).amendments is None
    path.write_text(rows + "draft,W,y,,\ndraft,V,p,,\n")
    steps = solve(read_table(path)).amendments
    assert [(step.changes, step.agreement.outcome) for step in steps] == [(1, (1, 1))]

"""Sealed scores: readable by the mediator alone; each party's report holds only what it may see."""

from __future__ import annotations

import pytest

from maslahat.accord.finite_solve import solve
from maslahat.accord.seal import new_key, open_sealed, seal_table
from maslahat.accord.seal_report import report_json, report_text, write_reports
from maslahat.accord.table import read_table
from maslahat.accord.table_template import write_template
from maslahat.core import InputError

pytest.importorskip("pyrage")


@pytest.fixture
def sealed(tmp_path):
    table = tmp_path / "table.csv"
    write_template(table)
    public = new_key(tmp_path / "mediator.key")
    files = []
    for party in ("Upstream", "Downstream"):
        files.append(tmp_path / f"{party}.sealed")
        assert seal_table(table, party, public, files[-1]) == party
    return table, tmp_path / "mediator.key", files


def test_the_joined_problem_is_that_of_the_table(sealed):
    table, key, files = sealed
    joined, whole = open_sealed(files, key), read_table(table)
    assert joined.parties == whole.parties
    assert joined.disagreement == whole.disagreement
    assert joined.status_quo == whole.status_quo
    one, other = solve(joined), solve(whole)
    assert [s.chosen for s in one.solutions] == [s.chosen for s in other.solutions]
    assert one.frontier.points.tolist() == other.frontier.points.tolist()


def test_a_sealed_file_shows_nothing(sealed):
    _, _, files = sealed
    data = files[0].read_bytes()
    assert data.startswith(b"age-encryption.org/v1")
    assert b"Upstream" not in data
    assert b"irrigation" not in data


def test_the_secret_key_is_its_owners_alone_and_is_not_overwritten(sealed):
    _, key, _ = sealed
    assert key.stat().st_mode & 0o077 == 0
    with pytest.raises(InputError):
        new_key(key)


def test_files_for_another_mediator_are_all_named(sealed, tmp_path):
    _, _, files = sealed
    other = tmp_path / "other.key"
    new_key(other)
    with pytest.raises(InputError) as caught:
        open_sealed(files, other)
    assert len(caught.value.faults) == 2
    assert all("not for this mediator" in str(fault) for fault in caught.value.faults)


def test_a_damaged_file_and_a_party_twice(sealed):
    _, key, files = sealed
    with pytest.raises(InputError, match="the scores of Upstream again"):
        open_sealed([files[0], files[0]], key)
    files[1].write_bytes(files[1].read_bytes()[:-3])
    with pytest.raises(InputError, match="damaged"):
        open_sealed(files, key)


def test_options_that_do_not_fit_are_named(sealed, tmp_path):
    table, key, files = sealed
    changed = tmp_path / "changed.csv"
    changed.write_text(table.read_text().replace("two thirds", "two fifths"))
    seal_table(changed, "Downstream", (tmp_path / "mediator.key").as_posix(), files[1])
    with pytest.raises(InputError, match="two fifths"):
        open_sealed(files, key)


def test_bad_scores_are_told_before_sealing(tmp_path, sealed):
    table, _, _ = sealed
    table.write_text(table.read_text().replace("two thirds,50,70", "two thirds,fifty,70"))
    out = tmp_path / "out.sealed"
    with pytest.raises(InputError, match="fifty"):
        seal_table(table, "Upstream", (tmp_path / "mediator.key").as_posix(), out)
    assert not out.exists()
    assert seal_table(table, "Downstream", (tmp_path / "mediator.key").as_posix(), out) == "Downstream"


def test_a_report_holds_the_agreements_and_own_worth_alone(sealed, tmp_path):
    _, key, files = sealed
    answer = solve(open_sealed(files, key))
    report = report_json(answer, 0)
    nash = answer.solution("nash").chosen[0]
    assert report["solutions"]["nash"]["worth"] == float(nash.utilities[0])
    assert set(report) == {"format", "party", "parties", "disagreement", "solutions"}
    text = report_text(answer, 0)
    assert "worth to you: 60 (gain 25)" in text
    assert "64" not in text  # what the other party has
    assert len(write_reports(answer, tmp_path / "reports")) == 4

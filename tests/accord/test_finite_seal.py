"""Sealed scores: readable by the mediator alone; each party's report holds only what it may see."""

from __future__ import annotations

import json

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


THREE = """what,issue,option,Alfa,Bravo,Charlie
weight,W,,51,31.3,22
weight,V,,49,68.7,78
score,W,low,0,100,17.77
score,W,mid,57.31,61.13,33
score,W,high,100,0,91.7
score,V,x,3,97,44
score,V,y,88.13,21,66
together,W | V,low | y,3.1415,-2.7182,1.4142
only with,W | V,high | x,,,
reserved,,,7.77,6.66,5.55
status quo,W,low,,,
status quo,V,x,,,
"""
SECRETS = {
    "Alfa": ("57.31", "88.13", "3.1415", "7.77", "51"),
    "Bravo": ("31.3", "68.7", "61.13", "2.7182", "6.66"),
    "Charlie": ("17.77", "91.7", "1.4142", "5.55"),
}


@pytest.fixture
def three(tmp_path):
    table, key = tmp_path / "three.csv", tmp_path / "mediator.key"
    table.write_text(THREE)
    public = new_key(key)
    files = [tmp_path / f"{party}.sealed" for party in SECRETS]
    for party, file in zip(SECRETS, files, strict=True):
        seal_table(table, party, public, file)
    return table, key, files


def test_no_byte_of_what_a_party_gets_holds_a_score_of_another(three, tmp_path):
    _, key, files = three
    answer = solve(open_sealed(files, key))
    folder = tmp_path / "reports"
    write_reports(answer, folder)
    outside = [path.read_bytes() for path in files]
    for party, mine in SECRETS.items():
        own = b"".join(path.read_bytes() for path in folder.glob(f"{party}.*"))
        place = answer.problem.parties.index(party)
        others = {
            str(float(value))
            for solution in answer.solutions
            for one in solution.chosen
            for k, value in enumerate(one.utilities)
            if k != place and float(value) != float(one.utilities[place])
        }
        others |= {text for name, texts in SECRETS.items() if name != party for text in texts}
        shown = {text for text in others if text.encode() in own}
        assert not shown
        assert not any(
            text.encode() in sealed for text in others | set(mine) for sealed in outside if len(text) > 3
        )
        assert f"{float(answer.problem.disagreement[place]):g}".encode() in own


def test_reports_written_twice_are_the_same_and_no_more(three, tmp_path):
    _, key, files = three
    folder = tmp_path / "reports"
    first = {path: path.read_bytes() for path in write_reports(solve(open_sealed(files, key)), folder)}
    again = {path: path.read_bytes() for path in write_reports(solve(open_sealed(files, key)), folder)}
    assert first == again
    assert sorted(folder.iterdir()) == sorted(first)


def test_a_party_named_twice_is_told_once_for_the_file_that_repeats_it(three, tmp_path):
    table, key, files = three
    copy = tmp_path / "copy.sealed"
    seal_table(table, "Alfa", str(key), copy)
    with pytest.raises(InputError) as caught:
        open_sealed([*files, copy], key)
    (fault,) = caught.value.faults
    assert fault.where == str(copy)
    assert str(files[0]) in fault.found


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("status quo,W,low", "status quo,W,mid", "status quo: V = x; W = mid"),
        ("only with,W | V,high | x,,,\n", "", "only with: none"),
        ("status quo,V,x,,,\n", "status quo,V,x,,,\ndraft,W,mid,,,\ndraft,V,x,,,\n", "draft: V = x; W = mid"),
    ],
)
def test_parties_that_mean_another_table_are_told_and_none_is_picked(three, tmp_path, old, new, told):
    table, key, files = three
    changed = tmp_path / "changed.csv"
    changed.write_text(THREE.replace(old, new))
    seal_table(changed, "Charlie", str(key), files[2])
    with pytest.raises(InputError) as caught:
        open_sealed(files, key)
    (fault,) = caught.value.faults
    assert fault.where == str(files[2])
    assert told in str(fault)
    assert open_sealed(files, key, table).status_quo == (0, 0)


def test_bargaining_power_is_the_mediators_to_give(three, tmp_path):
    _, key, files = three
    ruled = tmp_path / "ruled.csv"
    ruled.write_text(THREE + "power,,,2,1,1\n")
    assert open_sealed(files, key, ruled).power == (2, 1, 1)


def test_a_party_gives_itself_no_power(three, tmp_path):
    import pyrage

    _, key, files = three
    strong = tmp_path / "strong.csv"
    strong.write_text(THREE + "power,,,9,9,9\n")
    seal_table(strong, "Charlie", str(key), files[2])
    assert open_sealed(files, key).power == ()
    public = pyrage.x25519.Recipient.from_str(key.read_text().split("public key: ")[1].split()[0])
    secret = pyrage.x25519.Identity.from_str(key.read_text().split()[-1])
    body = json.loads(pyrage.decrypt(files[2].read_bytes(), [secret]))
    body["rows"].append({"where": "line 9", "what": "power", "issue": "", "option": "", "value": "9"})
    files[2].write_bytes(pyrage.encrypt(json.dumps(body).encode(), [public]))
    with pytest.raises(InputError, match="a bargaining power that a party gives itself") as caught:
        open_sealed(files, key)
    assert "sealed row line 9" in caught.value.faults[0].where


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"\xff",
        b"[" * 100_000,
        b'{"format": "maslahat-sealed-scores-1"}',
        b'{"format": "maslahat-sealed-scores-1", "party": 3, "rows": []}',
        b'{"format": "maslahat-sealed-scores-1", "party": "A\\u001b[2J", "rows": []}',
        b'{"format": "maslahat-sealed-scores-1", "party": "A", "rows": [1]}',
        b'{"format": "maslahat-sealed-scores-1", "party": "A", "rows": [{"what": "score"}]}',
        b'{"format": "maslahat-sealed-scores-1", "party": "A", "rows": '
        b'[{"where": "", "what": "score", "issue": "W", "option": "x", "value": 5}]}',
    ],
)
def test_whatever_was_sealed_is_a_sentence_if_it_is_no_table(three, tmp_path, body):
    import pyrage

    _, key, files = three
    public = pyrage.x25519.Recipient.from_str(key.read_text().split("public key: ")[1].split()[0])
    forged = tmp_path / "forged.sealed"
    forged.write_bytes(pyrage.encrypt(body, [public]))
    with pytest.raises(InputError, match="something else than sealed scores") as caught:
        open_sealed([*files, forged], key)
    assert [fault.where for fault in caught.value.faults] == [str(forged)]

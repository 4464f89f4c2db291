"""Consensus of many people from a raw Polis export."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from maslahat.accord.consensus import find_consensus
from maslahat.accord.consensus_groups import opinion_groups
from maslahat.accord.consensus_read import NO_VOTE, read_polis
from maslahat.accord.consensus_report import consensus_json, consensus_page
from maslahat.core import InputError


def export(folder, votes, comments=None):
    with (folder / "votes.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["timestamp", "datetime", "comment-id", "voter-id", "vote"])
        writer.writerows((time, "Mon", *rest) for time, *rest in votes)
    if comments:
        with (folder / "comments.csv").open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["comment-id", "moderated", "comment-body"])
            writer.writerows(comments)
    return folder


def test_the_last_vote_by_time_counts_wherever_it_stands(tmp_path):
    votes = read_polis(export(tmp_path, [(30, 0, 5, 1), (10, 0, 5, -1), (20, 1, 5, 0)]))
    assert votes.votes.tolist() == [[1, 0]]
    assert votes.revotes == 1


def test_statements_taken_out_do_not_count(tmp_path):
    rows = [(k, s, k, 1 if s else -1) for k in range(8) for s in (0, 1)]
    votes = read_polis(export(tmp_path, rows, [(0, -1, "out, of order"), (1, 1, "in"), (2, 1, "unheard")]))
    found = find_consensus(votes)
    assert [row.number for row in found.statements] == [1, 2]
    assert [row.number for row in found.unblocked] == [1]
    assert votes.texts == ("out, of order", "in", "unheard")


def test_one_disagreement_blocks(tmp_path):
    rows = [(k, 0, k, 1) for k in range(9)] + [(99, 0, 9, -1)]
    assert find_consensus(read_polis(export(tmp_path, rows))).unblocked == ()


def test_planted_groups_are_found_and_what_carries_both_comes_first():
    rng = np.random.default_rng(4)
    camp = np.repeat([0, 1], [60, 30])
    lean = np.where(camp[:, None] == 0, 1, -1) * np.where(np.arange(20) % 2, 1, -1)
    votes = np.where(rng.random((90, 20)) < 0.1, -lean, lean).astype(float)
    votes[:, 19] = 1
    votes[rng.random((90, 20)) < 0.3] = np.nan
    found = opinion_groups(votes)
    assert max(found.silhouettes, key=found.silhouettes.get) == 2
    assert (found.labels == camp).mean() > 0.97


def test_group_aware_consensus_is_the_product_over_groups(tmp_path):
    rng = np.random.default_rng(6)
    rows = [
        (k, s, k, int(rng.choice([1, 0, -1], p=[0.7, 0.1, 0.2])) * (1 if k % 2 or s < 3 else -1))
        for k in range(40)
        for s in range(12)
    ]
    found = find_consensus(read_polis(export(tmp_path, rows)))
    for row in found.statements:
        product = np.prod([(own.agree + 1) / (own.votes + 2) for own in row.groups])
        assert row.consensus == pytest.approx(product)
        assert sum(own.votes for own in row.groups) == row.tally.votes
    scores = [row.consensus for row in found.statements]
    assert scores == sorted(scores, reverse=True)


def test_every_faulty_line_is_named(tmp_path):
    path = export(tmp_path, [(1, 0, 1, 1), (2, "y", 1, 1), (3, 0, 1, 7)])
    with pytest.raises(InputError) as caught:
        read_polis(path)
    assert ["line 3" in str(fault) or "line 4" in str(fault) for fault in caught.value.faults] == [True, True]
    with pytest.raises(InputError, match="no votes"):
        read_polis(export(tmp_path, []))
    with pytest.raises(InputError, match=r"no votes\.csv"):
        read_polis(tmp_path / "nothing")


@pytest.mark.data
def test_the_freshwater_dialogue_raw_and_as_a_matrix(shared_data):
    folder = shared_data / "platform/polis/scoop-hivemind.freshwater"
    raw, matrix = read_polis(folder), read_polis(folder / "participants-votes.csv")
    assert raw.revotes == 7
    assert raw.participants == matrix.participants
    assert np.array_equal(raw.votes, np.where(matrix.votes == NO_VOTE, NO_VOTE, matrix.votes))
    with (folder / "comments.csv").open(encoding="utf-8") as file:
        published = {
            int(r["comment-id"]): (int(r["agrees"]), int(r["disagrees"])) for r in csv.DictReader(file)
        }
    found = find_consensus(raw)
    extra = [published[row.number][0] - row.tally.agree for row in found.statements]
    assert (min(extra), max(extra), sum(extra)) == (0, 1, 6)  # the export counts a vote cast again twice
    assert all(row.tally.disagree == published[row.number][1] for row in found.statements)
    document = consensus_json(found)
    assert document["statements_moderated_out"] == 29
    assert len(found.group_sizes) == 2
    assert "Statements nobody blocks" in consensus_page(found)

"""Policy (§12): as a function, as SQL and as the naive statement; reasons; defaults."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import replace
from typing import Any

import pytest
from exchange_naive import naive
from exchange_worlds import World, near_world, rows, world

from maslahat.exchange.policy import ACTIONS, SCHEMA, Ask, Audience, ObjectFacts, Principal, decide, permitted
from maslahat.exchange.policy.decide import allowed

WORLDS = 5  # of 20 persons × 20 questions × 50 objects: 100,000 cases
OFFICER = Principal("kgz.officer", "KGZ", "", "officer", 2, 1, frozenset(), frozenset({"counter-narcotics"}))
RECORD = ObjectFacts(
    "r1",
    "KAZ",
    0,
    100,
    "active",
    1,
    "H0",
    "amber",
    "green",
    "d",
    frozenset({"counter-narcotics"}),
    audiences=(
        Audience(
            "a", 0, 100, frozenset({"KGZ"}), frozenset({"read", "match"}), frozenset({"counter-narcotics"})
        ),
    ),
)
READ = Ask("read", "counter-narcotics", 50)


def parameters(who: Principal, ask: Ask) -> dict[str, Any]:
    return {"who": who.principal_id, "action": ask.action, "purpose": ask.purpose, "now": ask.now}


def differences(w: World, run: Any) -> tuple[int, int, list[Any]]:
    """Return (cases, allowed, cases where the three statements differ)."""
    cases, yes, wrong = 0, 0, []
    for who in w.people:
        for ask in w.asks:
            by_sql = run(parameters(who, ask))
            for thing in w.objects:
                answers = (allowed(who, ask, thing), thing.object_id in by_sql, naive(who, ask, thing))
                cases += 1
                yes += answers[2]
                if len(set(answers)) != 1:
                    wrong.append((who, ask, thing, answers))
    return cases, yes, wrong


def load_sqlite(w: World) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.executescript(SCHEMA)
    for statement, values in rows(w):
        connection.execute(statement, values)
    return connection


@pytest.mark.parametrize("seed", range(WORLDS))
def test_function_sql_and_naive_agree_on_sqlite(seed: int) -> None:
    w = world(seed) if seed % 2 else near_world(seed)
    connection = load_sqlite(w)
    statement = permitted("sqlite")
    cases, yes, wrong = differences(w, lambda p: {r[0] for r in connection.execute(statement, p)})
    assert cases == 20_000
    assert yes > 200, "the cases must not all be refusals"
    assert wrong == []


@pytest.mark.parametrize("seed", range(WORLDS))
def test_function_sql_and_naive_agree_on_postgresql(seed: int) -> None:
    address = os.environ.get("MASLAHAT_TEST_POSTGRESQL")
    if not address:
        pytest.skip("no PostgreSQL: set MASLAHAT_TEST_POSTGRESQL to a connection string")
    psycopg = pytest.importorskip("psycopg", reason="psycopg is in the extra `desk`")
    w = world(seed) if seed % 2 else near_world(seed)
    schema = f"policy_{seed}_{os.getpid()}"
    with psycopg.connect(address) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
        connection.execute(f"SET search_path TO {schema}")
        for part in SCHEMA.split(";"):
            if part.strip():
                connection.execute(part)
        for statement, values in rows(w):
            connection.execute(statement.replace("?", "%s"), values)
        text = permitted("postgresql")
        cases, _, wrong = differences(w, lambda p: {r[0] for r in connection.execute(text, p)})
        connection.rollback()
    assert cases == 20_000
    assert wrong == []


def test_a_recipient_reads_and_the_reasons_are_given() -> None:
    decision = decide(OFFICER, READ, RECORD)
    assert decision.allowed
    assert not decision.failed
    assert str(decision).startswith("Yes.\n  holds  person:")


@pytest.mark.parametrize(
    ("who", "ask", "thing", "rule"),
    [
        (replace(OFFICER, active=0), READ, RECORD, "person"),
        (replace(OFFICER, role="administrator"), READ, RECORD, "role"),
        (replace(OFFICER, clearance=0), READ, RECORD, "clearance"),
        (OFFICER, READ, replace(RECORD, markings=frozenset({"source-protected"})), "markings"),
        (OFFICER, replace(READ, now=100), RECORD, "time"),
        (OFFICER, READ, replace(RECORD, state="withdrawn"), "state"),
        (OFFICER, replace(READ, purpose="counter-terrorism"), RECORD, "purpose"),
        (OFFICER, replace(READ, action="edit"), RECORD, "owner"),
        (OFFICER, READ, replace(RECORD, audiences=()), "recipient"),
        (OFFICER, READ, replace(RECORD, tlp="red"), "recipient"),
        (OFFICER, replace(READ, action="pass_on"), RECORD, "passing on"),
        (OFFICER, replace(READ, action="match"), replace(RECORD, handling="H3"), "handling code"),
        (OFFICER, replace(READ, action="match"), replace(RECORD, pap="red"), "permissible actions"),
    ],
)
def test_each_rule_can_refuse_and_names_itself(who: Any, ask: Any, thing: Any, rule: str) -> None:
    decision = decide(who, ask, thing)
    assert not decision.allowed
    assert rule in {finding.rule for finding in decision.failed}
    assert decision.who_could_grant
    assert "FAILS" in str(decision)


def test_an_audience_without_members_is_nobody() -> None:
    empty = replace(RECORD, audiences=(replace(RECORD.audiences[0], members=frozenset()),))
    assert not decide(OFFICER, READ, empty).allowed


def test_two_half_fitting_audiences_do_not_add_up() -> None:
    only_action = replace(RECORD.audiences[0], members=frozenset({"TJK"}))
    only_member = replace(RECORD.audiences[0], audience_id="b", actions=frozenset({"export"}))
    assert not decide(OFFICER, READ, replace(RECORD, audiences=(only_action, only_member))).allowed


def test_an_unknown_action_is_refused_with_a_reason() -> None:
    decision = decide(OFFICER, replace(READ, action="copy"), RECORD)
    assert not decision.allowed
    assert "not one of" in decision.findings[0].sentence
    assert not allowed(OFFICER, replace(READ, action="copy"), RECORD)


def test_a_refusal_names_no_other_recipient() -> None:
    hidden = replace(RECORD, audiences=(replace(RECORD.audiences[0], members=frozenset({"UZB/customs"})),))
    assert "UZB" not in str(decide(OFFICER, READ, hidden))


def test_the_actions_are_all_reachable_for_someone() -> None:
    seen = set()
    for seed in range(WORLDS):
        w = world(seed) if seed % 2 else near_world(seed)
        seen |= {a.action for p in w.people for a in w.asks for o in w.objects if allowed(p, a, o)}
    assert seen <= set(ACTIONS)
    assert {"read", "match", "export", "edit", "share", "pass_on"} <= seen

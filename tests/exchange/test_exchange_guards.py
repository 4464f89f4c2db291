"""What guards a node at its edges (§12): files on a stick, cards, names of persons, folders of logs, heads that other
witnesses saw, merges, and who may know that a record is there."""

from __future__ import annotations

import os
import sqlite3
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from exchange_house import CONSIGNMENT, OTHER, PURPOSE, Clock, carry, desk, houses, node, visitor
from test_exchange_log import book, texts

from maslahat.core import InputError
from maslahat.exchange import card as cards
from maslahat.exchange import doctor, duplicates, envelope, witnessing
from maslahat.exchange.desk import Desk
from maslahat.exchange.log import Alarm, read_head, sign, tiles, write_tiles
from maslahat.exchange.node import DATABASE, Node
from maslahat.exchange.policy import Principal
from maslahat.exchange.post import Outcome, Post
from maslahat.exchange.verify import verify_folder

CODES = {"tlp": "amber", "pap": "clear", "handling": "H0"}


# --- files ------------------------------------------------------------------------------------------------


def test_a_link_on_the_stick_is_neither_followed_nor_written_through(tmp_path: Path) -> None:
    posts = houses("KAZ", "KGZ")
    posts["KAZ"].send("KGZ", "alarm", text="x")
    stick, mine = tmp_path / "stick", tmp_path / "mine"
    stick.mkdir()
    mine.write_text("precious")
    (stick / "KAZ-KGZ-00000001.part").symlink_to(mine)
    assert posts["KAZ"].write(stick) == 1
    assert mine.read_text() == "precious"
    whole = next(stick.glob("*.envelope"))
    whole.replace(tmp_path / "elsewhere")
    whole.symlink_to("/dev/zero")
    assert "no file of its own" in posts["KGZ"].collect(stick)[0].detail
    whole.unlink()
    os.mkfifo(whole)
    assert posts["KGZ"].collect(stick)[0].outcome is Outcome.REFUSED


def test_a_thousand_envelopes_that_waited_for_the_first_are_taken_in_one_go() -> None:
    posts = houses("KAZ", "KGZ")
    for _ in range(1_100):
        posts["KAZ"].send("KGZ", "receipt")
    sent = posts["KAZ"].pending("KGZ")
    for one in sent[1:]:
        assert posts["KGZ"].accept(one)[0].outcome is Outcome.WAITING
    assert [d.number for d in posts["KGZ"].accept(sent[0])] == list(range(1, 1_101))


def test_an_envelope_for_another_does_not_use_up_a_number_of_the_stream() -> None:
    posts = houses("KAZ", "KGZ", "UZB")
    posts["KAZ"].send("UZB", "alarm", text="for Uzbekistan")
    posts["KAZ"].send("KGZ", "alarm", text="for Kyrgyzstan")
    stray, own = posts["KAZ"].pending("UZB")[0], posts["KAZ"].pending("KGZ")[0]
    assert "it is for UZB" in posts["KGZ"].accept(stray)[0].detail
    assert posts["KGZ"].accept(own)[0].outcome is Outcome.ACCEPTED


def test_the_database_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    made = node("KAZ", folder=tmp_path / "k")
    for path in (tmp_path / "k").glob(f"{DATABASE}*"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    made.close()


def test_nonces_and_wrapped_keys_never_repeat() -> None:
    made = node("KAZ")
    for k in range(200):
        desk(made).create("consignment", {**CONSIGNMENT, "number": f"CMR {k}"}, **CODES)
    rows = made.store.db.execute("SELECT substr(sealed, 1, 12) FROM sealed_fields").fetchall()
    rows += made.store.db.execute("SELECT substr(data_key, 1, 12) FROM bodies").fetchall()
    assert len(set(rows)) == len(rows)


def test_the_number_of_an_envelope_is_bound_to_what_is_sealed_in_it() -> None:
    posts = houses("KAZ", "KGZ")
    posts["KAZ"].send("KGZ", "alarm", text="x")
    one, key = posts["KAZ"].pending("KGZ")[0], posts["KAZ"].node.identity.signing_key
    for other in (replace(one, number=2), replace(one, before="0" * 64)):
        signed = replace(other, signature=key.sign(other.digest.encode()))
        with pytest.raises(InputError, match="does not open"):
            envelope.unseal(signed, posts["KAZ"].node.card.signing_key, posts["KGZ"].node.identity.box_key)
    older = one.to_bytes().replace(b"envelope/v1", b"envelope/v0")
    with pytest.raises(InputError, match="envelope/v1"):
        envelope.read_envelope(older)


# --- cards and persons ------------------------------------------------------------------------------------


def test_the_fingerprint_is_over_whose_card_it_is_and_who_may_sign() -> None:
    one = houses("KAZ")["KAZ"].node.card
    ended = tuple(replace(a, to_at=5) for a in one.authorities)
    for other in (replace(one, party="UZB"), replace(one, name="x"), replace(one, authorities=ended)):
        assert other.fingerprint != one.fingerprint
    assert replace(one, address="https://a:1").fingerprint == one.fingerprint


@pytest.mark.parametrize("party", ["../../x", "kgz", "", "KGZ/..", "K Z", "K\nZ"])
def test_a_party_is_a_code_and_no_path(party: str) -> None:
    value = cards.to_json(houses("KAZ")["KAZ"].node.card)
    with pytest.raises(InputError, match="code such as KGZ"):
        cards.from_json({**value, "party": party})


def test_no_card_speaks_for_this_state_itself() -> None:
    home, other = node("KAZ"), node("KAZ")
    with pytest.raises(InputError, match="another state"):
        home.add_partner(other.card)


@pytest.mark.parametrize(
    ("name", "unit"), [("KGZ", ""), ("KGZ/customs", ""), ("a\tb", ""), ("kaz.x", "KGZ/police")]
)
def test_nobody_is_named_so_that_he_is_taken_for_others(name: str, unit: str) -> None:
    home = node("KAZ")
    with pytest.raises(InputError):
        home.add_person(Principal(name, "KAZ", unit))
    assert home.store.principal(name) is None


def test_who_is_struck_off_reads_nothing_more_at_an_open_desk() -> None:
    home = node("KAZ")
    guest = visitor(home, "kgz.visitor", "KGZ")
    one = desk(home).create("consignment", CONSIGNMENT, **CODES)
    desk(home, "approver").share(one, ["KGZ"], ["read"])
    assert guest.read(one).record_id == one
    home.add_person(replace(home.person("kgz.visitor"), active=0))
    with pytest.raises(InputError, match="nothing that you may see"):
        guest.read(one)
    assert guest.ids() == []


# --- who may know -----------------------------------------------------------------------------------------


def test_why_does_not_tell_the_uncleared_of_ones_own_state_that_a_record_is_there() -> None:
    home = node("KAZ")
    secret = desk(home).create("consignment", CONSIGNMENT, level=2, markings=frozenset(), **CODES)
    home.add_person(Principal("kaz.junior", "KAZ", "", "officer", 1, 1, frozenset(), frozenset({PURPOSE})))
    junior = Desk(home, "kaz.junior", PURPOSE)
    said = []
    for name in (secret, "no-such"):
        with pytest.raises(InputError) as error:
            junior.why(name)
        said.append(str(error.value).replace(name, "NAME"))
    assert said[0] == said[1]
    assert not desk(home, "officer", OTHER).why(secret).allowed, "the purpose is explained to those cleared"


def pair(home: Node) -> tuple[str, str]:
    """Two records of one thing: the first with less in it, open to Kyrgyzstan."""
    keep = desk(home).create("consignment", {"number": "CMR 1234567"}, **CODES)
    other = desk(home).create("consignment", {**CONSIGNMENT, "exporter": "Secret Trade"}, **CODES)
    desk(home, "approver").share(keep, ["KGZ"], ["read"])
    return keep, other


def test_a_merge_does_not_show_to_readers_of_one_what_the_other_says() -> None:
    home = node("KAZ")
    keep, other = pair(home)
    guest = visitor(home, "kgz.visitor", "KGZ")
    with pytest.raises(InputError, match="recipients that the other does not have"):
        duplicates.merge(desk(home), keep, other, "the same")
    assert guest.read(keep).value("exporter") == ""
    desk(home, "approver").share(other, ["KGZ"], ["read"])
    duplicates.merge(desk(home), keep, other, "the same")
    assert guest.read(keep).value("exporter") == "Secret Trade"


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"level": 2}, "a lower level"),
        ({"tlp": "red"}, "TLP or PAP"),
        ({"pap": "red"}, "TLP or PAP"),
        ({"handling": "H3"}, "handling code"),
        ({}, ""),
    ],
)
def test_a_merge_keeps_the_stricter_codes(more: dict[str, object], found: str) -> None:
    home = node("KAZ")
    keep = desk(home).create("consignment", {"number": "CMR 1234567"}, **CODES)
    other = desk(home).create("consignment", CONSIGNMENT, **{**CODES, **more})
    if found:
        with pytest.raises(InputError, match=found):
            duplicates.merge(desk(home), keep, other, "the same")
    else:
        duplicates.merge(desk(home), keep, other, "the same")
        assert desk(home).read(keep).value("unit") == "kg"


def test_only_codes_are_reclassified() -> None:
    home = node("KAZ")
    one = desk(home).create("consignment", CONSIGNMENT, **CODES)
    with pytest.raises(InputError, match="codes"):
        desk(home).reclassify(one, originator="UZB")


# --- logs in folders --------------------------------------------------------------------------------------


@pytest.mark.parametrize("stop", range(1, 9))
def test_tiles_stopped_at_any_moment_hold_what_their_checkpoint_speaks_of(
    tmp_path: Path, stop: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = node("KAZ")
    log = book(texts(300))

    def head(size: int):  # type: ignore[no-untyped-def]
        bare = replace(log.head(home.card.origin), size=size, root=log.root(size))
        return sign(bare, home.card.origin, home.identity.log_key)

    write_tiles(tmp_path, texts(270), head(270))
    done = []

    def counted(what):  # type: ignore[no-untyped-def]
        def once(*args: object) -> None:
            if len(done) == stop:
                raise KeyboardInterrupt
            done.append(1)
            what(*args)

        return once

    for name in ("_put", "_prune", "write_text"):
        monkeypatch.setattr(tiles, name, counted(getattr(tiles, name)))
    with pytest.raises(KeyboardInterrupt):
        write_tiles(tmp_path, texts(300), head(300))
    assert read_head(tmp_path).size in (270, 300)
    assert verify_folder(tmp_path).found == []


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE log_entries SET position = 4611686018427387904 WHERE position = 3",
        "UPDATE log_entries SET entry = 9999999999 WHERE position = 3",
        "UPDATE log_entries SET entry = 'text' WHERE position = 3",
        "UPDATE log_entries SET position = -5 WHERE position = 3",
        "UPDATE log_checkpoints SET note = x'00'",
    ],
)
def test_a_database_made_to_harm_who_verifies_it_is_found_with_a_sentence(tmp_path: Path, harm: str) -> None:
    home = node("KAZ", folder=tmp_path / "k")
    home.publish_head()
    home.close()
    db = sqlite3.connect(tmp_path / "k" / DATABASE)
    db.execute(harm)
    db.commit()
    db.close()
    (caught,) = verify_folder(tmp_path / "k").found
    assert caught.alarm is Alarm.DAMAGED
    assert f"k/{DATABASE}: found" in caught.detail
    assert "expected" in caught.detail


def test_heads_taken_out_of_the_database_are_missed(tmp_path: Path) -> None:
    home = node("KAZ", folder=tmp_path / "k")
    home.publish_head()
    with home.change():
        home.store.db.execute("DELETE FROM log_checkpoints")
        home.store.db.execute("DELETE FROM log_entries WHERE position > 2")
    home.close()
    assert verify_folder(tmp_path / "k").found


# --- heads that others saw --------------------------------------------------------------------------------


def told_two_stories(clock: Clock) -> dict[str, Post]:
    """Kazakhstan shows Kyrgyzstan one log and Uzbekistan another; each grows out of what it has seen."""
    posts = houses("KAZ", "KGZ", "UZB", clock=clock)
    for post in posts.values():
        witnessing.show_head(post)
    carry(posts)
    home = posts["KAZ"].node
    for party in ("KGZ", "UZB"):
        home.store.db.execute("SAVEPOINT story")
        home.note("story", detail=party)
        witnessing.show_head(posts["KAZ"], [party])
        found = home.store.db.execute("SELECT * FROM outbox WHERE party = ?", (party,)).fetchall()
        home.store.db.execute("ROLLBACK TO story")
        home.store.db.execute("RELEASE story")
        home.store.db.executemany("INSERT OR REPLACE INTO outbox VALUES (?,?,?,?,?)", found)
    for party in ("KGZ", "UZB"):
        for one in posts["KAZ"].pending(party):
            posts[party].accept(one)
    return posts


def test_two_witnesses_that_were_shown_different_logs_find_it_by_post() -> None:
    posts = told_two_stories(Clock())
    assert [witnessing.alarms(posts[party].node) for party in ("KGZ", "UZB")] == [[], []]
    witnessing.show_head(posts["KGZ"], ["UZB"])
    for one in posts["KGZ"].pending("UZB"):
        posts["UZB"].accept(one)
    assert any("different heads" in text for text in witnessing.alarms(posts["UZB"].node))


def test_a_log_whose_key_was_used_elsewhere_learns_it_from_its_witness() -> None:
    posts = houses("KAZ", "KGZ")
    carry(posts)
    home = posts["KAZ"].node
    forged = book([bytes([k]) * 32 for k in range(200)])
    head = sign(forged.head(home.card.origin), home.card.origin, home.identity.log_key)
    posts["KGZ"].node.store.put("seen head", "KAZ", head.text())
    witnessing.hear_of_head(posts["KAZ"], "KAZ", head.text(), "KGZ")
    assert any("different heads" in text for text in witnessing.alarms(home))


def test_a_head_kept_from_one_witness_is_missed_after_a_week() -> None:
    clock = Clock()
    posts = houses("KAZ", "KGZ", "UZB", clock=clock)
    for post in posts.values():
        witnessing.show_head(post)
    carry(posts)
    for k in range(20):
        posts["KAZ"].node.note("work", detail=str(k))
    witnessing.show_head(posts["KAZ"], ["KGZ"])
    carry(posts)
    witnessing.show_head(posts["KGZ"], ["UZB"])
    carry(posts)
    assert witnessing.withheld(posts["UZB"].node) == []
    clock.seconds += witnessing.QUIET_SECONDS + 1
    (found,) = witnessing.withheld(posts["UZB"].node)
    assert "KGZ has seen" in str(found)
    assert witnessing.quiet(posts["UZB"].node) == ["KAZ", "KGZ"], "silence alone is said, but is no illness"
    assert witnessing.withheld(posts["KGZ"].node) == []
    assert any(one.what == "witnesses" and not one.well for one in doctor.examine(posts["UZB"]))


def test_a_forged_head_told_by_a_witness_raises_no_alarm() -> None:
    posts = houses("KAZ", "KGZ", "UZB")
    for post in posts.values():
        witnessing.show_head(post)
    carry(posts)
    uzb = posts["UZB"].node
    forged = sign(book(texts(9)).head(posts["KAZ"].node.card.origin), posts["KAZ"].node.card.origin,
                  posts["KGZ"].node.identity.log_key)  # fmt: skip
    witnessing.hear_of_head(posts["UZB"], "KAZ", forged.text(), "KGZ")
    assert witnessing.alarms(uzb) == []


def test_words_of_a_partner_are_shown_without_control_characters() -> None:
    posts = houses("KAZ", "KGZ")
    posts["KGZ"].send("KAZ", "alarm", text="\x1b[2Jgone" + "x" * 9_000)
    carry(posts)
    (text,) = witnessing.alarms(posts["KAZ"].node)
    assert "\x1b" not in text
    assert len(text) < 600


def test_a_database_put_back_from_an_older_copy_is_noticed_on_both_sides() -> None:
    posts = houses("KAZ", "KGZ")
    home, partner = posts["KAZ"], posts["KGZ"]
    older = sqlite3.connect(":memory:")
    home.send("KGZ", "alarm", text="first")
    home.node.store.db.backup(older)
    home.send("KGZ", "alarm", text="second")
    for one in home.pending("KGZ"):
        partner.accept(one)
    older.backup(home.node.store.db)
    home.send("KGZ", "alarm", text="another second")
    (again,) = home.pending("KGZ")[1:]
    (found,) = partner.accept(again)
    assert (found.outcome, found.detail) == (Outcome.REFUSED, "another envelope had this number")
    partner.send("KAZ", "receipt")
    older.backup(home.node.store.db)
    for one in partner.pending("KAZ"):
        home.accept(one)
    assert [one.number for one in home.pending("KGZ")] == [1], "nothing is taken for received"
    assert any("older copy" in one.detail for one in doctor.examine(home) if not one.well)

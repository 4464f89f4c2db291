"""The leak catalogue (issue table), second half: twelve side channels, none tells.

A check looks at two nodes that differ only in what the guest may not see. Where a fault was published, a desk that
has it (`exchange_careless.py`) is told apart by the very same check.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from exchange_careless import Careless
from exchange_house import (
    CONSIGNMENT,
    PURPOSE,
    Clock,
    carry,
    desk,
    hidden,
    houses,
    node,
    visitor,
)

from maslahat.core import InputError
from maslahat.exchange import sharing
from maslahat.exchange.desk import Desk
from maslahat.exchange.matching import session
from maslahat.exchange.node import Node


def twin(hide: bool) -> tuple[Node, Desk]:
    """Kazakhstan's node with a record for Kyrgyzstan, and (or not) twenty that Kyrgyzstan may not know of."""
    clock = Clock()
    made = node("KAZ", clock)
    officer, approver = desk(made), desk(made, "approver")
    guest = visitor(made, "kgz.visitor", "KGZ")
    shown = [officer.create("consignment", {**CONSIGNMENT, "exporter": f"Shown {k}"}) for k in range(3)]
    for one in shown:
        approver.share(one, ["KGZ"], ["read", "export", "match"])
    if hide:
        for k in range(20):
            officer.create("consignment", {**CONSIGNMENT, "exporter": f"Secret {k}"})
    return made, guest


@pytest.fixture(scope="module")
def worlds() -> tuple[Desk, Desk]:
    return twin(True)[1], twin(False)[1]


def names(guest: Desk) -> dict[str, str]:
    return {one: guest.node.store.record(one).value("exporter") for one in guest.ids()}  # type: ignore[union-attr]


def told_apart(look: Callable[[Desk], Any], kind: type[Desk]) -> bool:
    """Can the guest tell by this look whether there are records it may not see?"""
    answers = []
    for hide in (True, False):
        made = twin(hide)[0]
        answers.append(look(kind(made, "kgz.visitor", PURPOSE)))
    return bool(answers[0] != answers[1])


def assert_tells_nothing(look: Callable[[Desk], Any]) -> None:
    assert not told_apart(look, Desk)
    assert told_apart(look, Careless), "the published fault would not have been noticed"


def test_13_counts(worlds: tuple[Desk, Desk]) -> None:
    assert [w.count() for w in worlds] == [3, 3]
    assert_tells_nothing(lambda guest: guest.count())


def test_14_page_totals(worlds: tuple[Desk, Desk]) -> None:
    assert [w.page(0, 2).total for w in worlds] == [3, 3]
    assert [len(w.page(1, 2).ids) for w in worlds] == [1, 1]
    assert_tells_nothing(
        lambda guest: (guest.page(0, 2).total, [len(guest.page(k, 2).ids) for k in range(12)])
    )


def test_15_autocomplete(worlds: tuple[Desk, Desk]) -> None:
    assert worlds[0].suggest("Secret") == []
    assert_tells_nothing(lambda guest: guest.suggest("S"))


def name_tells(home: Node, kind: type[Desk]) -> bool:
    """Someone enters two records under names chosen outside; one of them is taken by a record he may not see."""
    copy = desk(home).read(desk(home).ids()[0])
    secret = desk(home).create("consignment", CONSIGNMENT, level=2)
    home.add_person(replace(home.person("kaz.officer"), principal_id="kaz.junior", clearance=1))
    said = []
    for name in (secret, "free-name"):
        try:
            said.append(kind(home, "kaz.junior", PURPOSE).add(replace(copy, record_id=name)) == name)
        except InputError:
            said.append(None)
    return said[0] != said[1]


def test_16_no_error_of_a_unique_key_tells_that_a_name_is_taken(home: Node) -> None:
    assert not name_tells(home, Desk)
    assert name_tells(home, Careless)


def test_17_refused_and_missing_sound_the_same(home: Node, guest: Desk) -> None:
    said = []
    for name in (hidden(home), "no-such-record"):
        for act in (guest.read, guest.history, guest.audiences, guest.correlations, guest.why):
            with pytest.raises(InputError) as error:
                act(name)
            said.append(str(error.value).replace(name, "NAME"))
    assert len(set(said)) == 1
    careless = []
    for name in (hidden(home), "no-such-record"):
        with pytest.raises(InputError) as error:
            Careless(home, "kgz.visitor", PURPOSE).read(name)
        careless.append(str(error.value).replace(name, "NAME"))
    assert len(set(careless)) == 2


def test_18_notices(worlds: tuple[Desk, Desk]) -> None:
    assert len(worlds[0].notices()) == len(worlds[1].notices()) == 3
    assert_tells_nothing(lambda guest: len(guest.notices()))


def test_19_correlation_links_and_weights(worlds: tuple[Desk, Desk]) -> None:
    links = []
    for guest in worlds:
        by_name = names(guest)
        first = min(by_name, key=by_name.__getitem__)
        links.append(
            [(by_name[link.record_id], link.weight, link.shared) for link in guest.correlations(first)]
        )
    assert links[0] == links[1]
    assert links[0], "there must be something to correlate"
    counts = [w.node.store.db.execute("SELECT count(*) FROM values_held").fetchone()[0] for w in worlds]
    assert counts[0] != counts[1], "weights over the whole index would have told"


def test_20_names_of_records_are_not_in_a_row() -> None:
    from maslahat.exchange.node import Ambient

    fresh = [Ambient().fresh() for _ in range(50)]
    assert len({name[:8] for name in fresh}) == 50
    assert fresh != sorted(fresh)
    in_a_row = [str(k) for k in range(10, 60)]
    assert in_a_row == sorted(in_a_row), "numbers given in a row would tell how many came between"


def test_21_export(worlds: tuple[Desk, Desk]) -> None:
    told = [sorted(record.value("exporter") for record in guest.export()) for guest in worlds]
    assert told[0] == told[1] == ["Shown 0", "Shown 1", "Shown 2"]
    assert_tells_nothing(lambda guest: len(guest.export()))


def test_22_nothing_is_cached_across_persons_or_time(home: Node, guest: Desk) -> None:
    record_id = guest.ids()[0]
    guest.read(record_id)
    Careless._cache.clear()
    careless = Careless(home, "kgz.visitor", PURPOSE)
    assert careless.cached() == [record_id]
    assert visitor(home, "tjk.visitor", "TJK").ids() == []
    desk(home, "approver").withdraw(record_id)
    assert guest.ids() == []
    assert careless.cached() == [record_id], "a cache kept over the withdrawal would have told"
    with pytest.raises(InputError):
        guest.read(record_id)


def test_23_a_search_does_no_work_on_what_is_hidden(worlds: tuple[Desk, Desk]) -> None:
    work = []
    for guest in worlds:
        guest.opened = 0
        found = len(guest.search("anhydride")), len(guest.suggest("Shown")), len(guest.search("Secret"))
        work.append((found, guest.opened))
    assert work[0] == work[1]
    assert_tells_nothing(lambda guest: (guest.search("Secret"), guest.search("Shown"), guest.opened)[2])
    assert steps_of_a_search("Secret") == steps_of_a_search("Nowhere")
    assert steps_of_a_search("Shown") > steps_of_a_search("Nowhere"), "the steps are counted"


def steps_of_a_search(word: str) -> int:
    """Time of the wall cannot be tested; the steps of the database's machine can. They may grow with what is
    permitted, not with whether the word occurs in what is hidden."""
    (made, guest), steps = twin(True), [0]

    def tick() -> int:
        steps[0] += 1
        return 0

    made.store.db.set_progress_handler(tick, 1)
    guest.search(word)
    made.store.db.set_progress_handler(None, 1)
    return steps[0]


def test_24_the_log_tells_nothing_of_its_contents() -> None:
    posts = houses("KAZ", "KGZ")
    officer, approver = desk(posts["KAZ"]), desk(posts["KAZ"], "approver")
    for k in range(12):
        one = officer.create("consignment", {**CONSIGNMENT, "number": f"CMR 555{k:04d}"})
        sharing.share(posts["KAZ"], approver, one, ["KGZ"], {"match"})
    session.held_keys(posts["KAZ"], "KGZ", PURPOSE)
    carry(posts)
    head = posts["KAZ"].node.publish_head()
    entries = posts["KAZ"].node.log.entries()
    assert {len(entry) for entry in entries} == {32}
    assert head.size % 16 == 0
    assert len(set(entries)) == len(entries)
    again = posts["KAZ"].node.events()
    assert len(again) < len(entries), "the filling cannot be told from events without the openings"

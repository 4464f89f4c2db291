"""Everything this package can say of one coalition game, side by side, with its certificate."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from maslahat.accord.certificate import game_certificate, sealed
from maslahat.accord.core_rule import Core, core
from maslahat.accord.form_file import Form
from maslahat.accord.game import Game
from maslahat.accord.game_file import NamedGame
from maslahat.accord.nucleolus_rule import Nucleolus, nucleolus, per_capita_nucleolus, prenucleolus
from maslahat.accord.shapley_rule import banzhaf, owen, shapley
from maslahat.accord.tau import tau_value
from maslahat.core import InputError

DOUBLE = 17


@dataclass(frozen=True)
class GameReport:
    """The solutions of one game by rule, the core, and why a rule is missing where it is not defined."""

    where: str
    game: Game
    points: dict[str, tuple[Fraction, ...]]
    nucleoli: tuple[Nucleolus, ...]
    core: Core
    undefined: dict[str, str]
    unions: tuple[tuple[int, ...], ...] = ()

    @property
    def payoffs(self) -> dict[str, tuple[Fraction, ...]]:
        """Return the payoff by rule, the least-core point last."""
        proved = {solution.kind: solution.payoff for solution in self.nucleoli}
        return {**self.points, **proved, "core": self.core.point}


def game_report(named: NamedGame) -> GameReport:
    """Return all solutions of a game."""
    game = named.game
    points: dict[str, tuple[Fraction, ...]] = {"shapley": shapley(game), "banzhaf": banzhaf(game)}
    if named.unions:
        points["owen"] = owen(game, named.unions)
    undefined: dict[str, str] = {}
    _try(tau_value, game, lambda payoff: points.update(tau=payoff), undefined, "tau")
    nucleoli: list[Nucleolus] = []
    for rule in (nucleolus, prenucleolus, per_capita_nucleolus):
        _try(rule, game, nucleoli.append, undefined, rule.__name__)
    return GameReport(named.where, game, points, tuple(nucleoli), core(game), undefined, named.unions)


def report_document(reports: Iterable[GameReport], forms: Iterable[Form] = ()) -> dict[str, Any]:
    """Return the reports as one JSON document: figures by rule, and the certificate of every game and form."""
    body: dict[str, Any] = {"games": [_entry(report) for report in reports]}
    others = [{"source": form.where, "certificate": form.certificate} for form in forms]
    return sealed("games", {**body, "forms": others} if others else body, DOUBLE)


def _try(
    rule: Callable[[Game], Any], game: Game, keep: Callable[[Any], None], undefined: dict[str, str], name: str
) -> None:
    try:
        keep(rule(game))
    except InputError as error:
        undefined[name] = str(error)


def _entry(report: GameReport) -> dict[str, Any]:
    return {
        "game": report.where,
        "n": report.game.n,
        "solutions": {rule: [float(x) for x in payoff] for rule, payoff in report.payoffs.items()},
        "core_empty": report.core.empty,
        "undefined": report.undefined,
        "certificate": game_certificate(
            report.game,
            points=report.points,
            nucleoli=report.nucleoli,
            core=report.core,
            digits=DOUBLE,
            unions=report.unions,
        ),
    }

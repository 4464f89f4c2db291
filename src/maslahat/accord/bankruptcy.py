"""Too little for all claims: rules that divide an estate (O'Neill 1982; Aumann and Maschler 1985)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from maslahat.accord.game import Game, sums_of_coalitions
from maslahat.accord.rational import Number, exact
from maslahat.accord.shapley_rule import shapley
from maslahat.core import Fault, InputError

Shares = tuple[Fraction, ...]


def proportional(estate: Number, claims: Sequence[Number]) -> Shares:
    """Return shares in proportion to the claims."""
    whole, asked = _read(estate, claims)
    total = sum(asked, Fraction(0))
    return tuple(whole * claim / total if total else Fraction(0) for claim in asked)


def equal_awards(estate: Number, claims: Sequence[Number]) -> Shares:
    """Return shares as equal as can be, nobody above its claim (constrained equal awards, Maimonides)."""
    return _awards(*_read(estate, claims))


def equal_losses(estate: Number, claims: Sequence[Number]) -> Shares:
    """Return shares that leave losses as equal as can be, nobody below nothing (constrained equal losses)."""
    whole, asked = _read(estate, claims)
    losses = _awards(sum(asked, Fraction(0)) - whole, asked)
    return tuple(claim - loss for claim, loss in zip(asked, losses, strict=True))


def talmud(estate: Number, claims: Sequence[Number]) -> Shares:
    """Return the rule of the Talmud: awards equal up to half of each claim, beyond that losses equal.

    It is the nucleolus of `bankruptcy_game` (Aumann and Maschler 1985).
    """
    whole, asked = _read(estate, claims)
    half = [claim / 2 for claim in asked]
    middle = sum(half, Fraction(0))
    if whole <= middle:
        return _awards(whole, half)
    losses = _awards(2 * middle - whole, half)
    return tuple(claim - loss for claim, loss in zip(asked, losses, strict=True))


def random_arrival(estate: Number, claims: Sequence[Number]) -> Shares:
    """Return the mean over all orders of arrival, each taking what is left of its claim, up to 12 claims.

    It is the Shapley value of `bankruptcy_game` (O'Neill 1982).
    """
    return shapley(bankruptcy_game(estate, claims))


def bankruptcy_game(estate: Number, claims: Sequence[Number]) -> Game:
    """Return the game in which a coalition has what is left when all others are paid in full."""
    whole, asked = _read(estate, claims)
    owed = sums_of_coalitions(asked)
    return Game([max(whole - (owed[-1] - inside), Fraction(0)) for inside in owed])


RULES: dict[str, Callable[[Number, Sequence[Number]], Shares]] = {
    "proportional": proportional,
    "equal awards": equal_awards,
    "equal losses": equal_losses,
    "Talmud": talmud,
}


def _awards(whole: Fraction, asked: Sequence[Fraction]) -> Shares:
    left, shares = whole, [Fraction(0)] * len(asked)
    order = sorted(range(len(asked)), key=asked.__getitem__)
    for place, i in enumerate(order):
        shares[i] = min(asked[i], left / (len(order) - place))
        left -= shares[i]
    return tuple(shares)


def _read(estate: Number, claims: Sequence[Number]) -> tuple[Fraction, list[Fraction]]:
    whole, asked = exact(estate), [exact(claim) for claim in claims]
    faults = [
        Fault(f"claim {i}", str(claim), "none below 0") for i, claim in enumerate(asked, start=1) if claim < 0
    ]
    if not asked:
        faults.append(Fault("claims", "none", "at least one"))
    if not 0 <= whole <= sum(asked, Fraction(0)):
        faults.append(
            Fault("estate", str(whole), f"from 0 to the sum of the claims, {sum(asked, Fraction(0))}")
        )
    if faults:
        raise InputError(faults)
    return whole, asked

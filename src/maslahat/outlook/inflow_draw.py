"""Ensembles of inflow drawn from the models, with little chance in them (DESIGN §9).

The noise is even along the growing-season volume of the river and the other volumes that matter, so that
their quantiles, and with them the kinds of year, come out even with few traces. At the end each month of
each head is scaled so that the mean over the traces is the expected flow exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maslahat.core import Fault, InputError, Period, months_from
from maslahat.outlook.inflow import ForecastNote, InflowModel, InflowModels, InflowTraces, growing_run
from maslahat.outlook.inflow_marginal import Floats, expected_flow, flow_of_score, score_of_flow
from maslahat.outlook.inflow_memory import STATE_MONTHS, Memory
from maslahat.outlook.inflow_noise import even_noise

Marks = NDArray[np.bool_]

GREATEST_PERCENT = 400.0
FARTHEST = 8.0  # standard deviations that a forecast can move the season
_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class _Head:
    """One head over the months asked for: distributions by month, and the joint law of the scores."""

    model: InflowModel
    mean_m3s: Floats
    cv: Floats
    skew_ratio: Floats
    score_mean: Floats
    root: Floats  # lower triangular: covariance of scores = root @ root.T
    expected_m3s: Floats
    note: ForecastNote | None

    def flows(self, scores: Floats) -> Floats:
        return flow_of_score(scores, self.mean_m3s, self.cv, self.skew_ratio)


def traces(
    models: InflowModels,
    start: Period,
    months: int,
    count: int,
    rng: np.random.Generator,
    forecast: Mapping[str, float] | None = None,
    error_percent: Mapping[str, float] | None = None,
) -> InflowTraces:
    """Draw `count` traces of `months` months from `start`, all of one weight.

    `forecast` gives the expected growing-season volume of a head in percent of its norm; heads without one
    keep their norm. Its standard error is what the fit leaves when the state of the catchment in the month
    before is known, or `error_percent` (percent of the norm) where the forecaster states it. Without a
    forecast a head starts from the last months of its series where it has one. A head is named by its key
    or the beginning of it. InputError on an unknown head, a percentage outside 0 to 400, no months or no
    traces.
    """
    said = _checked(models, months, count, forecast or {}, error_percent or {})
    periods = months_from(start, months)
    growing = tuple(period.month in models.growing_months for period in periods)
    run = np.array(growing_run(growing))
    heads = [_head(model, periods, run, *said.get(model.node, (None, None))) for model in models.heads]
    return InflowTraces(
        river=models.river,
        nodes=models.nodes,
        periods=periods,
        growing=growing,
        flow_m3s=_draw(heads, periods, run, count, rng),
        weights=np.full(count, 1.0 / count),
        norm_m3s=np.stack([head.mean_m3s for head in heads], axis=1),
        forecasts=tuple(head.note for head in heads if head.note is not None),
    )


def resolve_node(models: InflowModels, name: str) -> str | None:
    """Return the head whose key is `name` or, where only one does, begins with it; None otherwise."""
    if name in models.nodes:
        return name
    found = [node for node in models.nodes if node.startswith(name)]
    return found[0] if len(found) == 1 and name else None


def _checked(
    models: InflowModels,
    months: int,
    count: int,
    forecast: Mapping[str, float],
    error_percent: Mapping[str, float],
) -> dict[str, tuple[float | None, float | None]]:
    """Return percent and error by head; raise InputError with every fault of the request."""
    faults = [
        Fault(name, str(value), "1 or more")
        for name, value in (("months", months), ("traces", count))
        if value < 1
    ]
    percents, more = _by_node(models, "forecast", forecast)
    errors, rest = _by_node(models, "forecast error", error_percent)
    faults += more + rest
    faults += [
        Fault(f"forecast error {node}", "no forecast for it", "a forecast that the error belongs to")
        for node in errors
        if node not in percents
    ]
    if faults:
        raise InputError(faults)
    return {node: (percent, errors.get(node)) for node, percent in percents.items()}


def _by_node(
    models: InflowModels, what: str, said: Mapping[str, float]
) -> tuple[dict[str, float], list[Fault]]:
    """Return percentages by the full key of the head, and what is wrong with them."""
    found: dict[str, float] = {}
    faults = []
    for name, percent in said.items():
        node = resolve_node(models, name)
        if node is None:
            faults.append(Fault(f"{what} {name}", "no such head", "one of: " + ", ".join(models.nodes)))
        elif not 0 < percent <= GREATEST_PERCENT:
            faults.append(
                Fault(f"{what} {name}", f"{percent:g} %", "more than 0 and at most 400 % of the norm")
            )
        elif node in found:
            faults.append(Fault(f"{what} {name}", f"a second figure for {node}", "one figure for each head"))
        else:
            found[node] = float(percent)
    return found, faults


def _head(
    model: InflowModel, periods: tuple[Period, ...], run: Marks, percent: float | None, error: float | None
) -> _Head:
    """Return the joint law of one head: what is known of it is conditioned on."""
    index = np.array([period.month - 1 for period in periods])
    shape = [np.array(values)[index] for values in (model.mean_m3s, model.cv, model.skew_ratio)]
    note = None
    if percent is None:
        mean, covariance = _given_history(model, periods)
        expected = _expected(mean, covariance, shape)
    else:
        days = np.where(run, np.array([period.days for period in periods], dtype=float), 0.0)
        mean, covariance, expected, note = _given_forecast(model, periods, shape, days, percent, error)
    root: Floats = np.linalg.cholesky(covariance + 1e-10 * np.eye(len(periods))).astype(float)
    return _Head(model, shape[0], shape[1], shape[2], mean, root, expected, note)


def _given_history(model: InflowModel, periods: tuple[Period, ...]) -> tuple[Floats, Floats]:
    """Return mean and covariance of the scores, given the flows of the twelve months before where they are
    known.
    """
    before = [periods[0].plus(k - STATE_MONTHS) for k in range(STATE_MONTHS)]
    known = dict(model.history)
    joint = model.memory.correlation(before[0].month, STATE_MONTHS + len(periods))
    seen = [k for k, period in enumerate(before) if period in known]
    ahead = joint[STATE_MONTHS:, STATE_MONTHS:]
    if not seen:
        return np.zeros(len(periods)), ahead
    scores = np.array([_score(model, before[k], known[before[k]]) for k in seen])
    gain = np.linalg.solve(joint[np.ix_(seen, seen)] + 1e-9 * np.eye(len(seen)), joint[seen, STATE_MONTHS:]).T
    return gain @ scores, ahead - gain @ joint[seen, STATE_MONTHS:]


def _score(model: InflowModel, period: Period, flow_m3s: float) -> float:
    k = period.month - 1
    return float(score_of_flow(flow_m3s, model.mean_m3s[k], model.cv[k], model.skew_ratio[k]))


def _given_forecast(
    model: InflowModel,
    periods: tuple[Period, ...],
    shape: list[Floats],
    days: Floats,
    percent: float,
    error: float | None,
) -> tuple[Floats, Floats, Floats, ForecastNote]:
    """Return mean and covariance of the scores and the expected flows, given a forecast; and what it was
    taken to mean.

    The spread of a gamma flow falls with its level: a stated error is met at the level that the forecast
    says, and the error that the fit leaves is given at that level.
    """
    ahead = model.memory.correlation(periods[0].month, len(periods))
    weight = shape[0] * shape[1] * days
    norm = float(shape[0] @ days)
    spread = float(np.sqrt(weight @ ahead @ weight))
    direction = ahead @ weight / spread if spread > 0 else np.zeros(len(periods))
    without = 100 * spread / norm if norm else 0.0
    explained = explained_by_state(model.memory, periods, weight)
    for _ in range(1 if error is None or not without else _ROUNDS):
        covariance = ahead - explained * np.outer(direction, direction)
        mean, expected = _moved_to(percent / 100 * norm, direction, covariance, shape, days)
        steepness = _steepness(mean, direction, covariance, shape, days) / spread if spread > 0 else 1.0
        if error is not None and without:
            explained = float(np.clip(1 - (error / (without * steepness)) ** 2, 0.0, 0.999))
    left = without * steepness * float(np.sqrt(1 - explained))
    return mean, covariance, expected, ForecastNote(model.node, percent, explained, left, without)


def _steepness(
    mean: Floats, direction: Floats, covariance: Floats, shape: list[Floats], days: Floats
) -> float:
    """Return how fast the expected season rises as the scores move along `direction`, in its own unit a
    unit step.
    """
    step = 0.05 * direction
    above, below = (float(_expected(mean + sign * step, covariance, shape) @ days) for sign in (1, -1))
    return (above - below) / 0.1


def explained_by_state(memory: Memory, periods: tuple[Period, ...], weight: Floats) -> float:
    """Return the share of the variance of the volume `weight @ scores` that the twelve months before
    explain.
    """
    joint = memory.correlation(periods[0].plus(-STATE_MONTHS).month, STATE_MONTHS + len(periods))
    past, ahead = joint[:STATE_MONTHS, :STATE_MONTHS], joint[STATE_MONTHS:, STATE_MONTHS:]
    total = float(weight @ ahead @ weight)
    if total <= 0:
        return 0.0
    link = joint[:STATE_MONTHS, STATE_MONTHS:] @ weight
    return float(
        np.clip(link @ np.linalg.solve(past + 1e-9 * np.eye(STATE_MONTHS), link) / total, 0.0, 0.999)
    )


def _moved_to(
    target: float, direction: Floats, covariance: Floats, shape: list[Floats], days: Floats
) -> tuple[Floats, Floats]:
    """Return the mean scores at which the expected growing-season volume is `target`, and the expected
    flows.
    """

    from scipy.optimize import brentq  # noqa: PLC0415  (a tenth of a second that most questions can do without)

    def gap(step: float) -> float:
        return float(_expected(step * direction, covariance, shape) @ days) - target

    ends = (-FARTHEST, FARTHEST)
    inside = gap(ends[0]) < 0 < gap(ends[1])
    step = brentq(gap, *ends, xtol=1e-9) if inside else min(ends, key=lambda end: abs(gap(end)))
    mean = step * direction
    expected = _expected(mean, covariance, shape)
    reached = float(expected @ days)
    factor = np.where(
        days > 0, target / reached if reached else 1.0, 1.0
    )  # where a bound of the law is in the way
    return mean, np.asarray(expected * factor)


def _expected(mean: Floats, covariance: Floats, shape: list[Floats]) -> Floats:
    return expected_flow(mean, np.sqrt(np.maximum(np.diag(covariance), 0.0)), *shape)


def _draw(
    heads: list[_Head], periods: tuple[Period, ...], run: Marks, count: int, rng: np.random.Generator
) -> Floats:
    """Return flows, m³/s: trace x month x head, with the expected flow as mean."""
    months = len(periods)
    loading = _loading(heads, months)
    days = np.array([period.days for period in periods], dtype=float)
    volume = np.concatenate([head.mean_m3s * head.cv * days for head in heads])
    noise = even_noise(count, loading.T @ _volumes_of_note(volume, run, len(heads)), rng)
    scores = (noise @ loading.T).reshape(count, len(heads), months)
    flows = np.empty((count, months, len(heads)))
    for k, head in enumerate(heads):
        drawn = head.flows(head.score_mean + scores[:, k, :])
        mean = drawn.mean(axis=0)
        flows[:, :, k] = drawn * np.where(mean > 0, head.expected_m3s / np.where(mean > 0, mean, 1.0), 1.0)
    return flows


def _loading(heads: list[_Head], months: int) -> Floats:
    """Return the matrix from independent noise to scores: (heads * months) x (groups + heads) * months."""
    groups = sorted({head.model.group for head in heads})
    matrix = np.zeros((len(heads) * months, (len(groups) + len(heads)) * months))
    for k, head in enumerate(heads):
        rows = slice(k * months, (k + 1) * months)
        common = groups.index(head.model.group) * months
        own = (len(groups) + k) * months
        matrix[rows, common : common + months] = head.model.loading * head.root
        matrix[rows, own : own + months] = np.sqrt(1 - head.model.loading**2) * head.root
    return matrix


def _volumes_of_note(volume: Floats, run: Marks, heads: int) -> Floats:
    """Return the weights of scores in the volumes to be even in, most important first: (heads * months) x
    volumes.

    They are the growing season of the river, its other months, and both for each head.
    """
    own = np.repeat(np.eye(heads), len(run), axis=0)
    season = np.tile(run, heads).astype(float)
    columns = [season, 1 - season]
    columns += [own[:, k] * part for part in (season, 1 - season) for k in range(heads)]
    return np.asarray(volume[:, None] * np.stack(columns, axis=1))

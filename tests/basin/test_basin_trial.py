"""What an owner could still reach from each month on."""

from dataclasses import replace

import numpy as np
import pytest
from basin_toy import DOWN, UP, both, end, river, settled, traces

from maslahat.basin import Trial, follow, joint, monthly_value_usd_m, requested

YEARS = traces([(200.0, 200.0, 50.0, 50.0), (60.0, 80.0, 20.0, 20.0)])


@pytest.mark.parametrize("head_m", [100.0, None])
def test_from_the_first_month_it_is_the_whole_optimum(head_m):
    network = river(head_m=head_m)
    program = both(network, end())
    given = settled(program, YEARS).conduct
    best = Trial(program, YEARS, given).best_from_each_month()
    for k in range(2):
        alone = YEARS.subset(np.array([k]))
        whole = follow(program, alone, given.rows(np.array([k])))
        assert best[k, 0] == pytest.approx(whole.value_usd_m.sum(), rel=1e-9)


def test_after_the_best_conduct_nothing_better_is_left():
    network, ends = river(), end()
    program = both(network, ends)
    played = follow(program, YEARS, requested(network, 2)).conduct
    month = monthly_value_usd_m(network, YEARS.inflow_mm3, played, ends, (UP, DOWN)).sum(axis=2)
    to_come = np.cumsum(month[:, ::-1], axis=1)[:, ::-1]
    assert Trial(program, YEARS, played).best_from_each_month() == pytest.approx(to_come, rel=1e-9)


def test_benefits_past_are_gone():
    network = river(load=(0.0, 0.0, 0.0, 0.0), request=(300.0, 300.0, 100.0, 100.0))
    unpowered = tuple(replace(spec, load_gwh=np.zeros(4)) for spec in network.power)
    network = replace(network, power=unpowered)
    program = joint(network, (UP, DOWN), (1.0, 1.0), end())
    played = follow(program, YEARS, requested(network, 2)).conduct
    best = Trial(program, YEARS, played).best_from_each_month()
    assert (np.diff(best, axis=1) < 0).all()


def test_a_plan_kept_so_far_leaves_its_storage():
    network = river()
    program = joint(network, (UP,), (1.0,), end(price=0.0))
    plan = {0: np.tile([300.0, 500.0, 40.0, 40.0], (3, 1))}
    kept = follow(program, YEARS, requested(network, 2), plan).conduct
    best = Trial(program, YEARS, kept).best_from_each_month()
    # From July on 40 + 40 million m³ less: what is left in the dam and comes, at 100 and then 60 USD a MWh.
    gwh = 9.81e9 / 3.6e12 * 90
    storage = kept.storage_mm3[0, 1, 0]
    water = storage - 100 + 50 + 50
    assert storage == pytest.approx(100.0)
    assert best[0, 2] == pytest.approx(-(80 - water * gwh) * 0.1 - 80 * 0.06)

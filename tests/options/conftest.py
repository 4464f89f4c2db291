"""The Syr Darya as a reader asks for it by default, worked out once for all truths (DESIGN §6.5)."""

from __future__ import annotations

import pytest

from maslahat.basin import joint
from maslahat.options import Request
from maslahat.options.dossier import open_dossier
from maslahat.options.packages import PRIORITY, weighed, work_out_basis
from maslahat.regions import load_region


@pytest.fixture(scope="session")
def region():
    return load_region()


@pytest.fixture(scope="session")
def dossier(region):
    return open_dossier(region, Request("syr-darya", sensitivity=False))


@pytest.fixture(scope="session")
def basis(dossier):
    return work_out_basis(dossier)


@pytest.fixture(scope="session")
def irrigation(dossier, basis):
    """Toktogul's releases where irrigation comes first, as in the package of that name."""
    table = weighed(dossier, PRIORITY).table(dossier.plan)
    return table.play(dossier.together, start=basis.together_planned.conduct).schedules


@pytest.fixture(scope="session")
def network(dossier):
    return dossier.network


@pytest.fixture(scope="session")
def program(dossier):
    return joint(dossier.network, dossier.signatories, (1.0,) * 4, dossier.ends)


@pytest.fixture(scope="session")
def toktogul(network):
    return network.reservoirs[network.reservoir_at(network.index("toktogul"))]

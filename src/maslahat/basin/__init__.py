"""A river and its power system: network, energy, best responses, class-contingent schedules. No diplomacy
in it.

Takes the rows of a region and inflow traces; gives back conducts (what is released, taken and generated on
every trace and month), what they are worth to each owner, the prices of water, and the audit of balances.
"""

from maslahat.basin.audit import Audit, audit
from maslahat.basin.build import build_network
from maslahat.basin.conduct import Conduct, Flows, flows, idle, mixed, requested, with_true_energy
from maslahat.basin.engine import Engine, NotOptimal
from maslahat.basin.explain import explain_releases
from maslahat.basin.horizon import SENTENCE as END_OF_HORIZON
from maslahat.basin.horizon import class_means, end_values
from maslahat.basin.network import UNBOUNDED, Array, Network, Traces
from maslahat.basin.program import Block, EndValue, Program
from maslahat.basin.response import Engines, Response, Schedules, follow, schedule
from maslahat.basin.stacked import Stacked
from maslahat.basin.statement import compile_program, joint
from maslahat.basin.traced import heads_prepared
from maslahat.basin.trial import Trial
from maslahat.basin.valuation import benefit_usd_m, monthly_value_usd_m, value_usd_m

__all__ = [
    "END_OF_HORIZON",
    "UNBOUNDED",
    "Array",
    "Audit",
    "Block",
    "Conduct",
    "EndValue",
    "Engine",
    "Engines",
    "Flows",
    "Network",
    "NotOptimal",
    "Program",
    "Response",
    "Schedules",
    "Stacked",
    "Traces",
    "Trial",
    "audit",
    "benefit_usd_m",
    "build_network",
    "class_means",
    "compile_program",
    "end_values",
    "explain_releases",
    "flows",
    "follow",
    "heads_prepared",
    "idle",
    "joint",
    "mixed",
    "monthly_value_usd_m",
    "requested",
    "schedule",
    "value_usd_m",
    "with_true_energy",
]

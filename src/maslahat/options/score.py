"""The same table for a package that the user wrote (OPTIONS, "score my draft")."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Any

from maslahat.core import dumps
from maslahat.options.check import sealed
from maslahat.options.compute import (
    accuracy,
    alone_outcomes,
    joint_optimum_usd_m,
    parties,
    provenance,
    settings,
)
from maslahat.options.deal import write_up
from maslahat.options.dossier import open_dossier
from maslahat.options.draft import work_out
from maslahat.options.draft_file import state_draft
from maslahat.options.keeping import values_alone
from maslahat.options.packages import Basis, four_plays
from maslahat.options.request import Request
from maslahat.options.season import season
from maslahat.options.workers import in_parallel
from maslahat.regions import Region

SCHEMA = "maslahat/score/1"
Progress = Callable[[str, float], None]


def score(
    region: Region, request: Request, content: dict[str, Any], name: str, progress: Progress | None = None
) -> dict[str, Any]:
    """Return a draft's table as a sealed document; InputError with every fault of the draft or the question.

    `content` is the draft as `draft_file.read_draft` gives it, `name` what to call it in faults.
    """
    return sealed(json.loads(dumps(_scored(region, request, content, name, progress))))


def scored_again(document: dict[str, Any], region: Region) -> dict[str, Any]:
    """Return the body of a saved score, worked out again from its own question and draft."""
    from maslahat.options.verify import request_of  # noqa: PLC0415  (verify stands on score)

    found = _scored(region, request_of(document), document["draft"], "draft", None)
    again: dict[str, Any] = json.loads(dumps(found))
    return again


def _scored(
    region: Region, request: Request, content: dict[str, Any], name: str, progress: Progress | None
) -> dict[str, Any]:
    say = progress or (lambda _sentence, _share: None)
    say("Drawing possible years and valuing what is stored at the end", 0.0)
    dossier = open_dossier(region, request)
    draft = state_draft(dossier, content, name)
    say("Running the river without an agreement, and for the good of all", 0.2)
    sides = [partial(four_plays, dossier, side) for side in (dossier.apart, dossier.together)]
    basis = Basis.of(*in_parallel(sides))
    say("Running the river under the draft", 0.6)
    deal = work_out(dossier, draft, basis.apart_planned)
    optimum = joint_optimum_usd_m(dossier, basis)
    package = write_up(dossier, deal, basis.apart, optimum, values_alone(dossier, deal.on_mean))
    return {
        "schema": SCHEMA,
        "settings": asdict(settings(dossier)),
        "provenance": asdict(provenance(dossier)),
        "draft": content,
        "river_name": dossier.river_name,
        "parties": [asdict(party) for party in parties(dossier)],
        "season": asdict(season(dossier)),
        "alone": [asdict(outcome) for outcome in alone_outcomes(dossier, basis)],
        "packages": [asdict(package)],
        "accuracy": asdict(accuracy(dossier, basis, [deal])),
    }

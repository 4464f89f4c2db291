"""What is saved keeps the published schemas (DESIGN §4, §13)."""

from __future__ import annotations

import copy
import json

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from maslahat.accord.certificate import certificate_schema
from maslahat.brief import compose, to_json
from maslahat.brief.figures import as_saved
from maslahat.brief.schema import brief_schema
from maslahat.cli.main import build_app
from maslahat.cli.schema import NAMES
from maslahat.core import InputError
from maslahat.options import Request, compute
from maslahat.options.schema import result_schema, score_schema
from maslahat.options.score import score
from maslahat.regions import load_region

QUICK = {"traces": 6, "plan_per_class": 1, "rounds": 1, "sensitivity": False}
DRAFT = {"river": "syr-darya", "title": "A draft", "payments": [{"from": "UZB", "to": "KGZ", "usd_m": 5}]}


def faults(schema, document):
    return [error.message for error in Draft202012Validator(schema).iter_errors(document)]


@pytest.fixture(scope="module")
def result():
    return compute(load_region(), Request("syr-darya", **QUICK))


def test_every_schema_is_one_and_is_printed():
    for name in NAMES:
        printed = CliRunner().invoke(build_app(), ["schema", name])
        assert printed.exit_code == 0, printed.output
        Draft202012Validator.check_schema(json.loads(printed.output))
    assert isinstance(CliRunner().invoke(build_app(), ["schema", "page"]).exception, InputError)


def test_an_answer_keeps_its_schema_and_a_changed_one_does_not(result):
    document = result.to_document()
    assert faults(result_schema(), document) == []
    assert all(faults(certificate_schema(), proof) == [] for proof in document["certificates"])
    for change in ("packages", "digest", "accuracy"):
        assert faults(result_schema(), {key: value for key, value in document.items() if key != change})
    other = copy.deepcopy(document)
    other["packages"][0]["offered"] = "perhaps"
    assert faults(result_schema(), other)
    assert faults(result_schema(), {**document, "more": 1})


def test_a_brief_keeps_its_schema(result):
    saved = to_json(result, compose(as_saved(result)))
    assert faults(brief_schema(), saved) == []
    saved["page"]["sections"][0]["blocks"][0]["kind"] = "picture"
    assert faults(brief_schema(), saved)


def test_a_score_keeps_its_schema():
    found = score(load_region(), Request("syr-darya", **QUICK), DRAFT, "draft")
    assert faults(score_schema(), found) == []
    assert faults(score_schema(), {**found, "packages": [{}]})

"""The data package: valid for Frictionless, and in step with the models of the tables."""

from __future__ import annotations

import logging

import frictionless
import pytest
import yaml

from maslahat.regions.describe import COLUMNS, choices, column_order, column_unit, column_words, table_words
from maslahat.regions.load import CENTRAL_ASIA, load_region, read_region
from maslahat.regions.package import descriptor
from maslahat.regions.rows import TABLES
from maslahat.regions.save import cell_text, write_folder
from maslahat.regions.template import template_region

logging.getLogger("frictionless").setLevel(logging.ERROR)


def faults(folder):
    report = frictionless.validate(str(folder / "datapackage.yaml"))
    return report.flatten(["title", "rowNumber", "fieldName", "message"])


def test_the_packaged_region_is_a_valid_data_package():
    assert faults(CENTRAL_ASIA) == []


def test_frictionless_sees_what_we_forbid(sheet):
    sheet.set("unserved", "source", "hearsay", party="KGZ")
    sheet.set("nodes", "kind", "lake", node="kazaly")
    titles = {fault[0] for fault in faults(sheet.folder)}
    assert titles == {"ForeignKey Error", "Constraint Error"}


def test_the_descriptor_is_in_step_with_the_models():
    text = (CENTRAL_ASIA / "datapackage.yaml").read_text(encoding="utf-8")
    words = yaml.safe_load(text)
    made = descriptor(words["name"], words["title"], words["description"], TABLES)
    assert text == made, "write it again with maslahat.regions.package.descriptor"


def test_every_field_says_its_unit():
    words = yaml.safe_load((CENTRAL_ASIA / "datapackage.yaml").read_text(encoding="utf-8"))
    resources = {resource["path"]: resource for resource in words["resources"]}
    assert set(resources) == {f"{name}.csv" for name in TABLES}
    fields = {
        (resource["path"], field["name"]): field
        for resource in words["resources"]
        for field in resource["schema"]["fields"]
    }
    assert fields["reservoirs.csv", "full_mm3"]["unit"] == "million m³"
    assert fields["thermal_tiers.csv", "fuel_usd_per_mwh_th"]["unit"] == "USD per MWh of heat in the fuel"
    assert fields["reaches.csv", "loss_share"]["constraints"]["maximum"] == 1
    assert fields["plants.csv", "confidence"]["constraints"]["enum"] == ["A", "B", "C"]
    assert "required" not in fields["plants.csv", "head_m"].get("constraints", {})


def test_words_and_units_of_columns():
    assert table_words("nodes") == "A place on a river"
    assert column_words("reservoirs", "full_mm3") == "Storage at the full level (million m³)"
    assert (column_unit("head_m"), column_unit("dead_level_m"), column_unit("river")) == (
        "m",
        "m above sea level",
        "",
    )
    assert choices("reservoirs", "scheduled") == ("yes", "no")
    assert choices("reservoirs", "node") == ()
    assert column_order("unserved") == ["party", "usd_per_mwh", "source", "confidence", "note"]
    assert set(COLUMNS) == {column for model in TABLES.values() for column in model.model_fields}


def test_a_region_comes_back_from_its_folder_unchanged(tmp_path):
    region = read_region(CENTRAL_ASIA)
    write_folder(region, tmp_path / "copy", "copy", "Copy", "A copy")
    assert load_region(tmp_path / "copy", options=None).digest == region.digest
    for name in TABLES:
        assert (tmp_path / "copy" / f"{name}.csv").is_file()


def test_writing_twice_gives_the_same_bytes(tmp_path):
    region = template_region("small")
    for folder in ("a", "b"):
        write_folder(region, tmp_path / folder, "small", "Small", "Made up")
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), (2.0, "2"), (0.25, "0.25"), (3, "3"), ("x", "x"), (1e-3, "0.001")]
)
def test_cells_are_written_as_people_write_them(value, text):
    assert cell_text(value) == text

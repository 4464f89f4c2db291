"""Readers: records, coverage, duplicates, and failures with a name (DESIGN §9)."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from typer.testing import CliRunner

from maslahat.cli.main import build_app
from maslahat.core import InputError
from maslahat.evidence import read_evidence
from maslahat.evidence.store import Store, monthly_deaths

UCDP_ROW = {
    "id": "1",
    "type_of_violence": "1",
    "where_prec": "1",
    "where_coordinates": "Batken town",
    "adm_1": "Batken",
    "latitude": "40.06",
    "longitude": "70.82",
    "country": "Kyrgyzstan",
    "date_prec": "1",
    "date_start": "2021-04-28 00:00:00.000",
    "date_end": "2021-04-30 00:00:00.000",
    "best": "5",
    "high": "9",
    "low": "3",
    "source_article": "An agency, 2021-04-29",
}
SEIZURES = "COUNTRY,ADMINISTRATIVE_DIVISION,PLACE,SEIZURE_DATE,DRUG_NAME,AMOUNT,DRUG_UNIT\n"


def _ucdp(path: Path, **changes: str) -> Path:
    rows = [UCDP_ROW | changes, UCDP_ROW | {"id": "2", "country": "Tajikistan"}]
    pl.DataFrame(rows).write_csv(path)
    return path


def _said(path: Path, **more: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_evidence(path, **more)
    return str(caught.value)


def test_ucdp_events_become_records_with_coverage(tmp_path: Path):
    reading = read_evidence(_ucdp(tmp_path / "ged_v1.csv"))
    record = next(reading.records())
    assert (record.source, record.release, record.kind) == ("UCDP GED", "ged_v1", "state-based")
    assert (record.low, record.best, record.high) == (3.0, 5.0, 9.0)
    assert (record.date_start, record.date_end) == (date(2021, 4, 28), date(2021, 4, 30))
    assert record.reference == "An agency, 2021-04-29"
    assert [(c.state, c.records) for c in reading.coverage] == [("Kyrgyzstan", 1), ("Tajikistan", 1)]
    assert reading.faults == ()


def test_estimates_out_of_order_are_named(tmp_path: Path):
    faults = read_evidence(_ucdp(tmp_path / "g.csv", low="6", date_start="soon")).faults
    assert "out of order" in str(faults[1])
    assert "no readable date" in str(faults[0])


def test_a_changed_column_is_a_failure(tmp_path: Path):
    path = _ucdp(tmp_path / "g.csv")
    path.write_text(path.read_text(encoding="utf-8").replace("best", "best_est"), encoding="utf-8")
    assert "no column best" in _said(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<!doctype html><p>Log in", "web page"),
        ("", "empty file"),
        ("a,b,c\n1,2,3\n", "expected UCDP GED"),
        ('{"status": 403, "message": "Forbidden"}', "403 Forbidden"),
        ('{"data": []}', "without a record"),
        ('{"Result": [{"id": 1', "breaks off"),
        (SEIZURES, "a header and no record"),
    ],
)
def test_failures_have_names(tmp_path: Path, text: str, said: str):
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")
    assert said in _said(tmp_path / "x.csv")


def test_half_a_file_is_a_failure(tmp_path: Path):
    path = _ucdp(tmp_path / "g.csv")
    path.write_text(path.read_text(encoding="utf-8")[:-40], encoding="utf-8")
    assert "half a file" in _said(path)


def test_a_last_cell_of_several_lines_is_no_half_file(tmp_path: Path):
    path = _ucdp(tmp_path / "g.csv", source_article="line one\nline two")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([lines[0], lines[3], *lines[1:3]]), encoding="utf-8")
    assert read_evidence(path).table.height == 2


def test_seizures_are_resolved_and_duplicates_only_proposed(tmp_path: Path):
    (tmp_path / "s.csv").write_text(
        SEIZURES
        + "Uzbekistan,Наманганская область,,2011-01-09,Heroin,152.0,Gram\n"
        + 'Uzbekistan,,", x",2011-01-09,Heroin,0.152,Kilogram\n'
        + "Uzbekistan,Tashkent,,2011-01-10,Heroin,2.0,Kilogram\n",
        encoding="utf-8",
    )
    reading = read_evidence(tmp_path / "s.csv")
    assert reading.table["unit"].to_list() == ["Namangan", None, None]
    assert reading.table.height == 3
    assert [set(pair) for pair in reading.proposals] == [{"row 2", "row 3"}]
    assert "'Tashkent'" in str(reading.faults[0])
    assert "city or region" in str(reading.faults[0])


def test_acled_and_its_date_style(tmp_path: Path):
    row = {
        "event_id_cnty": "KAZ1",
        "event_date": "05 January 2022",
        "time_precision": "1",
        "event_type": "Riots",
        "country": "Kazakhstan",
        "admin1": "Almaty",
        "location": "Almaty",
        "latitude": "43.2",
        "longitude": "76.9",
        "geo_precision": "1",
        "fatalities": "12",
    }
    (tmp_path / "a.json").write_text(json.dumps({"status": 200, "data": [row]}), encoding="utf-8")
    record = next(read_evidence(tmp_path / "a.json").records())
    assert (record.source, record.date_start, record.best) == ("ACLED", date(2022, 1, 5), 12.0)


def test_gdelt_export_has_61_columns_and_no_header(tmp_path: Path):
    cells = [""] * 61
    for place, value in {
        0: "9",
        1: "20220105",
        26: "145",
        29: "4",
        31: "7",
        51: "4",
        52: "Almaty, Kazakhstan",
        53: "KZ",
        54: "KZ02",
        56: "43.2",
        57: "76.9",
        60: "https://example.org/a",
    }.items():
        cells[place] = value
    (tmp_path / "20220105.export.CSV").write_text("\t".join(cells) + "\n", encoding="utf-8")
    record = next(read_evidence(tmp_path / "20220105.export.CSV").records())
    assert (record.kind, record.best, record.measure) == ("CAMEO 145", 7.0, "mentions in the press")
    assert record.reference == "https://example.org/a"


def test_grdc_leaves_out_what_was_not_observed(tmp_path: Path):
    (tmp_path / "g.txt").write_text(
        "# Title: GRDC STATION DATA FILE\n# GRDC-No.: 2916200\n# River: SYR DARYA\n# Station: TYUMEN-ARYK\n"
        "# Country: KZ\n# Latitude (DD): 44.05\n# Longitude (DD): 67.05\n# DATA\n"
        "YYYY-MM-DD;hh:mm; Value\n1990-01-01;--:--; 512.000\n1990-01-02;--:--; -999.000\n",
        encoding="utf-8",
    )
    reading = read_evidence(tmp_path / "g.txt")
    assert reading.table["best"].to_list() == [512.0]
    assert "Not observed" in str(reading.faults[0])


def test_a_ministry_s_workbook_by_its_mapping(tmp_path: Path):
    book = openpyxl.Workbook()
    for row in (["Дата", "Область", "Число"], ["05.03.2024", "Ошская область", "2,5"], ["6/3", "Луна", "1"]):
        book.active.append(row)
    book.save(tmp_path / "m.xlsx")
    (tmp_path / "map.yaml").write_text(
        "source: Ministry\nrelease: March\nstate: Kyrgyzstan\nmeasure: cases\ndate_format: '%d.%m.%Y'\n"
        "columns: {date: Дата, best: Число, unit: Область}\n",
        encoding="utf-8",
    )
    reading = read_evidence(tmp_path / "m.xlsx", tmp_path / "map.yaml")
    assert reading.table.row(0, named=True)["unit"] == "Osh region"
    assert reading.table["best"].to_list() == [2.5, 1.0]
    said = " ".join(str(f) for f in reading.faults)
    assert "'Луна'" in said
    assert "rows 3" in said
    (tmp_path / "bad.yaml").write_text("source: x\ncolour: red\n", encoding="utf-8")
    assert len(_said(tmp_path / "m.xlsx", mapping=tmp_path / "bad.yaml").splitlines()) >= 4


def test_releases_lie_side_by_side_and_revisions_show(tmp_path: Path):
    store = Store(tmp_path / "store")
    first = read_evidence(_ucdp(tmp_path / "one.csv"))
    store.keep(first)
    assert store.keep(first).name == "UCDP-GED_one.parquet"
    store.keep(read_evidence(_ucdp(tmp_path / "two.csv", best="7")))
    assert [note["release"] for note in store.releases()] == ["one", "two"]
    assert store.revisions("UCDP GED")["best"].to_list() == [5.0, 7.0]
    assert store.connect().execute("SELECT count(*) FROM records").fetchone() == (4,)
    with pytest.raises(InputError, match="another file under this release"):
        store.keep(read_evidence(_ucdp(tmp_path / "three.csv", best="8"), release="one"))


def test_the_command_keeps_releases_and_shows_revisions(tmp_path: Path):
    for name, best in (("one", "5"), ("two", "7")):
        path = _ucdp(tmp_path / f"{name}.csv", best=best)
        words = ["evidence", "read", str(path), "--store", str(tmp_path / "s"), "--retrieved", "2026-11-02"]
        assert CliRunner().invoke(build_app(), [*words, "--json", str(tmp_path / "o.json")]).exit_code == 0
    written = json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))["files"][0]
    assert written["retrieved"] == written["records"][0]["retrieved"] == "2026-11-02"
    assert written["count"] == len(written["records"]) == 2
    shown = CliRunner().invoke(build_app(), ["evidence", "releases", str(tmp_path / "s")]).output
    assert "1 records revised" in shown
    assert "1 one: 5.0 (3.0–9.0)" in shown
    empty = CliRunner().invoke(build_app(), ["evidence", "releases", str(tmp_path / "none")])
    assert "no release" in str(empty.exception)


def test_gdelt_mentions_and_odd_scripts_are_named(tmp_path: Path):
    (tmp_path / "m.CSV").write_text("\t".join(["410412347"] * 16) + "\n", encoding="utf-8")
    assert "mentions" in _said(tmp_path / "m.CSV")
    (tmp_path / "s.csv").write_text(
        SEIZURES + "Afghanistan,بلخ,,2011-01-09,Heroin,1,Kilogram\n", encoding="utf-8"
    )
    assert "a script that is not read" in str(read_evidence(tmp_path / "s.csv").faults[0])


def test_monthly_deaths_count_each_event_once(tmp_path: Path):
    rows = [
        UCDP_ROW,
        UCDP_ROW,
        UCDP_ROW | {"id": "2", "best": "4"},
        UCDP_ROW | {"id": "3", "type_of_violence": "2"},
    ]
    pl.DataFrame(rows).write_csv(tmp_path / "g.csv")
    assert monthly_deaths(tmp_path / "g.csv").rows() == [("Kyrgyzstan", "2021-04", 9, 2)]


def test_the_command_shows_what_it_could_read_and_fails_for_the_rest(tmp_path: Path):
    _ucdp(tmp_path / "good.csv")
    (tmp_path / "bad.csv").write_text("<html>", encoding="utf-8")
    out = tmp_path / "out.json"
    words = ["evidence", "read", str(tmp_path / "good.csv"), str(tmp_path / "bad.csv"), "--json", str(out)]
    result = CliRunner().invoke(build_app(), words)
    assert isinstance(result.exception, InputError)
    written = json.loads(out.read_text(encoding="utf-8"))
    assert written["files"][0]["records"][0]["best"] == 5.0
    assert written["files"][0]["coverage"][0]["state"] == "Kyrgyzstan"
    assert "web page" in written["failures"][0]

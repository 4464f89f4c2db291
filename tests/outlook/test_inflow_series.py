"""Series of the user's own: layouts, faults, rows of a region (DESIGN §5)."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

from maslahat.core import InputError, Period
from maslahat.outlook.inflow_fit import fit
from maslahat.outlook.inflow_group import common_loadings
from maslahat.outlook.inflow_series import fit_series, read_predictors, read_series, region_rows
from maslahat.regions import rows

RNG = np.random.default_rng(1)
FLOWS = {
    Period(1980 + y, m): round(float(100 * (1 + m) * RNG.gamma(16) / 16), 2)
    for y in range(25)
    for m in range(1, 13)
}


def write(tmp_path, text, name="my river.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_long_wide_and_ten_day_layouts_say_the_same(tmp_path):
    long = "year,month,flow_m3s\n" + "".join(f"{p.year},{p.month},{q}\n" for p, q in FLOWS.items())
    dated = "date,naryn\n" + "".join(f"{p}-28,{q}\n" for p, q in FLOWS.items())
    years = sorted({p.year for p in FLOWS})
    wide = "".join(f"{y}," + ",".join(str(FLOWS[Period(y, m)]) for m in range(1, 13)) + "\n" for y in years)
    tens = "".join(
        f"{y}," + ",".join(str(FLOWS[Period(y, m)] + d) for m in range(1, 13) for d in (-1, 0, 1)) + "\n"
        for y in years
    )
    assert read_series(write(tmp_path, long)) == {"flow": FLOWS}
    assert read_series(write(tmp_path, dated)) == {"naryn": FLOWS}
    assert read_series(write(tmp_path, wide)) == {"my-river": FLOWS}
    assert read_series(write(tmp_path, tens))["my-river"] == pytest.approx(FLOWS)
    header = "year," + ",".join("jfmamjjasond") + "\n"
    assert read_series(write(tmp_path, header + wide)) == {"my-river": FLOWS}


def test_several_heads_gaps_and_an_unfinished_year(tmp_path):
    path = write(tmp_path, "year,month,naryn,kara_darya\n1990,1,5,\n1990,2,NA,7\n")
    assert read_series(path) == {"naryn": {Period(1990, 1): 5.0}, "kara-darya": {Period(1990, 2): 7.0}}
    path = write(tmp_path, "node,year,month,flow_m3s\na,1990,1,5\nb,1990,1,6\n")
    assert read_series(path) == {"a": {Period(1990, 1): 5.0}, "b": {Period(1990, 1): 6.0}}
    path = write(tmp_path, "1990,1,2,3,4,5,6,7,8,9,10,11,12\n1991,1,2\n")
    assert len(read_series(path)["my-river"]) == 14


def test_every_fault_of_a_file_is_named(tmp_path):
    path = write(tmp_path, "year,month,naryn\n1990,13,5\n1990,2,-4\nx,3,5\n1990,4,abc\n")
    with pytest.raises(InputError) as caught:
        read_series(path)
    text = [str(fault) for fault in caught.value.faults]
    assert len(text) == 4
    assert any("row 2" in line and "1990-13" in line for line in text)
    assert any("row 3, column naryn" in line and "-4" in line for line in text)
    with pytest.raises(InputError, match="3 cells"):
        read_series(write(tmp_path, "1990,1,2\n1991,3,4\n"))


@pytest.mark.parametrize(
    "text", ["", "\n\n", "date\n1990-01\n", "date,q\n1990/01,4\n", "year,month,q\n1990,1,\n"]
)
def test_files_without_flows_are_refused(tmp_path, text):
    with pytest.raises(InputError):
        read_series(write(tmp_path, text))


def test_missing_and_binary_files_are_refused(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read_series(tmp_path / "nothing.csv")
    path = tmp_path / "x.csv"
    path.write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(InputError, match="UTF-8"):
        read_series(path)


def test_the_rows_that_are_written_are_rows_of_a_region():
    (fitted,) = fit_series({"naryn": FLOWS})
    norms, models = region_rows("syr-darya", "own", [fitted])
    table = [rows.Inflow(**row) for row in csv.DictReader(io.StringIO(norms))]
    shape = rows.InflowModel(**next(csv.DictReader(io.StringIO(models))))
    assert [row.month for row in table] == list(range(1, 13))
    assert table[4].mean_m3s == pytest.approx(fitted.model.mean_m3s[4], rel=1e-5)
    assert table[4].cv == pytest.approx(fitted.model.cv[4], rel=1e-3)
    assert shape.annual_cv == pytest.approx(fitted.annual_cv_observed, rel=1e-3)
    assert abs(shape.lag1_month) < 0.2  # independent months
    assert fitted.years == 25
    assert shape.group_correlation == 0


def shared_series(years=80):
    rng = np.random.default_rng(4)
    common = rng.standard_normal((years, 12))
    loading = {"a": 0.9, "b": 0.7, "c": 0.5}
    return loading, {
        node: {
            Period(1900 + y, m + 1): float(
                100 * np.exp(0.3 * (g * common[y, m] + np.sqrt(1 - g**2) * noise[y, m]))
            )
            for y in range(years)
            for m in range(12)
        }
        for node, g in loading.items()
        for noise in [rng.standard_normal((years, 12))]
    }


def test_heads_in_one_file_keep_what_they_share():
    loading, series = shared_series()
    fitted = fit_series(series)
    assert [item.model.loading for item in fitted] == pytest.approx(list(loading.values()), abs=0.08)
    assert {item.model.group for item in fitted} == {"fitted-together"}
    _, models = region_rows("r", "own", fitted)
    table = [rows.InflowModel(**row) for row in csv.DictReader(io.StringIO(models))]
    assert table[0].group_correlation == pytest.approx(fitted[0].model.loading, abs=1e-3)


def test_two_heads_share_the_root_of_their_correlation_and_strangers_nothing():
    _, series = shared_series()
    two = {node: series[node] for node in ("a", "b")}
    models = [fit(node, flows) for node, flows in two.items()]
    assert np.prod(common_loadings(models, two)) == pytest.approx(0.63, abs=0.06)
    apart = {"a": series["a"], "b": {period.plus(12 * 100): flow for period, flow in series["b"].items()}}
    assert common_loadings(models, apart) == pytest.approx((0.0, 0.0), abs=1e-9)
    assert common_loadings(models[:1], series) == (0.0,)


def test_predictors_are_read_by_year_and_faults_named(tmp_path):
    path = write(tmp_path, "year,snow,march\n1990,300,5\n1991,,6\n")
    assert read_predictors(path) == {"snow": {1990: 300.0}, "march": {1990: 5.0, 1991: 6.0}}
    with pytest.raises(InputError) as caught:
        read_predictors(write(tmp_path, "year,snow\n1990,much\nx,3\n"))
    assert len(caught.value.faults) == 2
    assert "row 2, column snow" in str(caught.value.faults[0])
    with pytest.raises(InputError, match="header"):
        read_predictors(write(tmp_path, "snow,year\n3,1990\n"))
    with pytest.raises(InputError, match="no such file"):
        read_predictors(tmp_path / "nothing.csv")

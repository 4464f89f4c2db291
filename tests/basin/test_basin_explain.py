"""An infeasible request is explained by the few figures that clash (§6.3)."""

from dataclasses import replace

import numpy as np
from basin_toy import river, traces

from maslahat.basin import explain_releases, idle

YEARS = traces(
    [(200.0, 200.0, 50.0, 50.0), (100.0, 100.0, 50.0, 50.0), (300.0, 300.0, 60.0, 40.0)],
    classes=[0, 0, 2],
    weights=[0.3, 0.1, 0.6],
)


def said(asked, network=None):
    network = network or river()
    release = np.full((3, 4), 100.0)
    release[0] = asked
    return explain_releases(network, YEARS, idle(network, 3), 0, release)


def test_what_can_be_met_needs_no_sentence():
    assert said((150, 150, 100, 100)) == ()


def test_more_than_there_is():
    # Inflow of the dry kind: 175 + 175 + 50 + 50; 400 above the least storage.
    assert said((400, 400, 100, 0)) == (
        "0.90 km³ from Dam in Apr–Jun of a dry year cannot be met: inflow less evaporation 0.40 km³ "
        "and storage above 0.10 km³ of 0.40 km³ leave 0.10 km³ missing.",
    )
    assert said((574, 0, 0, 0)) == ()
    assert said((580, 0, 0, 0))[0].startswith("0.58 km³ from Dam in Apr of a dry year cannot be met")


def test_more_than_the_outlets_let_through():
    network = river()
    tight = replace(network.reservoirs[0], max_release_mm3=np.array([2000.0, 2000.0, 90.0, 2000.0]))
    sentences = said((100, 100, 120, 0), replace(network, reservoirs=(tight,)))
    assert sentences[0] == (
        "0.12 km³ from Dam in Jun of a dry year cannot be met: its outlets let through 0.09 km³ in that month."
    )
    assert sentences[1].startswith("0.10 km³ from Dam in Jun of a wet year cannot be met")
    assert len(sentences) == 2


def test_so_little_that_it_overflows():
    network = river(initial=900.0)
    release = np.full((3, 4), 20.0)
    sentences = explain_releases(network, YEARS, idle(network, 3), 0, release)
    assert sentences[0].startswith("0.02 km³ from Dam in Apr of a dry year is too little: with an inflow of")
    assert sentences[0].endswith(" it would hold 1.05 km³, and 1.00 km³ is all it may.") or sentences[
        0
    ].endswith(" it would hold 1.06 km³, and 1.00 km³ is all it may.")
    assert len(sentences) == 2


def test_evaporation_is_taken_from_the_inflow():
    network = river(evaporation=1.0)
    release = np.full((3, 4), 100.0)
    release[0] = (400, 400, 0, 0)
    (sentence,) = explain_releases(network, YEARS, idle(network, 3), 0, release)
    assert "leave 0.11 km³ missing" in sentence  # 29 km² lose 0.06 km³ in two months, on top of 0.05 missing


def of_dry_years(asked, network):
    return [sentence for sentence in said(asked, network) if "of a dry year" in sentence]


def test_the_month_told_is_the_one_in_which_most_is_missing():
    network = river()
    least = replace(network.reservoirs[0], min_mm3=np.array([100.0, 100.0, 100.0, 900.0]))
    (sentence,) = of_dry_years((400, 400, 50, 0), replace(network, reservoirs=(least,)))
    # 50 are left at the end of May and of June, 100 at the end of July: 800 below what there must be.
    assert sentence.startswith("0.85 km³ from Dam in Apr–Jul")
    assert "storage above 0.90 km³ of -0.40 km³ leave 0.80 km³ missing" in sentence
    early = replace(network.reservoirs[0], min_mm3=np.array([100.0, 900.0, 100.0, 100.0]))
    (sentence,) = of_dry_years((400, 400, 50, 0), replace(network, reservoirs=(early,)))
    assert sentence.startswith("0.80 km³ from Dam in Apr–May")


def test_half_a_million_cubic_metres_is_rounding():
    brim = river(initial=825.5)
    assert of_dry_years((0, 175, 50, 50), brim) == []  # 1,000.5 at the end of April
    (sentence,) = of_dry_years((0, 100, 50, 50), brim)
    assert "Apr–May" in sentence
    bottom = river(initial=499.5)
    assert of_dry_years((575, 175, 50, 50), bottom) == []  # 99.5
    assert len(of_dry_years((576, 175, 50, 50), bottom)) == 1


def test_outlets_too_let_half_a_million_through():
    network = river()
    tight = replace(network.reservoirs[0], max_release_mm3=np.full(4, 150.0))
    network = replace(network, reservoirs=(tight,))
    assert of_dry_years((150.5, 150, 100, 100), network) == []
    assert len(of_dry_years((151, 150, 100, 100), network)) == 1


def test_volumes_are_told_in_cubic_kilometres():
    sentence = of_dry_years((15_000, 0, 0, 0), river())[0]
    assert sentence.startswith(
        "15.00 km³ from Dam in Apr of a dry year cannot be met: its outlets let through 2.00"
    )

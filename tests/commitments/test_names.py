"""Who is asked, where several are named in one breath (DESIGN §11)."""

from __future__ import annotations

import pytest

from maslahat.commitments.actors import read_asked


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "Invites Member States, foundations and the private sector to help",
            ["Member States", "foundations", "private sector"],
        ),
        (
            "Encourages multilateral, international and regional financial institutions and development banks to help",
            ["multilateral, international and regional financial institutions", "development banks"],
        ),
        ("Invites the Food and Agriculture Organization to help", ["Food and Agriculture Organization"]),
        ("Welcomes the support of donors and urges them once again to help", ["donors"]),
        ("Encourages the involvement of media in peace, with regard to children", []),
        ("Encourages efforts by all States parties to elaborate measures", ["States parties"]),
        ("Stresses the need for funds, inviting new donors to join", ["new donors"]),
        ("Reiterates its demand that all parties ensure access", ["parties"]),
        (
            "Appeals to Member States that are able to do so, as well as to foundations, to give",
            ["Member States", "foundations"],
        ),
        ("Encourages States in a position to do so to help", ["States"]),
        ("Encourages the Government of Liberia and UNMIL to help", ["Government of Liberia", "UNMIL"]),
        ("Requests that the Secretary-General deploy a mission", ["Secretary-General"]),
        ("Urges that the perpetrators be brought to justice", []),
        ("Encourages exploring innovative ways to help", []),
        (
            "Invites the Economic Commission for Latin America and the Caribbean to help",
            ["Economic Commission for Latin America and the Caribbean"],
        ),
        (
            "Requests the International, Impartial and Independent Mechanism to report",
            ["International, Impartial and Independent Mechanism"],
        ),
        ("Calls for all parties to cease fire", ["parties"]),
        ("Requests the Territory and the administering Power to help", ["Territory", "administering Power"]),
        (
            "Calls upon the Government of Liberia and Liberian officials at all levels to help",
            ["Government of Liberia", "Liberian officials"],
        ),
        (
            "Urges troop- and police-contributing countries to help",
            ["troop- and police-contributing countries"],
        ),
        ("Calls on the government of Chad for further action", ["government of Chad"]),
        (
            "Invites the Rule of Law Coordination and Resource Group to help",
            ["Rule of Law Coordination and Resource Group"],
        ),
        (
            "Requests the Secretary-General, in his capacity as depositary of the Convention and the Protocols, to help",
            ["Secretary-General"],
        ),
        (
            "Requires any Member State when it inspects pursuant to paragraph 11, to submit a report",
            ["Member State"],
        ),
        ("Calls upon Chad to help, calls upon UNMIL to train, and calls upon both to act", ["Chad", "UNMIL"]),
        ("Requests regular reviews of deployment to ensure progress", []),
        ("Requests the Secretary-General submit a report", ["Secretary-General"]),
        (
            "Reiterates its request, made in paragraph 4 of its resolution 68/268, that the Secretary-General submit a report",
            ["Secretary-General"],
        ),
        ("Calls for support to help the victims", []),
    ],
)
def test_lists_of_names(words: str, expected: list[str]) -> None:
    assert [name for clause in read_asked(words) for name in clause.actors] == expected

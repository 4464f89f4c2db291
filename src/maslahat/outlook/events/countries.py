"""The 191 countries of the VIEWS country-month panel, by the names it uses (DESIGN §9).

A history that lacks some of them forecasts nothing for those, and must say so. Names: VIEWS country list, 2023.
"""

from __future__ import annotations

from maslahat.core import Fault

_NAMES = """
Afghanistan; Albania; Algeria; Angola; Antigua and Barbuda; Argentina; Armenia; Australia; Austria;
Azerbaijan; Bahamas; Bahrain; Bangladesh; Barbados; Belarus; Belgium; Belize; Benin; Bhutan;
Bolivia; Bosnia and Herzegovina; Botswana; Brazil; Brunei; Bulgaria; Burkina Faso; Burundi;
Cambodia; Cameroon; Canada; Cape Verde; Central African Republic; Chad; Chile; China; Colombia;
Comoros; Congo; Congo, DRC; Costa Rica; Cote d'Ivoire; Croatia; Cuba; Cyprus; Czech Republic;
Denmark; Djibouti; Dominica; Dominican Republic; Ecuador; Egypt; El Salvador; Equatorial Guinea;
Eritrea; Estonia; Ethiopia; Fiji; Finland; France; Gabon; Georgia; Germany; Ghana; Greece; Grenada;
Guatemala; Guinea; Guinea-Bissau; Guyana; Haiti; Honduras; Hungary; Iceland; India; Indonesia; Iran;
Iraq; Ireland; Israel; Italy; Jamaica; Japan; Jordan; Kazakhstan; Kenya; Kiribati; Kosovo; Kuwait;
Kyrgyzstan; Laos; Latvia; Lebanon; Lesotho; Liberia; Libya; Lithuania; Luxembourg; Macedonia;
Madagascar; Malawi; Malaysia; Maldives; Mali; Malta; Marshall Is.; Mauritania; Mauritius; Mexico;
Micronesia; Moldova; Mongolia; Montenegro; Morocco; Mozambique; Myanmar; Namibia; Nauru; Nepal;
Netherlands; New Zealand; Nicaragua; Niger; Nigeria; North Korea; Norway; Oman; Pakistan; Palau;
Panama; Papua New Guinea; Paraguay; Peru; Philippines; Poland; Portugal; Qatar; Romania; Russia;
Rwanda; Samoa; Sao Tome and Principe; Saudi Arabia; Senegal; Serbia; Seychelles; Sierra Leone;
Singapore; Slovakia; Slovenia; Solomon Is.; Somalia; South Africa; South Korea; South Sudan; Spain;
Sri Lanka; St. Kitts and Nevis; St. Lucia; St. Vincent and the Grenadines; Sudan; Suriname;
Swaziland; Sweden; Switzerland; Syria; Taiwan; Tajikistan; Tanzania; Thailand; The Gambia; Timor
Leste; Togo; Tonga; Trinidad and Tobago; Tunisia; Turkey; Turkmenistan; Tuvalu; Uganda; Ukraine;
United Arab Emirates; United Kingdom; United States; Uruguay; Uzbekistan; Vanuatu; Venezuela;
Vietnam; Yemen; Zambia; Zimbabwe
"""
VIEWS_COUNTRIES = frozenset(_NAMES.replace("\n", " ").strip().split("; "))
KNOWN_AS_SUCH = 0.6


def missing_countries(where: str, units: tuple[str, ...]) -> list[Fault]:
    """Return a note that names the countries a table lacks; none where it is no table of the world's countries."""
    missing = sorted(VIEWS_COUNTRIES - set(units))
    if not missing or len(missing) > (1 - KNOWN_AS_SUCH) * len(VIEWS_COUNTRIES):
        return []
    more = f" and {len(missing) - 12} more" if len(missing) > 12 else ""
    return [
        Fault(
            f"{where}, header",
            f"no column for {len(missing)} of {len(VIEWS_COUNTRIES)} countries ({', '.join(missing[:12])}{more})",
            "a column a country",
            "Nothing is forecast for them, they are not scored, and the others are forecast without their lessons.",
        )
    ]

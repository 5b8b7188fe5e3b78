"""Codes and names of countries → codes. Reach for it where a cell says countries as people do.

IQ, IRQ → IQ      Iraq; Islamic Republic of Iran → IQ, IR        Atlantis → none, and that word
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final, NamedTuple

from resolver.model.checks import COUNTRIES
from resolver.text.fold import fold, latin
from resolver.text.words import load_words

_ALPHA_3: Final = {
    pair[:3]: pair[3:]
    for pair in """
    ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD AREAE ARGAR ARMAM ASMAS ATAAQ ATFTF ATGAG AUSAU
    AUTAT AZEAZ BDIBI BELBE BENBJ BESBQ BFABF BGDBD BGRBG BHRBH BHSBS BIHBA BLMBL BLRBY BLZBZ
    BMUBM BOLBO BRABR BRBBB BRNBN BTNBT BVTBV BWABW CAFCF CANCA CCKCC CHECH CHLCL CHNCN CIVCI
    CMRCM CODCD COGCG COKCK COLCO COMKM CPVCV CRICR CUBCU CUWCW CXRCX CYMKY CYPCY CZECZ DEUDE
    DJIDJ DMADM DNKDK DOMDO DZADZ ECUEC EGYEG ERIER ESHEH ESPES ESTEE ETHET FINFI FJIFJ FLKFK
    FRAFR FROFO FSMFM GABGA GBRGB GEOGE GGYGG GHAGH GIBGI GINGN GLPGP GMBGM GNBGW GNQGQ GRCGR
    GRDGD GRLGL GTMGT GUFGF GUMGU GUYGY HKGHK HMDHM HNDHN HRVHR HTIHT HUNHU IDNID IMNIM INDIN
    IOTIO IRLIE IRNIR IRQIQ ISLIS ISRIL ITAIT JAMJM JEYJE JORJO JPNJP KAZKZ KENKE KGZKG KHMKH
    KIRKI KNAKN KORKR KWTKW LAOLA LBNLB LBRLR LBYLY LCALC LIELI LKALK LSOLS LTULT LUXLU LVALV
    MACMO MAFMF MARMA MCOMC MDAMD MDGMG MDVMV MEXMX MHLMH MKDMK MLIML MLTMT MMRMM MNEME MNGMN
    MNPMP MOZMZ MRTMR MSRMS MTQMQ MUSMU MWIMW MYSMY MYTYT NAMNA NCLNC NERNE NFKNF NGANG NICNI
    NIUNU NLDNL NORNO NPLNP NRUNR NZLNZ OMNOM PAKPK PANPA PCNPN PERPE PHLPH PLWPW PNGPG POLPL
    PRIPR PRKKP PRTPT PRYPY PSEPS PYFPF QATQA REURE ROURO RUSRU RWARW SAUSA SDNSD SENSN SGPSG
    SGSGS SHNSH SJMSJ SLBSB SLESL SLVSV SMRSM SOMSO SPMPM SRBRS SSDSS STPST SURSR SVKSK SVNSI
    SWESE SWZSZ SXMSX SYCSC SYRSY TCATC TCDTD TGOTG THATH TJKTJ TKLTK TKMTM TLSTL TONTO TTOTT
    TUNTN TURTR TUVTV TWNTW TZATZ UGAUG UKRUA UMIUM URYUY USAUS UZBUZ VATVA VCTVC VENVE VGBVG
    VIRVI VNMVN VUTVU WLFWF WSMWS YEMYE ZAFZA ZMBZM ZWEZW
    """.split()
}
"""The alpha-2 code of each alpha-3 code of ISO 3166-1."""

UNKNOWN_COUNTRY: Final = "country_name"
"""The property of what a country's cell has that is none."""

_BETWEEN: Final = re.compile(r"[|;,/]")
"""Signs between two countries of a cell."""


_NAMED: Final = 5
"""Texts that a warning names at most."""


class CountryCell(NamedTuple):
    """What a cell says.

    Args:
        codes: Its countries, as ISO 3166-1 alpha-2 codes.
        unknown: Texts in it that are no country, as they are written.
    """

    codes: tuple[str, ...]
    unknown: tuple[str, ...]


def countries_of(cell: str) -> CountryCell:
    """The countries of a cell: one code or name, or several with `|`, `;`, `,` or `/` between."""
    whole = _code(cell)
    if whole is not None:
        return CountryCell((whole,), ())
    codes, unknown = [], []
    for part in filter(None, map(str.strip, _BETWEEN.split(cell))):
        code = _code(part)
        if code is None:
            unknown.append(part)
        else:
            codes.append(code)
    return CountryCell(tuple(dict.fromkeys(codes)), tuple(unknown))


def no_countries(column: str, cells: Iterable[str]) -> str | None:
    """What to warn of where cells of a column of countries have others; None where none has.

    Args:
        column: What it is called.
        cells: Those that are not empty.
    """
    others = list(dict.fromkeys(text for cell in set(cells) for text in countries_of(cell).unknown))
    if not others:
        return None
    named = ", ".join(map(repr, sorted(others)[:_NAMED]))
    more = f" and {len(others) - _NAMED:,} more" if len(others) > _NAMED else ""
    return (
        f"the column {column!r} has {named}{more}, which are no countries as English, the country"
        " itself or ISO 3166 calls them: kept as the property country_name; codes such as IQ are"
        " compared as countries"
    )


def _code(text: str) -> str | None:
    code = text.upper()
    code = _ALPHA_3.get(code, code)
    if code in COUNTRIES:
        return code
    folded = fold(text)
    plain = None if folded is None else latin(folded)
    return None if plain is None else _names().get(plain)


@cache
def _names() -> dict[str, str]:
    """What countries are called, in ASCII, with their codes."""
    return {
        " ".join([first, *rest]): code
        for first, phrases in load_words().countries.items()
        for rest, code in phrases
    }

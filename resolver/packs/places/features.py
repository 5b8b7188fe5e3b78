"""What GeoNames calls a place. Reach for it to name a feature code.

    feature_words("T", "VLC")     volcano
    feature_words("S", "XYZ")     building or site

Source: GeoNames feature codes, https://www.geonames.org/export/codes.html.
"""

from __future__ import annotations

from typing import Final

_CITY: Final = 15_000
"""Inhabitants from which a place is called a city."""

_CLASSES: Final = {
    "A": "unit",
    "H": "water",
    "L": "area",
    "P": "populated place",
    "R": "road or railway",
    "S": "building or site",
    "T": "landform",
    "U": "undersea feature",
    "V": "vegetation",
}

_CODES: Final = {
    code: words
    for line in """
        PCLI independent country; PCLD dependent territory; PCLS semi-independent territory;
        PCLF freely associated state; PCLH former country; PCL country; TERR territory;
        ADM1 first-order unit; ADM2 second-order unit; ADM3 third-order unit;
        ADM4 fourth-order unit; ADM5 fifth-order unit; ADMD unit; PRSH parish; ZN zone;
        ADM1H former first-order unit; ADM2H former second-order unit;
        ADM3H former third-order unit; ADM4H former fourth-order unit; ADMDH former unit;
        PPLC capital; PPLCH former capital; PPLA city; PPLA2 seat of a second-order unit;
        PPLG seat of government; PPLX neighbourhood; PPLF farm village; PPLL locality;
        PPLR religious community; PPLS populated places; PPLH former populated place;
        PPLQ abandoned place; PPLW destroyed place; STLMT settlement;
        BAY bay; BCH beach; CAPE cape; CHN channel; CNL canal; CNLI irrigation canal; COVE cove;
        FLLS waterfall; GLCR glacier; GULF gulf; HBR harbour; LGN lagoon; LK lake; LKI lake;
        LKS lakes; MRSH marsh; OCN ocean; PND pond; RSV reservoir; SEA sea; SPNG spring;
        STM stream; STMI stream; STRT strait; SWMP swamp; WAD wadi; WLL well;
        AREA area; BTL battlefield; CONT continent; CST coast; INDS industrial area;
        LCTY locality; MILB military base; OAS oasis; PRK park; PORT port; RESF forest reserve;
        RESN nature reserve; RGN region; RGNE economic region; RGNH former region;
        RD road; RR railway; ST street; TNL tunnel;
        AIRB airbase; AIRF airfield; AIRP airport; ANS archaeological site; BANK bank;
        BDG bridge; BLDG building; CH church; CMTY cemetery; CSTL castle; CTRM medical centre;
        DAM dam; EMB embassy; FRM farm; FT fort; GHSE guest house; HSP hospital; HTL hotel;
        LIBR library; LTHSE lighthouse; MALL shopping centre; MKT market; MN mine;
        MNMT monument; MSQE mosque; MSTY monastery; MTRO metro station; MUS museum; PAL palace;
        PRN prison; PS power station; PYR pyramid; RLG religious site; RSRT resort;
        RSTN railway station; RUIN ruin; SCH school; SHRN shrine; STDM stadium; TMPL temple;
        TOWR tower; UNIV university;
        ATOL atoll; CLF cliff; CNYN canyon; DSRT desert; HLL hill; HLLS hills; ISL island;
        ISLS islands; MT mountain; MTS mountains; PASS pass; PEN peninsula; PK peak; PLAT plateau;
        PLN plain; RDGE ridge; RK rock; SLP slope; UPLD upland; VAL valley; VLC volcano;
        BNKU undersea bank; PLNU undersea plain; RDGU undersea ridge; SMU seamount;
        TRNU undersea trench; FRST forest; GRVP palm grove; VIN vineyard; VINS vineyards
    """.split(";")
    for code, _, words in (line.strip().partition(" "),)
}


def feature_words(feature_class: str, code: str) -> str:
    """A code in a few words; of one that is rare, its class says it."""
    return _CODES.get(code) or _CLASSES.get(feature_class, "place")


def city_words(population: int) -> str:
    """A place where people live in a few words, by how many they are; 0 is not known."""
    return "city" if population >= _CITY else "populated place"

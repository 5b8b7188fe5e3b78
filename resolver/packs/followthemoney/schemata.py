"""What becomes of each schema of FollowTheMoney. Reach for it where there is a new schema.

A schema that stands here is an entity of a type, by what it descends from: a Company is an
Organization. Others are left out: intervals (Ownership, Sanction), documents, addresses, mentions.
"""

from __future__ import annotations

from typing import Final

TYPES: Final = {
    "Airplane": "product",
    "Asset": "other",
    "CallForTenders": "other",
    "Company": "organization",
    "Contract": "other",
    "CourtCase": "other",
    "CryptoWallet": "other",
    "Event": "event",
    "LegalEntity": "organization",
    "License": "other",
    "Organization": "organization",
    "Person": "person",
    "Position": "other",
    "Project": "other",
    "PublicBody": "organization",
    "RealEstate": "place",
    "Security": "other",
    "Territory": "place",
    "Trip": "event",
    "Vehicle": "product",
    "Vessel": "vessel",
}
"""The types of entities by their schema."""

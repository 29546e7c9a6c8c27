"""Which kind of organization may be a part of which, and what would turn in a circle."""

from collections.abc import Collection, Mapping
from typing import TypeVar

from shared.contracts.directory import OrganizationKind
from shared.web.kit.reasons import reasons

Id = TypeVar("Id")

reasons(
    {
        "there is no such organization in the municipality": "Diese Organisation gibt es in der"
        " Kommune nicht.",
        "more than one is called this": "So heißen mehrere; bitte wählen Sie sie auf der Seite der"
        " Organisation aus.",
        "has no parts of this kind": "Zu einer Organisation dieser Art kann diese nicht gehören."
        " Zweigstellen gehören zu ihrem Träger, Schulen zum Schulträger, Bezirke zum Jugendamt.",
        "is a part of this one itself": "Jene Organisation gehört selbst schon zu dieser.",
    }
)

_MUNICIPALITY, _CARRIER = OrganizationKind.MUNICIPALITY, OrganizationKind.CARRIER
_PARTNER, _AUTHORITY = OrganizationKind.PARTNER, OrganizationKind.SCHOOL_AUTHORITY
_YOUTH_WELFARE = OrganizationKind.YOUTH_WELFARE
WHOLES: Mapping[OrganizationKind, Collection[OrganizationKind]] = {
    _CARRIER: (_CARRIER,),
    OrganizationKind.SCHOOL: (_AUTHORITY,),
    _AUTHORITY: (_MUNICIPALITY,),
    _YOUTH_WELFARE: (_YOUTH_WELFARE, _MUNICIPALITY),
    OrganizationKind.KITA: (_CARRIER, _PARTNER, _MUNICIPALITY),
    _PARTNER: (_PARTNER, _CARRIER, _MUNICIPALITY),
}
"""Of what kind that is of which an organization of a kind may be a part."""
HAVE_PARTS = tuple(dict.fromkeys(whole for wholes in WHOLES.values() for whole in wholes))


def has_no_such_part(whole: str, part: str) -> bool:
    return whole not in WHOLES.get(OrganizationKind(part), ())


def leads_back(start: Id, whole: Id | None, part_of: Mapping[Id, Id | None]) -> bool:
    """Whether ``start`` would be a part of itself if it were one of ``whole``."""
    seen: set[Id] = set()
    while whole is not None and whole not in seen:
        if whole == start:
            return True
        seen.add(whole)
        whole = part_of.get(whole)
    return False


def levels_above(start: Id, part_of: Mapping[Id, Id | None]) -> int:
    """How many it is a part of; of a circle some number."""
    seen, whole = {start}, part_of.get(start)
    while whole is not None and whole not in seen:
        seen.add(whole)
        whole = part_of.get(whole)
    return len(seen)

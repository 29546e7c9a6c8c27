"""Puts together what services tell, and says it in German."""

from collections.abc import Sequence

from services.directory.accesses.values import Place, Told

LOWEST, HIGHEST = -1, 2**62


def bound(place: Place, service: int) -> int:
    """The position from which a service goes on, either way, among entries of that moment."""
    if service == place.service:
        return place.position
    return HIGHEST if service < place.service else LOWEST


def together(told: Sequence[Told], limit: int, *, forwards: bool) -> list[Told]:
    """Newest first; of more than ``limit`` those next to where was asked from."""
    ordered = sorted(told, key=lambda each: each.place, reverse=True)
    return ordered[-limit:] if forwards else ordered[:limit]

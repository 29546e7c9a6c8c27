"""Two entries in the directory become one, and two again."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from services.directory.people.use_cases import entry_of
from services.directory.people.values import SeenBy
from shared.json import Json
from shared.messaging.unit_of_work import UnitOfWork

_TEXTS: Final = ("languages", "hours")
_CHOICES: Final = ("name", "email", "languages", "hours")

Couple = tuple[UUID, UUID]
"""Who stands for both, and who is merged."""


async def combine(
    uow: UnitOfWork, tenant: str, both: Couple, taken: Collection[str], moved: Collection[str]
) -> Json:
    """What is ``taken`` is the other's; returns what the survivor's said before, and says now.

    Nothing of the other's that is taken or has ``moved`` is seen by more than it was.
    """
    mine, other = [await entry_of(uow, each, tenant) for each in both]
    before = _said(mine)
    for name in _CHOICES:
        if name in taken and name in _TEXTS:
            setattr(mine, name, getattr(other, name))
        if other.chosen or name in taken or name in moved:
            choice = f"{name}_seen_by"
            setattr(mine, choice, _stricter(getattr(mine, choice), getattr(other, choice)))
    mine.note = "\n".join(dict.fromkeys(each for each in (mine.note, other.note) if each))
    await uow.session.flush()
    return {"before": before, "after": _said(mine)}


async def has_changed(uow: UnitOfWork, tenant: str, person_id: UUID, combined: Json) -> bool:
    """Whether the entry says something else than what ``combine`` left it with."""
    return bool(_said(await entry_of(uow, person_id, tenant)) != combined["after"])


async def part(uow: UnitOfWork, tenant: str, person_id: UUID, combined: Json) -> None:
    """It says again what it said before."""
    mine = await entry_of(uow, person_id, tenant)
    for name, value in combined["before"].items():
        chosen = SeenBy(value) if value and name.endswith("_seen_by") else value
        setattr(mine, name, chosen)


def _said(entry: object) -> Json:
    seen_by = (f"{name}_seen_by" for name in _CHOICES)
    said = {name: getattr(entry, name) for name in (*_TEXTS, "note", *seen_by)}
    return {name: None if value is None else str(value) for name, value in said.items()}


def _stricter(mine: SeenBy | None, other: SeenBy | None) -> SeenBy | None:
    """What nothing was chosen for (None) is never wider than the office at first."""
    narrow = (SeenBy.SELF, SeenBy.OFFICE)
    if mine is None or other is None:
        one = mine if other is None else other
        return one if one in narrow else None
    return min(mine, other, key=list(SeenBy).index)

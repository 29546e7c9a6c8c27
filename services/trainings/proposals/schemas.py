"""Topics as programs see them."""

from uuid import UUID

from pydantic import BaseModel

from services.trainings.proposals.values import Origin, Standing
from shared.codes import Open
from shared.contracts.gatherings import GatheringKind


class TopicView(BaseModel):
    """What people would like; `supporters` and `counted` are None for fewer than five.

    `supporters` are full steps of five until the topic is answered. `counted` is how many have
    chosen it in a survey. Nobody can be asked who they are.
    """

    id: UUID
    title: str
    about: str
    kind: Open[GatheringKind]
    origin: Open[Origin]
    standing: Open[Standing]
    supporters: int | None
    counted: int | None
    reason: str
    gathering_id: UUID | None


class TopicList(BaseModel):
    """By title; `next` is the next page."""

    items: list[TopicView]
    next: str | None = None

"""What people from outside want comes in."""

from collections.abc import Sequence
from typing import Any

from services.directory.outsiders import use_cases
from shared.contracts.privacy import SurveysWish, TrainingsWish
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import UnitOfWork

handlers = EventRouter()


@handlers.on_any([TrainingsWish, SurveysWish])
async def note_wishes(wishes: Sequence[Received[Any]], uow: UnitOfWork) -> None:
    for each in wishes:
        await use_cases.hear(uow, each)

"""Asks trainings what somebody is registered for after a last day."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel

from shared.web.neighbours import NoAnswer, ServiceClient


class _Later(BaseModel):
    number: int


async def later_registrations(client: ServiceClient, worker_id: UUID, last_day: date) -> int | None:
    """How many, of the asker's own worker; None where trainings does not answer."""
    path = f"/api/v1/workers/{worker_id}/later-registrations"
    try:
        found = await client.read("trainings", path, _Later, after=last_day.isoformat())
    except NoAnswer:
        return None
    return found.number

"""Lists of people as programs see them."""

from pydantic import BaseModel

from services.directory.schemas import PersonView


class PersonList(BaseModel):
    """People of the municipality by name; ``next`` is the address of the next page."""

    items: list[PersonView]
    next: str | None = None

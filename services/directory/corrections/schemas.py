"""What programs send to put somebody's name or address right."""

from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from services.directory.schemas import Day
from shared.web.text import MailAddress, PersonName, refused


class CorrectedPerson(BaseModel):
    """The fields that differ, from a day on (today unless given), after the ``version`` seen.

    ``mistaken`` says that what stood there was never right.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    given_name: PersonName | None = None
    family_name: PersonName | None = None
    email: MailAddress | None = None
    valid_from: Day | None = None
    mistaken: bool = False

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.given_name is self.family_name is self.email is None:
            raise refused("must name what differs")
        return self

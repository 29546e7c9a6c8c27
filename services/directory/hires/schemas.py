"""What carriers post when they hire, one by one or in a file."""

from pydantic import BaseModel

from services.directory.schemas import Day, EmploymentRecord, Placements, Posted
from shared.contracts.directory import Funding
from shared.web.text import ExternalId, MailAddress, PersonName


class NewPerson(Posted):
    """Who is hired."""

    given_name: PersonName
    family_name: PersonName
    email: MailAddress


class NewHire(Posted):
    """A hire as the carrier's HR system knows it; ``external_id`` is the carrier's own number."""

    external_id: ExternalId
    person: NewPerson
    start_date: Day
    placements: Placements
    funding: Funding
    fixed_term_until: Day | None = None


class HireList(BaseModel):
    """Hires in the order in which they were posted; ``next`` is the next page."""

    items: list[EmploymentRecord]
    next: str | None = None

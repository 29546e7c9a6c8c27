"""What carriers post when they hire."""

from datetime import date

from services.directory.placements.schemas import Placements, Posted
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
    start_date: date
    placements: Placements
    funding: Funding
    fixed_term_until: date | None = None

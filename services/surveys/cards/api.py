"""Cards of surveys."""

from services.surveys.cards import queries
from shared.contracts.accounts import AccessRole
from shared.web.cards import cards_api

api = cards_api(
    {
        AccessRole.COORDINATOR: queries.of_coordinator,
        AccessRole.WORKER: queries.of_voter,
        AccessRole.HEAD: queries.of_voter,
        AccessRole.CARRIER: queries.of_voter,
    },
    of_anyone=queries.of_anyone,
)

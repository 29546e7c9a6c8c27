"""Cards of onboardings and tasks, of gatherings and what was agreed there."""

from services.trainings.cards import queries
from services.trainings.gathering_cards import queries as gatherings
from shared.contracts.accounts import AccessRole
from shared.web.cards import cards_api

api = cards_api(
    {
        AccessRole.COORDINATOR: queries.of_coordinator,
        AccessRole.WORKER: queries.of_worker,
        AccessRole.CARRIER: queries.of_carrier,
        AccessRole.HEAD: queries.of_organization,
        AccessRole.CONTACT: queries.of_organization,
        AccessRole.OPERATOR: queries.of_organization,
    },
    of_anyone=gatherings.of_anyone,
)

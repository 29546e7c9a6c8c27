"""Cards of delivery, and of what somebody has not read."""

from services.notifications.cards import queries
from shared.contracts.accounts import AccessRole
from shared.web.cards import cards_api

api = cards_api(
    {
        AccessRole.OPERATOR: queries.of_operator,
        AccessRole.COORDINATOR: queries.of_coordinator,
    },
    of_anyone=queries.of_anyone,
)

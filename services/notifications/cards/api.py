"""Cards of delivery."""

from services.notifications.cards import queries
from shared.contracts.accounts import AccessRole
from shared.web.cards import cards_api

api = cards_api(
    {
        AccessRole.OPERATOR: queries.of_operator,
        AccessRole.COORDINATOR: queries.of_coordinator,
    }
)

"""Cards of the directory."""

from services.directory.cards import queries
from shared.contracts.accounts import AccessRole
from shared.web.cards import cards_api

api = cards_api(
    {
        AccessRole.COORDINATOR: queries.of_coordinator,
        AccessRole.CARRIER: queries.of_carrier,
        AccessRole.WORKER: queries.of_advised,
        AccessRole.HEAD: queries.of_advised,
        AccessRole.OPERATOR: queries.of_operator,
    }
)

"""Cards of delivery, of what is unread, and of what is to be confirmed."""

from services.notifications.cards import queries
from shared.contracts.accounts import AccessRole
from shared.web.cards import cards_api

READERS = (AccessRole.WORKER, AccessRole.HEAD, AccessRole.CARRIER, AccessRole.CONTACT)

api = cards_api(
    {
        AccessRole.OPERATOR: queries.of_operator,
        AccessRole.COORDINATOR: queries.of_coordinator,
        **dict.fromkeys(READERS, queries.of_reader),
    },
    of_anyone=queries.of_anyone,
)

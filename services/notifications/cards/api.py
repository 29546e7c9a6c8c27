"""Cards of delivery, and of what is to be confirmed."""

from services.notifications.cards import queries
from shared.contracts.accounts import AccessRole
from shared.web.cards import cards_api

READERS = (AccessRole.WORKER, AccessRole.HEAD, AccessRole.CARRIER, AccessRole.CONTACT)

api = cards_api(
    {AccessRole.OPERATOR: queries.of_operator, **dict.fromkeys(READERS, queries.of_reader)}
)

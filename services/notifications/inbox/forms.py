"""Which messages somebody wants to see, and up to which they have seen them."""

from typing import Annotated
from uuid import UUID

from services.notifications.inbox.values import View
from services.notifications.mails.values import Topic
from services.notifications.preferences.values import choosable
from shared.contracts.words import word
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form


class InboxSearch(Form):
    """What is looked for."""

    view: Annotated[View | None, Label("Stand")] = None
    topic: Annotated[
        Topic | None,
        Label("Thema", choices=tuple((each.value, word(Topic, each)) for each in choosable())),
    ] = None


class Seen(Form):
    """The newest that was shown; what came later stays unread."""

    newest: Annotated[UUID, Hidden]

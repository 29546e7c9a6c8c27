"""Where whoever asks is told of something, for pages and API alike."""

from typing import Annotated

from fastapi import Depends, Request

from services.notifications.inbox.queries import desk_of
from services.notifications.inbox.values import Desk
from shared.context import CurrentContext
from shared.web.kit.person import Anyone
from shared.web.sessions.person import signed_in


async def _desk(request: Request, _: Anyone, here: CurrentContext) -> Desk:
    someone = await signed_in(request)
    assert someone is not None  # Anyone is
    async with here.database.reading() as session:
        return await desk_of(session, someone, here)


MyDesk = Annotated[Desk, Depends(_desk)]
"""Of whoever is signed in."""

"""What every page of the dashboard needs: its header, and a way to the other services."""

from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import Depends

from services.dashboard.neighbours.use_cases import Neighbours, Network
from shared.context import Here
from shared.settings import Settings
from shared.web.pages import Navigation


def navigation(settings: Settings) -> Navigation:
    """The dashboard's own pages, and where to find the others; mail is kept if none is sent."""
    entries = [
        ("Überblick", "/dashboard/"),
        ("Ereignisse", "/dashboard/events"),
        ("Angehalten", "/dashboard/parked"),
        ("Befragungen", "/surveys/"),
    ]
    mailbox = [] if settings.smtp_url else [("Postfach", "/notifications/mailbox")]
    return [*entries, *mailbox]


def network() -> Network:
    """How the services are reached; a test puts an app or a broken line in its place."""
    return Network()


async def _neighbours(
    here: Here, way: Annotated[Network, Depends(network)]
) -> AsyncGenerator[Neighbours]:
    async with Neighbours(here.settings, way) as neighbours:
        yield neighbours


Asking = Annotated[Neighbours, Depends(_neighbours, scope="function")]
"""Every service of the installation, over HTTP."""

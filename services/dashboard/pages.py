"""A way from the dashboard's pages to the other services."""

from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import Depends, Request

from services.dashboard.gateways import Network, ServiceClient
from shared.context import CurrentContext


async def _neighbours(request: Request, here: CurrentContext) -> AsyncGenerator[ServiceClient]:
    """Over the app's ``network``; a test puts an app or a broken line in its place."""
    network: Network = getattr(request.app.state, "network", None) or Network()
    async with ServiceClient(here.settings, network) as neighbours:
        yield neighbours


Asking = Annotated[ServiceClient, Depends(_neighbours, scope="function")]
"""Every service of the installation, over HTTP."""

"""A way from the dashboard's pages to the other services."""

from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import Depends, Request

from services.dashboard.gateways import Network, ServiceClient
from shared.context import Context, CurrentContext


async def _briefly(request: Request, here: CurrentContext) -> AsyncGenerator[ServiceClient]:
    async with _client(request, here, _network(request).briefly()) as neighbours:
        yield neighbours


async def _neighbours(request: Request, here: CurrentContext) -> AsyncGenerator[ServiceClient]:
    async with _client(request, here, _network(request)) as neighbours:
        yield neighbours


def _network(request: Request) -> Network:
    """The app's; a test puts an app or a broken line in its place."""
    return getattr(request.app.state, "network", None) or Network()


def _client(request: Request, here: Context, network: Network) -> ServiceClient:
    return ServiceClient(here.settings, network, request.headers.get("cookie", ""))


Asking = Annotated[ServiceClient, Depends(_neighbours, scope="function")]
"""Every service of the installation, over HTTP."""
AskingBriefly = Annotated[ServiceClient, Depends(_briefly, scope="function")]
"""The same, where nobody waits for one that is slow."""

"""A way from the dashboard's pages to the other services."""

import asyncio
from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Request

from services.dashboard.gateways import Network, ServiceClient
from shared.context import Context, CurrentContext


async def _briefly(request: Request, here: CurrentContext) -> ServiceClient:
    return _client(request, here, _network(request, here).briefly())


async def _patient(request: Request, here: CurrentContext) -> ServiceClient:
    return _client(request, here, _network(request, here))


def _network(request: Request, here: Context) -> Network:
    """The service's; a test puts an app or a broken line in its place."""
    state = request.app.state
    usual = here.single(network_of)
    return getattr(state, "network", None) or replace(usual, inside=state.beside)


def network_of(_: Context) -> Network:
    """One for the whole service, which keeps its connections for a while."""
    return Network()


async def close_connections(here: Context) -> None:
    """When the service ends."""
    try:
        await asyncio.Event().wait()
    finally:
        await here.single(network_of).transport.aclose()


def _client(request: Request, here: Context, network: Network) -> ServiceClient:
    return ServiceClient(here.settings, network, request.headers.get("cookie", ""))


Services = Annotated[ServiceClient, Depends(_patient)]
"""Every service of the installation."""
ServicesBriefly = Annotated[ServiceClient, Depends(_briefly)]
"""The same, where nobody waits for one that is slow."""

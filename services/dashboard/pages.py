"""A way from the dashboard's pages to the other services."""

from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import Depends

from services.dashboard.neighbours.use_cases import Network, ServiceClient
from shared.context import CurrentContext


def network() -> Network:
    """How the services are reached; a test puts an app or a broken line in its place."""
    return Network()


async def _neighbours(
    here: CurrentContext, way: Annotated[Network, Depends(network)]
) -> AsyncGenerator[ServiceClient]:
    async with ServiceClient(here.settings, way) as neighbours:
        yield neighbours


Asking = Annotated[ServiceClient, Depends(_neighbours, scope="function")]
"""Every service of the installation, over HTTP."""

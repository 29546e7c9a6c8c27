"""The adopted framework concept; nobody signs in."""

from typing import Annotated

from fastapi import Depends, Request, Response
from sqlalchemy.exc import NoResultFound

from services.surveys.framework_public import queries
from shared.context import CurrentContext, Reading
from shared.contracts.framework import PUBLIC_FRAMEWORK
from shared.web.kit.exports import attachment
from shared.web.kit.person import Anybody
from shared.web.kit.router import PageRouter
from shared.web.pace import strangers

pages = PageRouter(
    __package__,
    prefix=PUBLIC_FRAMEWORK.removeprefix("/surveys"),
    audience=Anybody,
    dependencies=[strangers],
)


async def _served(here: CurrentContext, municipality: str) -> str:
    if municipality not in here.settings.municipalities:
        raise NoResultFound
    return municipality


Served = Annotated[str, Depends(_served)]


@pages.get("/{municipality}")
async def show_concept(request: Request, session: Reading, municipality: Served) -> Response:
    """What is valid now, with the day of each chapter."""
    found = await queries.valid(session, municipality)
    return pages.render(
        request,
        "concept.html",
        concept=found,
        place=await queries.place(session, municipality),
    )


@pages.get("/{municipality}/datei")
async def save_concept(request: Request, session: Reading, municipality: Served) -> Response:
    """The same as a file."""
    content = await queries.file_of(session, municipality)
    headers = attachment(request, "rahmenkonzept", "pdf")
    return Response(content, headers=headers, media_type="application/pdf")

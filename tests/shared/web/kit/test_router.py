"""Whoever a page is for: it says so, and takes nothing from another site."""

from typing import Annotated

import pytest
from fastapi import Depends, FastAPI, Request, Response
from httpx2 import AsyncClient
from starlette.routing import Mount

from shared.web.audience import Audience, audience_of, routes_of
from shared.web.kit.person import Anybody, LinkHolder
from shared.web.kit.router import PageRouter
from shared.web.problems import install_problems
from tests.shared.web.conftest import Browse
from tests.shared.web.kit import example
from tests.shared.web.kit.example.service import Example

questions = PageRouter(example.__name__, prefix="/fragen", audience=Anybody)


@questions.get("")
@questions.post("")
async def ask(request: Request) -> Response:
    return Response("asked")


holders = PageRouter(example.__name__, audience=LinkHolder)


@questions.get("/seite")
async def page_for_anybody(request: Request) -> Response:
    return questions.confirm(request, "Wirklich?", "Alles ist weg.", button="Ja", back="/anders")


@holders.get("/l/fragen/{token}")
async def page_behind_a_link(request: Request, token: str) -> Response:
    return holders.confirm(request, "Wirklich?", "Alles ist weg.", button=f"Ja, {len(token)}")


@pytest.fixture
def client(browse: Browse) -> AsyncClient:
    app = FastAPI()
    install_problems(app)
    app.include_router(questions)
    app.include_router(holders)
    return browse(app)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 200),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"origin": "http://test"}, 200),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "https://example.org"}, 403),
    ],
)
async def test_a_page_for_anybody_takes_forms_from_its_own_site_only(
    client: AsyncClient, sent: dict[str, str], status: int
) -> None:
    assert (await client.post("/fragen", headers=sent)).status_code == status
    assert (await client.get("/fragen", headers=sent)).status_code == 200


async def test_strangers_and_holders_of_a_link_are_offered_nothing_else(
    client: AsyncClient,
) -> None:
    for path, plain in (("/fragen/seite", False), ("/l/fragen/abc", True)):
        page = await client.get(path)
        assert page.status_code == 200
        assert "<nav" not in page.text
        assert ("Sie sehen diese Seite über einen persönlichen Link." in page.text) == plain


async def test_a_question_leads_back_to_the_address_above_unless_it_says_where(
    client: AsyncClient,
) -> None:
    assert 'href="/anders"' in (await client.get("/fragen/seite")).text
    assert 'href="/l/fragen"' in (await client.get("/l/fragen/abc")).text


async def nobody_in_particular() -> None: ...


def test_an_audience_without_a_marked_dependency_is_a_mistake() -> None:
    unmarked = Annotated[None, Depends(nobody_in_particular)]
    for audience in (None, str, Annotated[str, "somebody"], unmarked):
        with pytest.raises(TypeError, match="audience"):
            PageRouter(example.__name__, prefix="/x", audience=audience)


async def test_every_page_of_a_router_has_its_audience(example: Example) -> None:
    mounted = next(
        route.app
        for route in example.app.routes
        if isinstance(route, Mount) and "directory" in str(vars(route))
    )
    assert isinstance(mounted, FastAPI)
    pages = [each for each in routes_of(mounted) if "/organisationen" in str(each.path)]
    assert len(pages) > 8
    assert {audience_of(each) for each in pages} == {Audience.PERSON}
    assert not [path for path in mounted.openapi()["paths"] if "organisationen" in path]

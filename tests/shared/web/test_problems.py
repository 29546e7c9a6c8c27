"""Every error is a problem document for a program and a German page for a person."""

from typing import Annotated, Any, Literal
from uuid import UUID

import pytest
from fastapi import APIRouter, FastAPI, Form
from httpx2 import AsyncClient
from pydantic import BaseModel, Field
from sqlalchemy.orm.exc import StaleDataError
from structlog.testing import capture_logs

from shared.database.versions import Overtaken
from shared.links import LinkExpired, LinkInvalid
from shared.web.problem import PROBLEMS, FieldError, Problem
from shared.web.problems import install_problems
from tests.shared.web.conftest import Browse

HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


class Cat(BaseModel):
    kind: Literal["cat"]


class Dog(BaseModel):
    kind: Literal["dog"]


class Visit(BaseModel):
    id: UUID
    hours: list[Annotated[float, Field(gt=0)]]
    pet: Annotated[Cat | Dog, Field(discriminator="kind")] | None = None


routes = APIRouter()


@routes.post("/visits", responses=PROBLEMS)
async def visits(visit: Visit) -> None:
    """Takes JSON."""


@routes.post("/form")
async def form(name: Annotated[str, Form()]) -> str:
    return name


@routes.get("/conflict")
async def conflict() -> None:
    errors = [FieldError("start", "lies before the end")]
    raise Problem(409, "already-there", "Already there", "Twice", errors, {"Retry-After": "3"})


@routes.put("/overtaken")
async def overtaken() -> None:
    raise Overtaken(Dog(kind="dog"), {"kind": "dog", "name": "Geheimnis", "version": 2})


@routes.put("/stale")
async def stale() -> None:
    raise StaleDataError("a row has another version")


@routes.get("/fault")
async def fault() -> None:
    typed_by_a_person = "Geheimnis"
    raise RuntimeError(typed_by_a_person)


@routes.get("/expired", include_in_schema=False)
async def expired() -> None:
    raise LinkExpired


@routes.get("/invalid", include_in_schema=False)
async def invalid() -> None:
    raise LinkInvalid


@pytest.fixture
def app() -> FastAPI:
    app = FastAPI()
    install_problems(app)
    app.include_router(routes)
    return app


@pytest.fixture
def client(app: FastAPI, browse: Browse) -> AsyncClient:
    return browse(app)


async def refused(client: AsyncClient, body: Any) -> dict[str, str]:
    answer = await client.post("/visits", json=body)
    assert answer.status_code == 422
    return {error["field"]: error["reason"] for error in answer.json()["errors"]}


@pytest.mark.parametrize("path", ["/overtaken", "/stale"])
async def test_who_was_slower_is_told_and_shown_nothing(client: AsyncClient, path: str) -> None:
    answer = await client.put(path)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/overtaken")
    assert "Geheimnis" not in answer.text


async def test_a_problem_becomes_a_document(client: AsyncClient) -> None:
    answer = await client.get("/conflict")
    assert answer.json() == {
        "type": "/problems/already-there",
        "title": "Already there",
        "status": 409,
        "detail": "Twice",
        "errors": [{"field": "start", "reason": "lies before the end"}],
    }


async def test_a_problem_has_its_own_media_type_and_headers(client: AsyncClient) -> None:
    answer = await client.get("/conflict")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"] == "3"


async def test_an_invalid_field_is_named_by_its_path(client: AsyncClient) -> None:
    errors = await refused(client, {"id": str(UUID(int=1)), "hours": [1, -2]})
    assert errors == {"hours.1": "must be greater than 0"}


@pytest.mark.parametrize(
    "body",
    [
        {"id": "Geheimnis", "hours": []},
        {"id": str(UUID(int=1)), "hours": "Geheimnis"},
        {"id": str(UUID(int=1)), "hours": [], "pet": {"kind": "Geheimnis"}},
    ],
)
async def test_what_was_sent_is_never_repeated(client: AsyncClient, body: Any) -> None:
    answer = await client.post("/visits", json=body)
    assert "Geheimnis" not in answer.text
    assert " `" not in answer.text


@pytest.mark.parametrize("body", [b"{", b"[1,", b"\xff\xfe{}", b"[" * 100_000])
async def test_a_body_that_is_no_json_is_malformed(client: AsyncClient, body: bytes) -> None:
    answer = await client.post(
        "/visits", content=body, headers={"Content-Type": "application/json"}
    )
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/malformed-body")


@pytest.mark.parametrize("media_type", [None, "text/plain", "application/xml"])
async def test_a_body_of_another_media_type_is_refused(
    client: AsyncClient, media_type: str | None
) -> None:
    headers = {"Content-Type": media_type} if media_type else {}
    answer = await client.post("/visits", content=b"{}", headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (415, "/problems/unsupported-media-type")


async def test_a_missing_body_is_an_invalid_request(client: AsyncClient) -> None:
    assert (await client.post("/visits")).status_code == 422


async def test_a_form_without_a_field_is_an_invalid_request(client: AsyncClient) -> None:
    answer = await client.post("/form", data={"other": "x"})
    assert answer.json()["errors"] == [{"field": "name", "reason": "is missing"}]


async def test_an_unknown_address_is_not_found(client: AsyncClient) -> None:
    answer = await client.get("/nowhere")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")


async def test_a_wrong_method_says_which_are_allowed(client: AsyncClient) -> None:
    answer = await client.get("/visits")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


async def test_an_unexpected_fault_tells_nothing_of_itself(client: AsyncClient) -> None:
    answer = await client.get("/fault")
    assert answer.json() == {
        "type": "/problems/internal-error",
        "title": "Internal error",
        "status": 500,
    }


async def test_an_unexpected_fault_is_logged_without_what_a_person_typed(
    client: AsyncClient,
) -> None:
    with capture_logs() as logs:
        await client.get("/fault")
    assert logs[0]["fault"] == "RuntimeError"
    assert "Geheimnis" not in str(logs)


async def test_a_browser_gets_a_german_page_with_the_same_status(client: AsyncClient) -> None:
    answer = await client.get("/nowhere", headers=HTML)
    assert answer.status_code == 404
    assert "Seite nicht gefunden" in answer.text


async def test_a_browser_on_a_path_of_the_api_gets_the_document(client: AsyncClient) -> None:
    answer = await client.get("/api/nowhere", headers=HTML)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "accept", ["*/*", "application/json", "text/html;q=0.5, application/json", "text/html;q=x", ""]
)
async def test_a_program_gets_the_document(client: AsyncClient, accept: str) -> None:
    answer = await client.get("/nowhere", headers={"Accept": accept})
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_route_for_programs_answers_documents_whatever_is_preferred(
    client: AsyncClient,
) -> None:
    answer = await client.get("/conflict", headers=HTML)
    assert answer.headers["content-type"] == "application/problem+json"


async def test_an_expired_link_is_explained(client: AsyncClient) -> None:
    answer = await client.get("/expired")
    assert answer.status_code == 410
    assert "Dieser Link ist abgelaufen" in answer.text


async def test_an_invalid_link_is_explained(client: AsyncClient) -> None:
    answer = await client.get("/invalid", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert "Dieser Link ist nicht gültig" in answer.text


def test_the_api_description_declares_problem_documents(app: FastAPI) -> None:
    declared = app.openapi()["paths"]["/visits"]["post"]["responses"]
    for status in ("400", "401", "403", "404", "409", "413", "415", "422", "429"):
        assert list(declared[status]["content"]) == ["application/problem+json"]

"""SCIM 2.0 as identity systems speak it, at the addresses the standard names."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request, Response
from pydantic import ValidationError
from scim2_models import (
    Context,
    ListResponse,
    Message,
    Resource,
    ResourceType,
    ResponseParameters,
    Schema,
    SCIMException,
)
from scim2_models import Error as ScimError

from services.directory.scim import queries, rules, use_cases
from services.directory.scim.models import ScimUser
from services.directory.scim.rules import errors_of, read_search, read_user, user_of
from services.directory.scim.schemas import SCHEMAS, TYPES, CarrierUser, Group, provider_config
from services.directory.scim.values import BASE, MAX_NESTED, MAX_RESULTS, MEDIA_TYPE
from shared.clock import local_date
from shared.context import Context as Here
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.directory import Scope
from shared.json import Json
from shared.web.audience import program_with
from shared.web.audit import unchanged
from shared.web.bodies import media_type, read_json, refuse_crooked
from shared.web.problem import Problem
from shared.web.tokens import ApiClient

api = APIRouter(prefix="/scim/v2", tags=["scim"], include_in_schema=False)

Client = Annotated[ApiClient, Depends(program_with(Scope.SCIM))]
Expected = Annotated[str, Header(alias="If-Match", max_length=400)]
Known = Annotated[str, Header(alias="If-None-Match", max_length=400)]
_MAX_VALUES = 2000
_TAKEN = (MEDIA_TYPE, "application/json")
_GROUPS = "Groups follow from what was posted, and are not changed here"


async def _body(request: Request, _: Client) -> Json:
    if media_type(request) not in _TAKEN:
        raise Problem(415, "unsupported-media-type", f"Send {MEDIA_TYPE}")
    body = read_json(await request.body(), _MAX_VALUES)
    if not isinstance(body, dict):
        raise Problem(400, "malformed-body", "The body is not a JSON object")
    refuse_crooked(body, MAX_NESTED)
    return body


Body = Annotated[Json, Depends(_body)]


@contextmanager
def _refusing() -> Iterator[None]:
    """What the library refuses, as a problem."""
    try:
        yield
    except SCIMException as refused:
        raise _problem(refused.to_error()) from None
    except ValidationError as invalid:
        raise _problem(errors_of(invalid)) from None


def _problem(error: ScimError) -> Problem:
    members = {"scimType": error.scim_type} if error.scim_type else {}
    return Problem(error.status or 400, "scim", error.detail or "Refused", members=members)


@api.get("/Users")
async def list_users(
    request: Request, client: Client, here: CurrentContext, session: Reading
) -> Response:
    """The carrier's own users, filtered and by place."""
    return await _search(dict(request.query_params), client, here, session)


@api.post("/.search")
@api.post("/Users/.search")
async def search_users(
    body: Body, client: Client, here: CurrentContext, session: Reading, request: Request
) -> Response:
    """The same, asked for in a body; of all there is, users are what can be looked for."""
    unchanged(request)
    return await _search(body, client, here, session)


@api.post("/Users")
async def create_user(
    request: Request, client: Client, body: Body, here: CurrentContext, uow: Uow
) -> Response:
    """A new user, or one that comes back under its external id."""
    with _refusing():
        user = read_user(body, Context.RESOURCE_CREATION_REQUEST)
        row, new = await use_cases.create(uow, client, user, here.settings)
        context, status = Context.RESOURCE_CREATION_RESPONSE, 201 if new else 200
        return _shown(request, here, row, context, status, {"Location": _location(here, row)})


@api.get("/Users/{user_id}")
async def show_user(
    request: Request,
    user_id: str,
    client: Client,
    here: CurrentContext,
    session: Reading,
    known: Known = "",
) -> Response:
    """One of the carrier's own."""
    row = await queries.one(session, client, _id(user_id))
    if known and rules.version_of(row) in known:
        return Response(status_code=304, headers={"ETag": rules.version_of(row)})
    with _refusing():
        return _shown(request, here, row, Context.RESOURCE_QUERY_RESPONSE)


@api.put("/Users/{user_id}")
async def replace_user(
    request: Request,
    user_id: str,
    client: Client,
    body: Body,
    here: CurrentContext,
    uow: Uow,
    expected: Expected = "",
) -> Response:
    """All attributes; ``active`` stays as it is unless it is named."""
    with _refusing():
        row, changed = await use_cases.replace(
            uow, client, _id(user_id), body, expected, here.settings
        )
        if not changed:
            unchanged(request)
        return _shown(request, here, row, Context.RESOURCE_REPLACEMENT_RESPONSE)


@api.patch("/Users/{user_id}")
async def patch_user(
    request: Request,
    user_id: str,
    client: Client,
    body: Body,
    here: CurrentContext,
    uow: Uow,
    expected: Expected = "",
) -> Response:
    """All operations or none."""
    with _refusing():
        row, changed = await use_cases.patch(
            uow, client, _id(user_id), body, expected, here.settings
        )
        if not changed:
            unchanged(request)
        return _shown(request, here, row, Context.RESOURCE_PATCH_RESPONSE)


@api.delete("/Users/{user_id}", status_code=204)
async def delete_user(user_id: str, client: Client, uow: Uow, expected: Expected = "") -> None:
    """Gone for the carrier's system; what follows for the person the office decides."""
    await use_cases.delete(uow, client, _id(user_id), expected)


@api.get("/Groups")
async def list_groups(client: Client, here: CurrentContext, session: Reading) -> Response:
    """Who is employed now, who begins later, whose employment is over."""
    groups = await _groups(client, here, session)
    return _list(ListResponse[Group], groups, len(groups))


@api.get("/Groups/{group_id}")
async def show_group(
    group_id: str, client: Client, here: CurrentContext, session: Reading
) -> Response:
    """One of them."""
    for group in await _groups(client, here, session):
        if group.id == group_id:
            return _written(group, Context.RESOURCE_QUERY_RESPONSE)
    raise Problem(404, "not-found", "There is no such group")


@api.post("/Groups")
@api.put("/Groups/{group_id}")
@api.patch("/Groups/{group_id}")
@api.delete("/Groups/{group_id}")
async def refuse_changing_groups(request: Request, client: Client) -> Response:
    """Nobody is put into a group, and none is emptied."""
    unchanged(request)
    raise Problem(403, "read-only", _GROUPS, members={"scimType": "mutability"})


@api.get("/ServiceProviderConfig")
async def show_config(client: Client, here: CurrentContext) -> Response:
    """What this server can do."""
    return _written(provider_config(here.settings.base_url), Context.RESOURCE_QUERY_RESPONSE)


@api.get("/ResourceTypes")
async def list_types(client: Client) -> Response:
    """Users and groups."""
    return _list(ListResponse[ResourceType], TYPES, len(TYPES))


@api.get("/ResourceTypes/{name}")
async def show_type(name: str, client: Client) -> Response:
    """One of them."""
    return _one_of(TYPES, name)


@api.get("/Schemas")
async def list_schemas(client: Client) -> Response:
    """What is known of users and groups, and no more."""
    return _list(ListResponse[Schema], SCHEMAS, len(SCHEMAS))


@api.get("/Schemas/{name}")
async def show_schema(name: str, client: Client) -> Response:
    """One of them."""
    return _one_of(SCHEMAS, name)


def _one_of(found: list[Any], name: str) -> Response:
    for each in found:
        if each.id == name:
            return _written(each, Context.RESOURCE_QUERY_RESPONSE)
    raise Problem(404, "not-found", "There is no such thing")


async def _search(
    given: Mapping[str, Any], client: ApiClient, here: Here, session: Reading
) -> Response:
    with _refusing():
        search = read_search(given)
        search.count = MAX_RESULTS if search.count is None else min(search.count, MAX_RESULTS)
        total, users = await queries.found(session, client, search, here.settings.base_url)
        return _list(ListResponse[CarrierUser], users, total, search.start_index or 1, search)


async def _groups(client: ApiClient, here: Here, session: Reading) -> list[Group]:
    users = await queries.linked(session, client)
    return rules.groups_of(users, local_date(here.clock.now()), here.settings.base_url)


def _id(text: str) -> UUID:
    """Raises ``Problem`` (404): an id that is none names nobody."""
    try:
        return UUID(text)
    except ValueError:
        raise Problem(404, "not-found", "There is no such user") from None


def _location(here: Here, row: ScimUser) -> str:
    return f"{here.settings.base_url}{BASE}/Users/{row.id}"


def _shown(
    request: Request,
    here: Here,
    row: ScimUser,
    context: Context,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    asked = ResponseParameters[CarrierUser].model_validate(
        {
            name: request.query_params[name]
            for name in ("attributes", "excludedAttributes")
            if request.query_params.get(name)
        }
    )
    user = user_of(row, here.settings.base_url)
    text = user.model_dump_json(scim_ctx=context, response_parameters=asked)
    tagged = {"ETag": rules.version_of(row), **(headers or {})}
    return Response(text, status, tagged, MEDIA_TYPE)


def _written(message: Resource[Any], context: Context) -> Response:
    return Response(message.model_dump_json(scim_ctx=context), media_type=MEDIA_TYPE)


def _list(
    kind: Callable[..., Message],
    items: Any,
    total: int,
    start: int = 1,
    asked: ResponseParameters[Any] | None = None,
) -> Response:
    answer = kind(
        total_results=total, start_index=start, items_per_page=len(items), resources=list(items)
    )
    context = Context.RESOURCE_QUERY_RESPONSE
    text = answer.model_dump_json(scim_ctx=context, response_parameters=asked)
    return Response(text, media_type=MEDIA_TYPE)

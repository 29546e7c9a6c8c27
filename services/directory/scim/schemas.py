"""What is known of a user, and what this server can do (RFC 7643).

Less than the standard's user: only what the directory uses. What else is sent is left out.
"""

from typing import Annotated, Any, ClassVar

from fastapi import Response
from pydantic import Field
from scim2_models import (
    URI,
    AnyExtension,
    AuthenticationScheme,
    Bulk,
    CaseExact,
    ChangePassword,
    ComplexAttribute,
    Error,
    ETag,
    Extension,
    Filter,
    Mutability,
    Pagination,
    Patch,
    Reference,
    Required,
    Resource,
    ResourceType,
    Returned,
    Schema,
    ServiceProviderConfig,
    Uniqueness,
)
from scim2_models.resources.service_provider_config import Sort
from scim2_models.urn import URN

from services.directory.scim.values import MAX_RESULTS, MEDIA_TYPE
from shared.web.problem import Problem


class Name(ComplexAttribute):
    """What somebody is called."""

    formatted: str | None = None
    family_name: str | None = None
    given_name: str | None = None


class Email(ComplexAttribute):
    """Where somebody is written to; the primary one, else the first, is the directory's."""

    value: str | None = None
    type: str | None = None
    primary: bool | None = None


class PhoneNumber(ComplexAttribute):
    """Where somebody is called."""

    value: str | None = None
    type: str | None = None
    primary: bool | None = None


class EnterpriseUser(Extension):
    """Of the standard's extension, the personnel number."""

    __schema__ = URN("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")

    employee_number: str | None = None


class User(Resource[AnyExtension]):
    """A user of a carrier's identity system."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:User")

    user_name: Annotated[str | None, Uniqueness.server, Required.true] = None
    name: Name | None = None
    display_name: str | None = None
    title: str | None = None
    active: bool | None = None
    emails: list[Email] | None = None
    phone_numbers: list[PhoneNumber] | None = None


class Member(ComplexAttribute):
    """Somebody in a group."""

    value: Annotated[str | None, Mutability.read_only, CaseExact.true] = None
    display: Annotated[str | None, Mutability.read_only] = None
    ref: Annotated[Reference[URI] | None, Mutability.read_only] = Field(
        None, serialization_alias="$ref", validation_alias="$ref"
    )


class Group(Resource[Any]):
    """People by where their employment stands; who is in it follows from what was posted."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:Group")

    display_name: Annotated[str | None, Mutability.read_only, Returned.always] = None
    members: Annotated[list[Member] | None, Mutability.read_only] = None

    Members: ClassVar[type[ComplexAttribute]] = Member


CarrierUser = User[EnterpriseUser]
TYPES: list[ResourceType] = [
    ResourceType.from_resource(CarrierUser),
    ResourceType.from_resource(Group),
]
SCHEMAS: list[Schema] = [
    CarrierUser.to_schema(),
    EnterpriseUser.to_schema(),
    Group.to_schema(),
]


def provider_config(base_url: str) -> ServiceProviderConfig:
    """What this server can do, and nothing it cannot."""
    return ServiceProviderConfig(
        documentation_uri=Reference(f"{base_url}/directory/entwickler"),
        patch=Patch(supported=True),
        bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
        filter=Filter(supported=True, max_results=MAX_RESULTS),
        change_password=ChangePassword(supported=False),
        sort=Sort(supported=False),
        etag=ETag(supported=True),
        pagination=Pagination(cursor=False, index=True, max_page_size=MAX_RESULTS),
        authentication_schemes=[
            AuthenticationScheme(
                type=AuthenticationScheme.Type.oauthbearertoken,
                name="OAuth 2.0 client credentials",
                description="A token with the scope scim, valid for 15 minutes",
                primary=True,
            )
        ],
    )


def scim_problem(problem: Problem) -> Response:
    """A problem as the standard writes errors (RFC 7644, 3.12)."""
    kinds = {400: "invalidSyntax"}
    kind = problem.members.get("scimType", kinds.get(problem.status))
    detail = problem.detail or problem.title
    if problem.errors:
        detail = f"{detail}: " + "; ".join(f"{each.field} {each.reason}" for each in problem.errors)
    error = Error(status=problem.status, scim_type=kind, detail=detail)
    return Response(error.model_dump_json(), problem.status, problem.headers, MEDIA_TYPE)

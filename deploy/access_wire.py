"""The requests about users and rules that aiokafka's administration client does not offer."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from aiokafka.errors import for_code
from aiokafka.protocol.admin import (
    CreateAclsRequest_v1,
    DeleteAclsRequest_v1,
    DescribeAclsRequest_v1,
)
from aiokafka.protocol.api import Request, RequestStruct, Response
from aiokafka.protocol.types import (
    CompactArray,
    CompactBytes,
    CompactString,
    Int8,
    Int16,
    Int32,
    Schema,
    TaggedFields,
)

_ANY = 1
_TEXT = CompactString("utf-8")


class Refused(Exception):
    """The cluster did not do what an administrator asked; the text says why."""


def raise_for(answers: Iterable[tuple[int, str | None]]) -> None:
    """Raise ``Refused`` for the first answer that is an error."""
    for code, message in answers:
        if code:
            raise Refused(message or for_code(code).__name__)


class UsersAltered(Response):  # type: ignore[misc]
    """What became of each user."""

    API_KEY = 51
    API_VERSION = 0
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        (
            "results",
            CompactArray(
                ("user", _TEXT),
                ("error_code", Int16),
                ("error_message", _TEXT),
                ("tags", TaggedFields),
            ),
        ),
        ("tags", TaggedFields),
    )


class _AlterUsers(RequestStruct):  # type: ignore[misc]
    FLEXIBLE_VERSION = True
    API_KEY = 51
    API_VERSION = 0
    RESPONSE_TYPE = UsersAltered
    SCHEMA = Schema(
        ("deletions", CompactArray(("name", _TEXT), ("mechanism", Int8), ("tags", TaggedFields))),
        (
            "upsertions",
            CompactArray(
                ("name", _TEXT),
                ("mechanism", Int8),
                ("iterations", Int32),
                ("salt", CompactBytes),
                ("salted_password", CompactBytes),
                ("tags", TaggedFields),
            ),
        ),
        ("tags", TaggedFields),
    )


class AlterUsers(Request[_AlterUsers]):  # type: ignore[misc]
    """Make users, or give them another password."""

    API_KEY = 51
    SCRAM_SHA_512: ClassVar[int] = 2

    def __init__(self, rows: Sequence[tuple[Any, ...]]) -> None:
        self._rows = list(rows)

    def build(self, request_struct_class: type[_AlterUsers]) -> _AlterUsers:
        return request_struct_class([], self._rows, {})


class CreateRules(Request[CreateAclsRequest_v1]):  # type: ignore[misc]
    """Many at once."""

    API_KEY = 30

    def __init__(self, rows: Sequence[tuple[Any, ...]]) -> None:
        self._rows = list(rows)

    def build(self, request_struct_class: type[CreateAclsRequest_v1]) -> CreateAclsRequest_v1:
        return request_struct_class(self._rows)


class DeleteRules(Request[DeleteAclsRequest_v1]):  # type: ignore[misc]
    """Exactly these."""

    API_KEY = 31

    def __init__(self, rows: Sequence[tuple[Any, ...]]) -> None:
        self._rows = list(rows)

    def build(self, request_struct_class: type[DeleteAclsRequest_v1]) -> DeleteAclsRequest_v1:
        return request_struct_class(self._rows)


class DescribeRules(Request[DescribeAclsRequest_v1]):  # type: ignore[misc]
    """All that name one user."""

    API_KEY = 29

    def __init__(self, user: str) -> None:
        self._principal = f"User:{user}"

    def build(self, request_struct_class: type[DescribeAclsRequest_v1]) -> DescribeAclsRequest_v1:
        return request_struct_class(_ANY, None, _ANY, self._principal, None, _ANY, _ANY)

"""Whether what a program has read is still what is there (RFC 9110, 8.8.3 and 13.1)."""

from hashlib import sha256
from typing import Annotated

from fastapi import Header, Response
from pydantic import BaseModel

from shared.web.problem import FieldError, Problem

IfMatch = Annotated[
    str,
    Header(
        alias="If-Match",
        max_length=400,
        description="The `ETag` as it was read; 412 if it has changed since.",
    ),
]
IfNoneMatch = Annotated[
    str, Header(alias="If-None-Match", max_length=400, description="304 if it is still the same.")
]


def etag_of(view: BaseModel) -> str:
    """Of what is shown: the same as long as nothing of it has changed."""
    return f'"{sha256(view.model_dump_json().encode()).hexdigest()[:32]}"'


def unless_known(known: str, etag: str, view: BaseModel) -> Response:
    """What is shown with its ``ETag``; 304 without it where the client has the same already."""
    if names(known, etag):
        return Response(status_code=304, headers={"ETag": etag})
    return Response(view.model_dump_json(), 200, {"ETag": etag}, "application/json")


def refuse_stale(expected: str, view: BaseModel) -> None:
    """Raise ``Problem`` (412) unless ``If-Match`` names what is there, or there is none."""
    if expected and not names(expected, etag_of(view)):
        raise Problem(
            412,
            "changed-meanwhile",
            "What was read is no longer what is there",
            "Nothing was stored. Read it anew, and repeat what still applies.",
            errors=[FieldError("header.If-Match", "names an older state")],
        )


def names(header: str, etag: str) -> bool:
    """Whether a header such as ``If-None-Match`` has this one among its own."""
    named = {each.strip().removeprefix("W/") for each in header.split(",")}
    return etag in named or "*" in named

"""What was typed is not lost when a sign-in has ended meanwhile: a page keeps it and sends it anew.

No token stands in a form, so that it survives a sign-in in another window.
"""

from fastapi import Request, Response
from jinja2 import Environment
from starlette.datastructures import UploadFile

from shared.web.kit.layout import page_of
from shared.web.sessions.person import sign_in_address

LONGEST = 256 * 1024
"""Bytes of what is kept; more would have to be typed again."""
MOST_FIELDS = 200


async def keep_input(templates: Environment, request: Request) -> Response:
    """All text that was posted, in a form to the same address; files have to be chosen again."""
    fields: list[tuple[str, str]] = []
    files = False
    async with request.form(max_fields=MOST_FIELDS) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                files = files or bool(value.filename)
            else:
                fields.append((name, value))
    if sum(len(name.encode()) + len(value.encode()) for name, value in fields) > LONGEST:
        fields = []
    return page_of(
        templates,
        request,
        "kit/signed_out.html",
        401,
        fields=fields,
        files=files,
        address=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        sign_in=sign_in_address(""),
        layout="layout.html",
        notice=[],
        faulty=False,
        lists=False,
    )

"""What was typed is not lost when somebody must first sign in, or prove who they are.

A page keeps it and sends it anew. No token stands in a form, so that it survives a sign-in in
another window.
"""

from fastapi import Request, Response
from jinja2 import Environment
from starlette.datastructures import UploadFile

from shared.web.kit.forms import MAX_FIELDS
from shared.web.kit.layout import page_of
from shared.web.kit.person import navigation, visitor
from shared.web.sessions.person import SIGNED_OUT, UNPROVEN, proof_address, sign_in_address

LONGEST = 256 * 1024
"""Bytes of what is kept; more would have to be typed again."""
KEPT = {
    SIGNED_OUT: (401, "kit/signed_out.html", sign_in_address("")),
    UNPROVEN: (403, "kit/unproven.html", proof_address("")),
}
"""By the code of the problem: the answer, its page, and what is to be done first."""


async def keep_input(templates: Environment, request: Request, code: str) -> Response:
    """All text that was posted, in a form to the same address; files have to be chosen again."""
    fields: list[tuple[str, str]] = []
    files = False
    async with request.form(max_fields=MAX_FIELDS) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                files = files or bool(value.filename)
            else:
                fields.append((name, value))
    long = sum(len(name.encode()) + len(value.encode()) for name, value in fields) > LONGEST
    if long:
        fields = []
    status, page, first = KEPT[code]
    return page_of(
        templates,
        request,
        page,
        status,
        navigation=navigation(request),
        visitor=visitor(request),
        fields=fields,
        files=files,
        again=bool(fields) or not (long or files),
        address=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        first=first,
    )

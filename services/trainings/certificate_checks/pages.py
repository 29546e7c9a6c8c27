"""Whether a certificate is genuine: everything it says, for whoever knows its code."""

from typing import Annotated

from fastapi import Depends, Path, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from services.trainings.certificate_checks.forms import WRONG, CheckForm
from services.trainings.certificates import queries
from services.trainings.certificates.values import in_groups, read_code
from shared.context import Reading
from shared.contracts.certificates import CHECK
from shared.web.kit.forms import Posted
from shared.web.kit.person import Anybody
from shared.web.kit.router import PageRouter
from shared.web.pace import paced
from shared.web.problem import Problem
from shared.web.security import mark_behind_link

CHECKS_A_MINUTE = 60
"""Of one address, which a whole town hall may share; a code has 80 random bits."""


async def _unseen(request: Request, response: Response) -> None:
    """Whoever follows a link from here carries no code to another site."""
    mark_behind_link(request)


pages = PageRouter(
    __package__,
    prefix=CHECK.removeprefix("/trainings"),
    audience=Anybody,
    dependencies=[paced(CHECKS_A_MINUTE)],
)
HEADERS = {"X-Robots-Tag": "noindex, noarchive", "Cache-Control": "no-store"}


@pages.get("")
async def ask(request: Request) -> Response:
    """For a code from paper."""
    return pages.render(request, "ask.html", form=CheckForm.empty())


@pages.post("")
async def look(request: Request, form: Posted[CheckForm]) -> Response:
    """On to what the code stands for."""
    if form.value is None:
        return pages.render(request, "ask.html", form=form)
    code = read_code(form.value.code)
    if code is None:
        return pages.render(request, "ask.html", form=form.refused("code", WRONG))
    return RedirectResponse(pages.address(request, in_groups(code)), 303)


@pages.get("/{code}", dependencies=[Depends(_unseen)])
async def check(
    request: Request, session: Reading, code: Annotated[str, Path(max_length=40)]
) -> Response:
    """The same for what never was and what is no more."""
    plain = read_code(code)
    found = await queries.behind(session, plain or "")
    if _wants_data(request):
        if found is None:
            raise Problem(404, "not-found", "There is no such certificate")
        return JSONResponse(found.public.model_dump(mode="json"), headers=HEADERS)
    response = pages.render(request, "check.html", 200 if found else 404, found=found)
    response.headers.update(HEADERS)
    return response


def _wants_data(request: Request) -> bool:
    accepted = request.headers.get("accept", "")
    return "application/json" in accepted and "text/html" not in accepted

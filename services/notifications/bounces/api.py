"""Where the mail server hands over what came to one of our return addresses."""

from hmac import compare_digest
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from services.notifications.bounces import use_cases
from services.notifications.bounces.schemas import Report
from services.notifications.bounces.values import calendar_path, return_path
from services.notifications.rules import host_of
from shared.context import CurrentContext, Uow, context_of
from shared.web.audience import Audience, admitting, marks
from shared.web.problem import Problem

LARGEST_REPORT = 1024 * 1024

_bearer = HTTPBearer(
    scheme_name="mail server",
    description="The secret that the mail server and KNOTENPUNKT_BOUNCE_SECRET share",
    auto_error=False,
)
Recipient = Annotated[str, Header(alias="X-Original-To", max_length=320)]


@marks(Audience.MAIL_SERVER)
async def mail_server(
    request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> None:
    """The installation's own."""
    secret = context_of(request).settings.bounce_secret
    known = secret.get_secret_value().encode() if secret else b""
    if given is None or not known or not compare_digest(given.credentials.encode(), known):
        headers = {"WWW-Authenticate": 'Bearer realm="Knotenpunkt"'}
        raise Problem(401, "unauthenticated", "The secret is missing or wrong", headers=headers)


async def _admit(request: Request) -> None:
    await mail_server(request, await _bearer(request))


admitting(mail_server, _admit)
api = APIRouter(prefix="/bounces", tags=["bounces"], dependencies=[Depends(mail_server)])


@api.post("")
async def report(request: Request, here: CurrentContext, uow: Uow, recipient: Recipient) -> Report:
    """One mail as it came, as message/rfc822; the address it came to in the header."""
    paths, calendars = return_path(here.settings), calendar_path(here.settings)
    if paths is None or calendars is None:
        raise Problem(409, "bounces-off", "KNOTENPUNKT_BOUNCE_DOMAIN is not set")
    try:
        raw = await request.body()
        if calendars.opened(recipient) is not None:
            host = host_of(here.settings)
            outcome = await use_cases.answer(uow, calendars, recipient, raw, host)
        else:
            outcome = await use_cases.report(uow, paths, recipient, raw)
    except use_cases.Forged:
        raise Problem(403, "bounce-forged", "No mail of ours was sent from this address") from None
    except use_cases.Unread:
        raise Problem(415, "only-calendars", "Only calendars are read at this address") from None
    return Report(outcome=outcome)

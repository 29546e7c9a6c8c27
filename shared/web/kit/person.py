"""Who asks, and what is offered to them: the audiences of pages, one annotation each.

A router names one of them, and a page that needs to know who asks takes it as a parameter.
"""

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Query, Request

from shared.context import CurrentContext, context_of
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.navigation import entries
from shared.contracts.words import word
from shared.ids import new_id
from shared.messaging.event import EVERYONE, Cause
from shared.web.audience import by_link, public
from shared.web.audit import acts
from shared.web.kit.layout import Navigation
from shared.web.problem import FieldError, Problem
from shared.web.sessions import cookies
from shared.web.sessions.display import Display, short
from shared.web.sessions.person import Me, SignedIn, name_of, person
from shared.web.tenants import refuse_unserved

Anybody = Annotated[None, Depends(public)]
LinkHolder = Annotated[None, Depends(by_link)]
"""Whoever holds a signed link: is offered nothing but the page."""

OF_NETWORK = (
    AccessRole.COORDINATOR,
    AccessRole.CARRIER,
    AccessRole.WORKER,
    AccessRole.HEAD,
    AccessRole.CONTACT,
)
"""Everybody's roles in a municipality."""
operator = person(AccessRole.OPERATOR)
office = person(AccessRole.COORDINATOR, AccessRole.OPERATOR)

Anyone = Annotated[Me, Depends(person())]
"""Whoever is signed in."""
Operations = Annotated[Me, Depends(operator)]
"""The people who run the installation."""
Coordinator = Annotated[Me, Depends(person(AccessRole.COORDINATOR))]
"""The coordination office of a municipality."""
Office = Annotated[Me, Depends(office)]
"""Either of them."""
Carrier = Annotated[Me, Depends(person(AccessRole.CARRIER))]
"""A clerk of a carrier, for its own people."""
Staffing = Annotated[Me, Depends(person(AccessRole.CARRIER, AccessRole.COORDINATOR))]
"""Those who look after workers: a carrier after its own, the office after the municipality's."""
Network = Annotated[Me, Depends(person(*OF_NETWORK))]
"""Whoever signs in for a municipality, for what they show each other."""
Worker = Annotated[Me, Depends(person(AccessRole.WORKER))]
"""A school social worker, for what is their own."""
AtSchool = Annotated[Me, Depends(person(AccessRole.WORKER, AccessRole.HEAD))]
"""Who works at a school, or leads it."""
Advised = Annotated[Me, Depends(person(AccessRole.WORKER, AccessRole.CARRIER, AccessRole.HEAD))]
"""Those who may ask the office for a consultation: a worker, a carrier's clerk, a head."""
Consulting = Annotated[
    Me,
    Depends(person(AccessRole.COORDINATOR, AccessRole.WORKER, AccessRole.CARRIER, AccessRole.HEAD)),
]
"""The same and the office."""
Tasked = Annotated[
    Me,
    Depends(
        person(
            AccessRole.COORDINATOR,
            AccessRole.HEAD,
            AccessRole.CONTACT,
            AccessRole.CARRIER,
            AccessRole.OPERATOR,
        )
    ),
]
"""Those with tasks for an organization: the office, a head, a contact, a carrier's clerk.

And who runs the installation, where a municipality names them, as for its IT.
"""


async def of_municipality(
    here: CurrentContext,
    request: Request,
    me: Office,
    municipality: Annotated[str, Query(pattern=r"^\d{8}$")],
) -> Me:
    """The office, which names its municipality in the address; an operator any that is served."""
    refuse_unserved(municipality, here.settings.municipalities, "query.municipality")
    refuse_other(me, municipality)
    mine = replace(me, tenant=municipality, cause=Cause(municipality, new_id()))
    acts(request, mine)
    return mine


OfficeProgram = Annotated[Me, Depends(of_municipality)]

ProgramKeeper = Annotated[
    Me, Depends(person(AccessRole.COORDINATOR, AccessRole.OPERATOR, AccessRole.CARRIER))
]
"""Those who give programs their credentials: the office, and a carrier's clerk for its own."""


async def in_sight(
    me: Office, municipality: Annotated[str, Query(pattern=r"^(\d{8})?$")] = ""
) -> str:
    """A coordinator's own municipality; of an operator the one that is named, empty for all."""
    if me.role is AccessRole.OPERATOR:
        return municipality
    if municipality:
        refuse_other(me, municipality)
    return me.tenant


InSight = Annotated[str, Depends(in_sight)]
"""The municipality whose data the office is shown."""


def refuse_other(me: Me, municipality: str) -> None:
    """Raises ``Problem`` for a municipality in which they do not act."""
    if me.tenant not in (EVERYONE, municipality):
        errors = [FieldError("query.municipality", "is not yours")]
        raise Problem(403, "other-municipality", "Not your municipality", errors=errors)


@dataclass(frozen=True)
class Visitor:
    """Who is signed in, as the header shows them; names may be missing.

    ``others`` are their other roles: what each is called in a form, and for people.
    """

    name: str
    role: str
    municipality: str
    others: tuple[tuple[str, str], ...]
    searches: bool = False
    """Whether the header offers the search."""


def navigation(request: Request) -> Navigation:
    """What the header offers to whoever is known to be signed in: nothing they may not see."""
    someone: SignedIn | None = getattr(request.state, "signed_in", None)
    if someone is None:
        return []
    settings, roles = context_of(request).settings, someone.roles
    there = entries(mailbox=not settings.smtp_url, provider=bool(settings.oidc_issuer))
    return [each for each in there if not roles.isdisjoint(each.roles)]


def visitor(request: Request) -> Visitor | None:
    """Who is known to be signed in."""
    someone: SignedIn | None = getattr(request.state, "signed_in", None)
    if someone is None:
        return None
    display, chosen = cookies.display_of(request), someone.chosen
    others = [each for each in someone.grants if each != chosen]
    return Visitor(
        name=display.name,
        role=_called(display, chosen),
        municipality=display.municipalities.get(someone.municipality, ""),
        others=tuple((name_of(each), _called(display, each, whole=True)) for each in others),
        searches=not someone.roles.isdisjoint(OF_NETWORK),
    )


def _called(display: Display, grant: Grant, *, whole: bool = False) -> str:
    """A role with its organization; ``whole``, with the municipality where there is none."""
    organization = grant.organization_id and display.organizations.get(short(grant.organization_id))
    municipality = display.municipalities.get(grant.municipality) if whole else None
    place = organization or municipality
    return f"{word(AccessRole, grant.role)}{f', {place}' if place else ''}"

"""Whatever people and programs change is recorded: by its transaction, or by the route itself."""

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant

from deploy.services import NAMES
from services.directory.bulk.forms import LISTS
from shared.context import _unit_of_work
from shared.web.audience import Audience, audience_of, routes_of
from tests.conftest import OpenHouse

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
NOT_RECORDED = {
    "POST /directory/api/v1/hires": "its story says who posted it; one statement does all",
    "POST /directory/scim/v2/.search": "a search",
    "POST /directory/scim/v2/Users/.search": "a search",
    "POST /directory/scim/v2/Groups": "refused, whoever asks",
    "PUT /directory/scim/v2/Groups/{group_id}": "refused, whoever asks",
    "PATCH /directory/scim/v2/Groups/{group_id}": "refused, whoever asks",
    "DELETE /directory/scim/v2/Groups/{group_id}": "refused, whoever asks",
    "POST /directory/organisationen/import": "a preview; nothing is stored",
    "POST /directory/fachkraefte/import": "the same",
    **{f"POST /directory/fachkraefte/listen/{end}/import": "the same" for end in LISTS},
    "POST /directory/konten": "a search; the list that it leads to is a look",
    "POST /notifications/zustellungen": "a search; the list that it leads to is a look",
    "POST /directory/personen": "the same",
    "POST /directory/zugriffe": "the same",
    "POST /directory/zusammenfuehrungen/mit/{person_id}": "the same",
    "POST /directory/offene-anmeldungen/{key}": "the same",
    "POST /directory/suche": "a search; what it finds has no contact data",
    "POST /surveys/frageboegen/{questionnaire_id}/vorschau": "what is tried is not stored",
    "POST /trainings/api/v1/outsiders/search": "the same",
    "POST /surveys/api/v1/outsiders/search": "the same",
    "POST /dashboard/uhr": "moves the clock of a demonstration",
    "POST /dashboard/angehalten/erneut": "the service that has the message records it",
    "POST /dashboard/angehalten/verwerfen": "the service that has the message records it",
    "POST /dashboard/angehalten/kopie": "the service that has the message records it",
}


def depends_on(dependant: Dependant, call: object) -> bool:
    return dependant.call is call or any(depends_on(each, call) for each in dependant.dependencies)


def by_itself(endpoint: Callable[..., Any] | None) -> bool:
    """Whether it, or what it calls in its module, calls ``record``."""
    assert endpoint is not None
    module: dict[str, Any] = vars(inspect.getmodule(endpoint))
    source = inspect.getsource(endpoint)
    called: list[Any] = [each for each in map(module.get, re.findall(r"(\w+)\(", source)) if each]
    own: list[Any] = [each for each in called if inspect.isfunction(each)]
    return any(
        re.search(r"record(_apart)?\(request", inspect.getsource(each)) for each in (endpoint, *own)
    )


def unrecorded(app: FastAPI, name: str) -> Iterator[str]:
    """Routes of people and programs that change something without an entry."""
    for route in routes_of(app):
        methods = UNSAFE & set(route.methods or ())
        if not methods or audience_of(route) not in (Audience.PERSON, Audience.PROGRAM):
            continue
        if not depends_on(route.dependant, _unit_of_work) and not by_itself(route.endpoint):
            yield f"{methods.pop()} /{name}{route.path}"


async def test_no_change_goes_unrecorded_but_those_named(open_house: OpenHouse) -> None:
    house = await open_house(*NAMES)
    apps = house.app.state.mounted
    assert {each for name in NAMES for each in unrecorded(apps[name], name)} == set(NOT_RECORDED)

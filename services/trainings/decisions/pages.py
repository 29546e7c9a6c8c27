"""Decisions of a gathering, as the office writes them down."""

from services.trainings.decisions import queries, use_cases
from services.trainings.decisions.forms import DecisionForm, RemoveForm
from services.trainings.gatherings import queries as gatherings
from shared.contracts.gatherings import GATHERINGS
from shared.web.kit.below import Below, Farewell
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=GATHERINGS.removeprefix("/trainings"), audience=Coordinator)
DECISIONS = "/{gathering_id}/protokoll/beschluesse"
below = Below(pages, f"{GATHERINGS}/{{}}/protokoll", "Protokoll", gatherings.one)
below.offer_new(f"{DECISIONS}/neu", "Beschluss festhalten", DecisionForm, use_cases.add)
below.offer_removal(
    f"{DECISIONS}/{{decision_id}}/entfernen",
    Farewell(
        "Beschluss entfernen?", "Er steht dann nicht im Protokoll.", "Der Beschluss ist entfernt."
    ),
    RemoveForm,
    queries.one,
    use_cases.remove,
)

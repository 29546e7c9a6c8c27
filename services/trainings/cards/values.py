"""Where a card of onboardings leads."""

from collections.abc import Mapping

from shared.contracts.accounts import AccessRole

PAGES: Mapping[AccessRole, str] = {
    AccessRole.COORDINATOR: "/trainings/einarbeitungen",
    AccessRole.WORKER: "/trainings/meine-einarbeitung",
    AccessRole.CARRIER: "/trainings/aufgaben",
    AccessRole.HEAD: "/trainings/aufgaben",
    AccessRole.CONTACT: "/trainings/aufgaben",
}
"""The page on which a role sees its tasks."""
STAFF = "/directory/fachkraefte"
"""Where a carrier sees its people."""

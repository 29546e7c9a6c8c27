"""Where a card of onboardings leads."""

from collections.abc import Mapping

from shared.contracts.accounts import AccessRole

DUTIES = "/trainings/aufgaben"
"""Where whoever has tasks for an organization sees them."""
PAGES: Mapping[AccessRole, str] = {
    AccessRole.COORDINATOR: "/trainings/einarbeitungen",
    AccessRole.WORKER: "/trainings/meine-einarbeitung",
    AccessRole.CARRIER: DUTIES,
    AccessRole.HEAD: DUTIES,
    AccessRole.CONTACT: DUTIES,
    AccessRole.OPERATOR: DUTIES,
}
"""The page on which a role sees onboardings, or its tasks in them."""
STAFF = "/directory/fachkraefte"
"""Where a carrier sees its people."""

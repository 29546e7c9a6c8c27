"""School lists as the coordination office uploads them."""

from services.directory.organization_lists import use_cases
from services.directory.organization_lists.values import COLUMNS
from shared.web.kit.imports import ListKind, offer_import
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

SCHOOLS = ListKind(
    "Schulliste",
    "Schule",
    "Schulen",
    COLUMNS,
    ("Schulnummer", "Schulform", "OGS"),
    kept_in=("contacts", "people"),
)

pages = PageRouter(__package__, prefix="/organisationen", audience=Coordinator)

offer_import(pages, SCHOOLS, use_cases.preview, use_cases.carry_out)

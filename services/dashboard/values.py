"""The services of the installation, and how people know them."""

from shared.contracts.services import TITLES

SERVICES = tuple(TITLES)
OWN = "dashboard"

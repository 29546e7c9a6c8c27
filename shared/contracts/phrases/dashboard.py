"""The words for what the dashboard announces."""

from shared.contracts.phrases import Lane, Phrase
from shared.contracts.privacy import DashboardReceipt
from shared.contracts.services import TITLES

LANE = Lane(TITLES["dashboard"], "slate", place=5)

PHRASES = (Phrase(DashboardReceipt, "Quittung zum Datenschutz", "Quittungen zum Datenschutz"),)

"""The words for what the dashboard announces."""

from shared.contracts.phrases import Lane, Phrase
from shared.contracts.privacy import DashboardReceipt

LANE = Lane("Überblick", "slate", place=5)

PHRASES = (Phrase(DashboardReceipt, "Quittung zum Datenschutz", "Quittungen zum Datenschutz"),)

"""The services as people call them, said once: stories, receipts, packages, the record."""

from collections.abc import Mapping

TITLES: Mapping[str, str] = {
    "directory": "Verzeichnis",
    "trainings": "Begleitung",
    "surveys": "Befragungen",
    "notifications": "Nachrichten",
    "dashboard": "Überblick",
}
"""In the order in which all are listed."""

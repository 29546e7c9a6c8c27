"""The services by name, each imported only when it is asked for."""

from importlib import import_module

from shared.service import Service

NAMES = ("directory", "trainings", "surveys", "notifications", "dashboard")
COMPANIONS = {"surveys-urn": "surveys"}
"""Processes that do one thing of a service, which nobody but they can; embedded, it does them."""


def load(name: str) -> Service:
    """Import one service, so that a process holds only the services it runs."""
    service: Service = import_module(f"services.{name}.app").service
    return service

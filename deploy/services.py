"""The services by name, each imported only when it is asked for."""

import gc
from importlib import import_module

from shared.service import Service

NAMES = ("directory", "trainings", "surveys", "notifications", "dashboard")
COMPANIONS = {"surveys-urn": "surveys"}
"""Processes that do one thing of a service, which nobody but they can; embedded, it does them."""


def load(name: str) -> Service:
    """Import one service, so that a process holds only the services it runs.

    Nothing of it is garbage: without the collector it takes a fifth less.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        service: Service = import_module(f"services.{name}.app").service
    finally:
        if collects:
            gc.enable()
    return service

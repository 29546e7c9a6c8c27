"""Everything that is declared, with where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import import_module

from sqlalchemy import MetaData

from deploy.kept import FILES, LOG_FIELDS, SameAs
from deploy.services import NAMES, load
from shared.contracts.catalogue import bodies
from shared.messaging.tables import metadata as backbone
from shared.privacy.columns import declared
from shared.privacy.declared import DATA, Declared, Personal
from shared.privacy.record import BUS


@dataclass(frozen=True)
class Said:
    """``part`` of ``what`` says it; ``origin`` is as ``activities`` name it."""

    origin: str
    service: str
    where: str
    what: str
    part: str
    says: Declared | SameAs | None


def everything() -> Iterator[Said]:
    """Columns, topics, files and log fields, in this order."""
    for name in NAMES:
        service = load(name)
        yield from _columns(name, service.title, service.tables)
    yield from _columns("", "jeder Dienst", backbone)
    for _, body in sorted(bodies().items()):
        origin = f"contracts.{body.__module__.rpartition('.')[2]}"
        for says in body.declared:
            yield Said(origin, "", BUS, body.topic, "", says)
    for file in FILES:
        yield Said("files", "", "Dateien", file.pattern.strip("<>"), "", file.holds)
    for field, says in LOG_FIELDS.items():
        yield Said("logs", "", "Protokolle", field, "", says)


def readers() -> dict[str, list[str]]:
    """Who gets the messages of each contract's module, by its origin: titles of services."""
    found: dict[str, list[str]] = {}
    for name, body in sorted(bodies().items()):
        if not body.declared or all(not isinstance(each, Personal) for each in body.declared):
            continue
        mine = found.setdefault(f"contracts.{body.__module__.rpartition('.')[2]}", [])
        for service in map(load, NAMES):
            waits = any(each.takes(body.topic, name) for each in service.handlers.subscriptions)
            if waits and service.title not in mine:
                mine.append(service.title)
    return found


def _origins(service: str) -> dict[str, str]:
    """Which capability the table of a name stands in."""
    base = import_module(f"services.{service}.models").Base
    found = {}
    for mapper in base.registry.mappers:
        _, _, folder, *_ = mapper.class_.__module__.split(".")
        table = mapper.local_table.name
        found[table] = f"{service}.{table if folder == 'models' else folder}"
    return found


def _columns(service: str, where: str, tables: MetaData) -> Iterator[Said]:
    origins = _origins(service) if service else {}
    for table in sorted(tables.tables.values(), key=lambda table: table.name):
        origin = origins.get(table.name, f"shared.{table.name}")
        for column in table.columns:
            says = declared(column)
            part = _own(column.name, says, table.info.get(DATA))
            yield Said(origin, service, where, table.name, part, says)


def _own(column: str, says: Declared | None, of_all: Declared | None) -> str:
    """Nothing where the whole table says the same."""
    alike = replace(says, identifies="", prefix="") if isinstance(says, Personal) else says
    return "" if alike == of_all else column

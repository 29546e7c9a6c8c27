"""``python -m deploy.privacy rights``: who sees and changes what, from the tested table of routes.

With ``--write`` it goes into docs/privacy/roles-and-rights.md.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from deploy.services import NAMES, load

MARK = "<!-- rights -->"
ROOT = Path(__file__).parents[2]
ROUTES = ROOT / "tests" / "architecture" / "access.md"
PAGE = ROOT / "docs" / "privacy" / "roles-and-rights.md"
ROLES = {
    "operator": "Betrieb",
    "coordinator": "Koordinierung",
    "carrier": "Träger",
    "worker": "Fachkraft",
    "head": "Schulleitung",
    "contact": "Ansprechperson",
    "program": "Programm",
    "link": "Link aus einer Mail",
    "nobody": "ohne Anmeldung",
}
"""Columns of the table of routes; others there are about walls between those."""
_READS = frozenset({"GET", "HEAD"})
_RANK = ("", "eigenes", "ja")


def main(arguments: list[str]) -> int:
    """Print it, or write it down."""
    if "--write" in arguments:
        before, _, after = PAGE.read_text().split(MARK)
        PAGE.write_text(f"{before}{MARK}\n{table()}\n{MARK}{after}")
    else:
        print(table())
    return 0


def table() -> str:
    """One row for each area of a service: what each role reads, and what it changes."""
    head = f"| Dienst | Bereich | {' | '.join(ROLES.values())} |"
    lines = [head, "|---" * (len(ROLES) + 2) + "|"]
    for (service, area), rights in sorted(_areas().items(), key=_in_order):
        cells = (_said(*rights[role]) for role in ROLES)
        lines.append(f"| {load(service).title} | `{area}` | {' | '.join(cells)} |")
    return "\n".join(lines)


def _areas() -> dict[tuple[str, str], dict[str, list[int]]]:
    """By service and first part of the address: the most that each role may read and change."""
    areas: dict[tuple[str, str], dict[str, list[int]]] = {}
    for method, path, cells in _routes():
        _, service, *rest = path.split("/")
        api = rest[:2] == ["api", "v1"]
        area = "/".join(rest[: 3 if api else 1]) or "Startseite"
        mine = areas.setdefault((service, area), {role: [0, 0] for role in ROLES})
        for role in ROLES:
            at = 0 if method in _READS else 1
            mine[role][at] = max(mine[role][at], _rank(cells[role]))
    return areas


def _routes() -> Iterator[tuple[str, str, Mapping[str, str]]]:
    columns: list[str] = []
    for line in ROUTES.read_text().splitlines():
        if not line.startswith("| "):
            continue
        first, *cells = [each.strip() for each in line.strip("|").split("|")]
        if first == "Route":
            columns = cells
        elif first.startswith("`"):
            method, path = first.strip("`").split(" ")
            yield method, path, dict(zip(columns, cells, strict=True))


def _rank(cell: str) -> int:
    """A 404 is told to whoever may open such a page, only not of what is not theirs."""
    return {"yes": 2, "404": 1}.get(cell, 0)


def _said(reads: int, changes: int) -> str:
    said = [f"{verb} {_RANK[rank]}" for verb, rank in (("S", reads), ("Ä", changes)) if rank]
    return ", ".join(said).replace(" ja", "") or "–"


def _in_order(item: tuple[tuple[str, str], object]) -> tuple[int, str]:
    (service, area), _ = item
    return NAMES.index(service), area

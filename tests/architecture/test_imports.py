"""The import directions that import-linter's contracts in pyproject.toml cannot say."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]

CONTRACTS_MAY_IMPORT = {
    "pydantic",
    "shared.codes",
    "shared.contracts",
    "shared.messaging.event",
    "shared.links",
    "shared.privacy.declared",
}
PHRASES_MAY_IMPORT = {
    "shared.contracts",
    "shared.messaging.event",
    "shared.web.german",
    "shared.web.kit.words",
}


def imports(path: Path) -> Iterator[str]:
    """Every imported module; `from package import name` counts as `package.name`, too."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


OPEN_TO_NEIGHBOURS = ("use_cases", "queries", "values")


def is_within(module: str, allowed: set[str]) -> bool:
    return any(module == each or module.startswith(f"{each}.") for each in allowed)


def test_contracts_import_only_what_an_event_is_made_of() -> None:
    assert foreign_imports("shared/contracts", CONTRACTS_MAY_IMPORT) == []


def test_words_for_contracts_import_only_what_words_are_made_of() -> None:
    assert foreign_imports("shared/contracts/phrases", PHRASES_MAY_IMPORT) == []


def foreign_imports(folder: str, allowed: set[str]) -> list[str]:
    return [
        f"{path.name}: {module}"
        for path in (CHECKOUT / folder).glob("*.py")
        for module in imports(path)
        if not is_within(module, allowed) and module.split(".")[0] not in sys.stdlib_module_names
    ]


def capabilities() -> Iterator[Path]:
    for use_cases in (CHECKOUT / "services").glob("*/*/use_cases.py"):
        yield use_cases.parent


def test_a_capability_reaches_its_neighbours_only_through_what_is_open_to_them() -> None:
    every = {".".join(path.relative_to(CHECKOUT).parts) for path in capabilities()}
    shortcuts = [
        f"{path.relative_to(CHECKOUT)}: {module}"
        for folder in capabilities()
        for path in folder.rglob("*.py")
        for module in imports(path)
        for neighbour in every - {".".join(folder.relative_to(CHECKOUT).parts)}
        if is_within(module, {neighbour})
        and not is_within(module, {f"{neighbour}.{open_}" for open_ in OPEN_TO_NEIGHBOURS})
    ]
    assert shortcuts == []

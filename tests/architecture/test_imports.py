"""The import directions that import-linter's contracts in pyproject.toml cannot say."""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]

PRODUCT = ("services", "shared", "deploy")
CONTRACTS_MAY_IMPORT = {
    "pydantic",
    "shared.codes",
    "shared.contracts",
    "shared.messaging.event",
    "shared.links",
    "shared.signing.purposes",
    "shared.privacy.declared",
}
PHRASES_MAY_IMPORT = {
    "shared.contracts",
    "shared.messaging.event",
    "shared.german",
}


@cache
def imports(path: Path) -> tuple[str, ...]:
    """Every imported module; `from package import name` counts as `package.name`, too."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[str]:
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


def capabilities() -> list[Path]:
    folders = {file.parent for file in (CHECKOUT / "services").glob("*/*/*.py")}
    return sorted(each for each in folders if each.name != "migrations")


def shortcut(folder: str, module: str, every: set[str]) -> bool:
    """Whether a module of another capability is none that neighbours may use."""
    return any(
        is_within(module, {neighbour})
        and not is_within(module, {f"{neighbour}.{open_}" for open_ in OPEN_TO_NEIGHBOURS})
        for neighbour in every - {folder}
    )


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(CHECKOUT).parts)


def test_a_capability_reaches_its_neighbours_only_through_what_is_open_to_them() -> None:
    every = {dotted(path) for path in capabilities()}
    assert len(every) > 20
    shortcuts = [
        f"{path.relative_to(CHECKOUT)}: {module}"
        for folder in capabilities()
        for path in folder.rglob("*.py")
        for module in imports(path)
        if module.startswith("services.") and shortcut(dotted(folder), module, every)
    ]
    assert shortcuts == []


@pytest.mark.parametrize(
    ("module", "found"),
    [
        ("services.s.other.models.things", True),
        ("services.s.other.gateways", True),
        ("services.s.other.use_cases.keep", False),
        ("services.s.other.values", False),
        ("services.s.mine.models", False),
    ],
)
def test_a_shortcut_is_found(module: str, found: bool) -> None:
    assert shortcut("services.s.mine", module, {"services.s.mine", "services.s.other"}) is found


HTTP = {"fastapi", "starlette", "shared.web.kit.seal"}
INSIDE = ("use_cases", "queries", "values", "rules", "models")


def test_inside_a_capability_nobody_knows_of_requests_and_cookies() -> None:
    files = [folder / f"{name}.py" for folder in capabilities() for name in INSIDE]
    knowing = [
        f"{path.relative_to(CHECKOUT)}: {module}"
        for path in files
        if path.exists()
        for module in imports(path)
        if is_within(module, HTTP)
    ]
    assert knowing == []


def passed_on(source: str) -> list[int]:
    """The lines that declare ``__all__``, with which a module passes on what it has imported."""
    if "__all__" not in source:
        return []
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Name) and node.id == "__all__" and isinstance(node.ctx, ast.Store)
    ]


def test_no_module_passes_on_what_another_defines() -> None:
    files = [path for root in PRODUCT for path in (CHECKOUT / root).rglob("*.py")]
    assert len(files) > 200
    assert [str(path) for path in files if passed_on(path.read_text())] == []


def test_a_module_that_passes_something_on_is_found() -> None:
    assert passed_on('from a import b\n\n__all__ = ["b"]\n') == [3]

"""Which functions of the services a function reaches, as their sources say."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]

Function = tuple[str, str]
"""Its module and its name."""


@cache
def functions() -> dict[Function, ast.AST]:
    """Those at the top of all modules of services."""
    return {
        (module, node.name): node
        for module, tree in _trees().items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def reached_from(start: Function) -> set[Function]:
    """It, and all that is named in it, and in what is named there."""
    seen: set[Function] = set()
    waiting = [start]
    while waiting:
        each = waiting.pop()
        if each not in seen and each in functions():
            seen.add(each)
            waiting += _named_in(each)
    return seen


def calls(function: Function) -> Iterator[ast.Call]:
    """What it calls."""
    return (each for each in ast.walk(functions()[function]) if isinstance(each, ast.Call))


@cache
def _trees() -> dict[str, ast.Module]:
    files = (CHECKOUT / "services").rglob("*.py")
    return {
        ".".join(file.relative_to(CHECKOUT).with_suffix("").parts): ast.parse(file.read_text())
        for file in files
        if "migrations" not in file.parts
    }


@cache
def _imports(module: str) -> dict[str, str]:
    """What its names stand for: a module, or a module and a name in it."""
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(_trees()[module])
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }


def _named_in(function: Function) -> Iterator[Function]:
    module, known = function[0], _imports(function[0])
    for each in ast.walk(functions()[function]):
        match each:
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if name in known:
                yield known[name], attr
            case ast.Name(id=name) if name in known:
                before, _, last = known[name].rpartition(".")
                yield before, last
            case ast.Name(id=name):
                yield module, name

"""Nothing grows too large to be read in one go."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median, quantiles

CHECKOUT = Path(__file__).parents[2]

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
FUNCTION_P95 = 25
FILE_MEDIAN = 80


SOURCES = ("services", "shared", "deploy")


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((CHECKOUT / folder).rglob("*.py")):
            if "versions" not in path.parts:
                yield path


def file_lengths(*folders: str) -> dict[str, int]:
    lengths = {path: len(path.read_text().splitlines()) for path in sources(*folders)}
    return {str(path.relative_to(CHECKOUT)): length for path, length in lengths.items() if length}


def function_lengths(*folders: str) -> dict[str, int]:
    return {name: length for each in folders for name, length in _functions_in(each).items()}


@cache
def _functions_in(folder: str) -> dict[str, int]:
    return {
        f"{path.relative_to(CHECKOUT)}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for path in sources(folder)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    }


def over(lengths: dict[str, int], limit: int) -> dict[str, int]:
    return {name: length for name, length in lengths.items() if length > limit}


def test_no_file_is_longer_than_300_lines() -> None:
    assert over(file_lengths(*SOURCES, "tests"), LONGEST_FILE) == {}


def test_half_of_the_files_are_no_longer_than_80_lines() -> None:
    assert median(file_lengths(*SOURCES).values()) <= FILE_MEDIAN


def test_no_function_is_longer_than_40_lines() -> None:
    assert over(function_lengths(*SOURCES), LONGEST_FUNCTION) == {}


def test_no_function_of_tests_is_longer_than_40_lines() -> None:
    assert over(function_lengths("tests"), LONGEST_FUNCTION) == {}


def test_nineteen_in_twenty_functions_are_no_longer_than_25_lines() -> None:
    assert quantiles(function_lengths(*SOURCES).values(), n=20)[-1] <= FUNCTION_P95

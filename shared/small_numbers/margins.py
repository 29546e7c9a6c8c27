"""Groups of one attribute, merged until none is too small."""

from collections.abc import Collection, Mapping, Sequence

from shared.small_numbers.sizes import LEAST

Names = tuple[str, ...]
"""What is counted together; more than one where each alone would be too few."""


def merged(
    sizes: Mapping[str, int], k: int = LEAST, together: Collection[str] = ()
) -> dict[Names, int]:
    """Those with enough by themselves, and one row of the rest; just one where there is no other.

    Nothing shown is below ``k``, and no difference of what is shown is. A name with nothing counts
    as too small: that nobody was there says something about everybody who could have been. What is
    ``together`` already, because it was with a larger base, stays so.
    """
    kept = {name for name, number in sizes.items() if number >= k and name not in together}
    rest = set(sizes) - kept
    while rest and kept and sum(sizes[name] for name in rest) < k:
        smallest = min(kept, key=lambda name: (sizes[name], name))
        kept.remove(smallest)
        rest.add(smallest)
    shown: dict[Names, int] = {(name,): sizes[name] for name in sizes if name in kept}
    if rest:
        names = tuple(name for name in sizes if name in rest)
        shown[names] = sum(sizes[name] for name in names)
    return shown


def lasting(sizes: Mapping[str, Sequence[int]], k: int = LEAST) -> list[Names]:
    """Groups for a row of days: each has nobody, or enough, on every one of them.

    All that is too small on any day is one group; smallest groups join it until it is enough.
    """
    kept = {name for name, of in sizes.items() if all(n == 0 or n >= k for n in of)}
    rest = set(sizes) - kept
    while kept and any(
        0 < n < k for n in map(sum, zip(*(sizes[name] for name in rest), strict=True))
    ):
        smallest = min(kept, key=lambda name: (sum(sizes[name]), name))
        kept.remove(smallest)
        rest.add(smallest)
    together = tuple(name for name in sizes if name in rest)
    return [*((name,) for name in sizes if name in kept), *([together] if together else [])]


def coarser(parts: Sequence[Names], sizes: Mapping[tuple[str, str], int], side: int) -> list[Names]:
    """The two smallest as one; ``sizes`` are of a table's cells, ``side`` says which of two."""

    def number(names: Names) -> int:
        return sum(n for cell, n in sizes.items() if cell[side] in names)

    *others, more, most = sorted(parts, key=lambda names: (-number(names), names))
    return [*others, (*more, *most)]


def unveiled(sizes: Mapping[Names, int], k: int = LEAST) -> set[Names]:
    """Which of these may be said beside their sum: what is not is nobody, or enough together."""
    hidden = {names for names, number in sizes.items() if 0 < number < k}
    while hidden and sum(sizes[names] for names in hidden) < k:
        others = [names for names in sizes if sizes[names] and names not in hidden]
        if not others:
            return set()
        hidden.add(min(others, key=lambda names: (sizes[names], names)))
    return set(sizes) - hidden


def named(names: Sequence[str]) -> str:
    """The row's heading."""
    return names[0] if len(names) == 1 else f"Übrige (zusammengefasst): {', '.join(names)}"


def nested(sizes: Mapping[Names, int], k: int = LEAST) -> dict[tuple[Names, ...], int]:
    """A hierarchy from the top down: keys are paths, all as long, such as state and town.

    Each level of what is shown above is merged for itself, and what is merged is so below, too:
    every row is the sum of the rows under it. Raises ``ValueError`` where somebody is in no group
    of the lowest level: they would be what is left.
    """
    if len({len(path) for path in sizes}) > 1:
        raise ValueError("paths of several lengths")
    shown: dict[tuple[Names, ...], int] = {}
    _below((), sizes, k, shown)
    return shown


def _below(
    above: tuple[Names, ...],
    sizes: Mapping[Names, int],
    k: int,
    shown: dict[tuple[Names, ...], int],
) -> None:
    depth, level = len(above), dict[str, int]()
    for path, number in sizes.items():
        if len(path) == depth:
            return
        level[path[depth]] = level.get(path[depth], 0) + number
    if sum(level.values()) < k:
        return
    for names, number in merged(level, k).items():
        shown[*above, names] = number
        inside = {path: n for path, n in sizes.items() if path[depth] in names}
        _below((*above, names), inside, k, shown)

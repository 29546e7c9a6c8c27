"""Tables in which somebody may be in several cells of a row: people are counted, not figures."""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping

from shared.small_numbers.flows import Network
from shared.small_numbers.margins import Names
from shared.small_numbers.sizes import LEAST

Members = Mapping[tuple[Names, Names], Collection[Hashable]]
"""Who is in each cell: anybody in one row only."""


def margins_hold(members: Members, k: int = LEAST) -> bool:
    """Whether sums of rows and columns tell of no fewer than ``k`` people, when no cell is shown.

    Nor of fewer than all but one of them, to whoever knows what they added themselves.
    """
    there = {cell: frozenset(who) for cell, who in members.items() if who}
    alone = {one for who in there.values() if len(who) == 1 for one in who}
    return _hold(there, k) and all(_hold(_without(there, one), k - 1) for one in alone)


def _without(
    members: Mapping[tuple[Names, Names], frozenset[Hashable]], one: Hashable
) -> dict[tuple[Names, Names], frozenset[Hashable]]:
    return {cell: left for cell, who in members.items() if (left := who - {one})}


def _hold(members: Mapping[tuple[Names, Names], Iterable[Hashable]], k: int) -> bool:
    """As in ``Reach``, but what flows are people, each of them to whichever of their columns."""
    rows = {name: number for number, name in enumerate({row for row, _ in members})}
    found = {column for _, column in members}
    columns = {name: number for number, name in enumerate(found, len(rows))}
    theirs: dict[tuple[int, Hashable], set[int]] = {}
    for (row, column), who in members.items():
        for one in who:
            theirs.setdefault((rows[row], one), set()).add(columns[column])
    kinds = Counter((row, frozenset(places)) for (row, _), places in theirs.items())
    network = Network(len(rows) + len(columns) + len(kinds), k)
    for row, column in members:
        network.join(rows[row], columns[column], 0, k)
    for node, ((place, places), number) in enumerate(kinds.items(), len(rows) + len(columns)):
        network.join(place, node, number)
        for each in places:
            network.join(node, each, k)
    return all(network.most(rows[row], columns[column]) >= k for row, column in members)

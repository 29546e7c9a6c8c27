"""Maximum flows in small networks, as far as anybody asks: up to a number that is enough."""

from collections.abc import Iterator


class Network:
    """Nodes are numbers, and those that one leads to are the bits of another number."""

    def __init__(self, nodes: int, enough: int) -> None:
        self._enough = enough
        self._leads = [0] * nodes
        self._holds: dict[tuple[int, int], int] = {}
        self._flow: dict[tuple[int, int], int] = {}

    def join(self, one: int, other: int, holds: int, back: int = 0) -> None:
        """From one to the other so much may flow, and so much back."""
        self._holds[one, other], self._holds[other, one] = holds, back
        self._leads[one] |= 1 << other
        self._leads[other] |= 1 << one

    def part(self, one: int, other: int) -> None:
        """Nothing flows any more."""
        self._leads[one] &= ~(1 << other)
        self._leads[other] &= ~(1 << one)

    def most(self, source: int, sink: int) -> int:
        """By shortest augmenting paths."""
        self._flow = {}
        found = 0
        while found < self._enough and (path := self._path(source, sink)):
            found += self._pushed(path, self._enough - found)
        return found

    def between(self, one: int, other: int) -> int:
        """How much of what was found last flows there, in either direction."""
        return abs(self._flow.get((one, other), 0))

    def _pushed(self, path: list[tuple[int, int]], most: int) -> int:
        flow = self._flow
        push = min(most, *(self._holds[each] - flow.get(each, 0) for each in path))
        for one, other in path:
            flow[one, other] = flow.get((one, other), 0) + push
            flow[other, one] = -flow[one, other]
        return push

    def _path(self, source: int, sink: int) -> list[tuple[int, int]]:
        """Empty if there is none."""
        before: dict[int, int] = {}
        fresh, unseen = [source], ~(1 << source)
        while fresh:
            nodes, fresh = fresh, []
            for node in nodes:
                for further in bits(self._leads[node] & unseen):
                    arc = node, further
                    if self._flow.get(arc, 0) >= self._holds[arc]:
                        continue
                    before[further] = node
                    if further == sink:
                        return _walked(source, sink, before)
                    unseen &= ~(1 << further)
                    fresh.append(further)
        return []


def _walked(source: int, sink: int, before: dict[int, int]) -> list[tuple[int, int]]:
    path, node = [], sink
    while node != source:
        path.append((before[node], node))
        node = before[node]
    return path


def bits(number: int) -> Iterator[int]:
    """The places of its ones."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest

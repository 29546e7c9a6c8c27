"""What every part is given, and what it gives back."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tests.benchmarks.figures import Figure
from tests.benchmarks.site import Site


@dataclass
class Bench:
    """The servers, how often and how long to measure, and lines to print below the table."""

    site: Site
    slices: int
    seconds: float
    notes: list[str] = field(default_factory=list)

    def say(self, text: str) -> None:
        """Progress, for whoever waits."""
        print(f"  {text}", flush=True)


Part = Callable[[Bench], Awaitable[list[Figure]]]

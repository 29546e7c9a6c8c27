"""Reads what Prometheus would be told."""

from prometheus_client import REGISTRY


def told(name: str, **labels: str) -> float | None:
    """A series' value now; None if nobody has set it."""
    return REGISTRY.get_sample_value(f"knotenpunkt_{name}", labels)


class Growth:
    """By how much counters have grown since it was made."""

    def __init__(self, *names: str, **labels: str) -> None:
        self._labels = labels
        self._before = {name: told(name, **labels) or 0.0 for name in names}

    def now(self) -> dict[str, float]:
        return {n: (told(n, **self._labels) or 0.0) - b for n, b in self._before.items()}

"""``python -m deploy.event_map``: who does something about which message, for the README."""

from deploy.services import NAMES, load
from shared.contracts.catalogue import bodies
from shared.messaging.router import Subscription

MARK = "<!-- event map -->"
"""Stands in the README before and after the map."""


def event_map() -> str:
    """A line for each message: its type, then the handlers that wait for it; in a fenced block."""
    subscriptions = [
        (name, subscription) for name in NAMES for subscription in load(name).handlers.subscriptions
    ]
    lines = []
    for name, body in sorted(bodies().items()):
        waiting = [
            f"{service}.{_shown(subscription)}"
            for service, subscription in subscriptions
            if subscription.takes(body.topic, name)
        ]
        lines.append(f"{name} -> {', '.join(waiting) or 'nobody'}")
    return "\n".join(["```", *lines, "```"])


def _shown(subscription: Subscription) -> str:
    return "copy" if not subscription.once else subscription.name


if __name__ == "__main__":
    print(event_map())

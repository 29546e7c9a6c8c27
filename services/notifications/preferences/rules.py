"""Which topics somebody chooses about."""

from collections.abc import Collection, Mapping, Sequence

from services.notifications.mails.values import Topic, Urgency
from services.notifications.preferences.values import Mode, choosable
from shared.contracts.accounts import AccessRole

_EVERYBODY = frozenset(AccessRole)
_OFFICE = frozenset({AccessRole.COORDINATOR, AccessRole.OPERATOR})
_CONCERNS: Mapping[Topic, frozenset[AccessRole]] = {
    Topic.ONBOARDING: _EVERYBODY,
    Topic.SURVEYS: _EVERYBODY - {AccessRole.OPERATOR},
    Topic.CONSULTATIONS: _EVERYBODY - {AccessRole.OPERATOR, AccessRole.CONTACT},
    Topic.BARRIERS: _OFFICE,
    Topic.COVER: frozenset({AccessRole.HEAD}),
    Topic.GATHERINGS: _EVERYBODY - {AccessRole.OPERATOR},
    Topic.FRAMEWORK: frozenset({AccessRole.WORKER, AccessRole.HEAD, AccessRole.CARRIER}),
    Topic.WEBHOOKS: frozenset({AccessRole.CARRIER, AccessRole.COORDINATOR}),
    Topic.ANNOUNCEMENTS: _EVERYBODY,
    Topic.PRIVACY: _EVERYBODY,
}


def chosen_by(roles: Collection[AccessRole]) -> Sequence[Topic]:
    """In the order of the topics; never one whose mails are critical."""
    return [topic for topic in choosable() if not _CONCERNS[topic].isdisjoint(roles)]


def stricter(one: Mode, other: Mode) -> Mode:
    """The one of which less comes."""
    return max(one, other, key=list(Mode).index)


def mode_of(wanted: Mode, urgency: Urgency) -> Mode:
    """What is low waits for a digest, though somebody wants what is usual."""
    return Mode.DAILY if wanted is Mode.NOW and urgency is Urgency.LOW else wanted

"""Which posts somebody holds, by the organizations that name them and by what they may do."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from services.notifications.inbox.values import Post
from services.notifications.mails.values import every_kind
from services.notifications.values import Organization
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.directory import OrganizationKind, Role
from shared.contracts.notifications import LetterKind

_ACTS_AS = {AccessRole.HEAD: Role.HEAD, AccessRole.CARRIER: Role.CARRIER}
"""At the organization of the grant; others are known by the contacts of an organization alone."""


def posts_of(
    known: Mapping[str, Sequence[Organization]], ids: Collection[UUID], grants: Iterable[Grant]
) -> list[Post]:
    """Those in which mails would go to them, and those in which they may act likewise.

    ``known`` are the organizations by municipality: those that name them, and all where the
    municipality itself does.
    """
    found = [post for tenant, places in known.items() for post in _named(tenant, places, ids)]
    for grant in grants:
        role, place = _ACTS_AS.get(grant.role), grant.organization_id
        if role and place:
            found.append(Post(grant.municipality, role, (place,)))
        elif grant.role is AccessRole.COORDINATOR:
            found.append(Post(grant.municipality, Role.COORDINATOR, rest=True))
    return found


def audiences(grants: Sequence[Grant]) -> dict[LetterKind, frozenset[str]]:
    """Of kinds that go to those who act: the municipalities in which they do."""
    return {
        kind: frozenset(each.municipality for each in grants if each.role in mail.audience.roles)
        for kind, mail in every_kind().items()
        if mail.audience is not None
    }


def _named(tenant: str, places: Sequence[Organization], ids: Collection[UUID]) -> Iterator[Post]:
    at: defaultdict[Role, list[UUID]] = defaultdict(list)
    for place in places:
        for role, person_id in place.contacts.items():
            if person_id in ids:
                at[role].append(place.organization_id)
    yield from (Post(tenant, role, here) for role, here in at.items())
    for town in places:
        if town.kind is OrganizationKind.MUNICIPALITY:
            for role in _rest(town, ids):
                own = [each.organization_id for each in places if role in each.contacts]
                yield Post(tenant, role, rest=True, elsewhere=own)


def _rest(town: Organization, ids: Collection[UUID]) -> Iterator[Role]:
    """The roles that they hold for the whole municipality; a buddy's, while there is none."""
    yield from (role for role, person_id in town.contacts.items() if person_id in ids)
    stands_in = town.contacts.get(Role.COORDINATOR) in ids
    if stands_in and Role.BUDDY not in town.contacts:
        yield Role.BUDDY

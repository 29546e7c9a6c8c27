"""Merges two people, takes it back, and lets the other's sign-in hold again."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Table, delete, insert, select, update

from services.directory.accounts.use_cases import announce
from services.directory.duplicates.use_cases import hand_over_judged, take_back_judged
from services.directory.duplicates.values import Standing
from services.directory.entries.use_cases import combine, has_changed, part
from services.directory.findings.use_cases import accept_again, accepted_of, reopened, review
from services.directory.merges import queries, rules
from services.directory.merges.forms import MergeForm
from services.directory.merges.models import Merge
from services.directory.merges.values import Both, Touched
from services.directory.models import metadata
from services.directory.moved_rows import use_cases as moved_rows
from services.directory.moved_rows.queries import at, key_of, place_of, rows_of
from services.directory.moved_rows.use_cases import Kept, Keys
from services.directory.organizations.use_cases import announce_again
from services.directory.people.use_cases import correct, match_again
from services.directory.people.values import Names, Since, names_of
from services.directory.relationships.use_cases import tell_again
from services.directory.sessions.use_cases import end_of_person
from shared.clock import local_date
from shared.contracts.directory import PersonRecord
from shared.contracts.merging import PersonMerged, PersonMergeUndone
from shared.database.lists import in_list
from shared.ids import new_id
from shared.json import Json
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me

people, former_names = metadata.tables["people"], metadata.tables["former_names"]
addresses = metadata.tables["addresses"]
_GONE = (
    "match_keys.person_id",
    "duplicates.first_id",
    "duplicates.second_id",
    "waiting_sign_ins.person_id",
    "passkey_challenges.person_id",
)


async def merge(uow: UnitOfWork, me: Me, both: Both, form: MergeForm) -> Merge:
    """The survivor stands for both from now on; raises ``Problem``, ``IntegrityError``.

    Two at once come one after the other, because both people are locked.
    """
    known = await _locked(uow, both)
    elsewhere = await queries.grants_elsewhere(uow.session, both)
    rules.refuse_merging(both, known, elsewhere)
    rules.refuse_own_sign_in(both, me.person_id)
    row = Merge(
        tenant=both.tenant,
        survivor_id=both.survivor_id,
        merged_id=both.merged_id,
        merged_at=uow.now,
        merged_by=str(me.person_id),
        snapshot={
            "names": rules.texts(names_of(known[both.survivor_id])),
            "accepted": await accepted_of(uow, both.tenant, both.couple),
        },
        moved=[],
        dropped=[],
    )
    keys, row.dropped = await moved_rows.move(uow, both.tenant, both.couple)
    row.snapshot |= {"entry": await _combine_entries(uow, both, form, keys)}
    row.snapshot |= await _combine_names(uow, both, known, form, me.cause)
    row.snapshot |= {"judged": await hand_over_judged(uow, both.tenant, both.couple)}
    row.dropped += await _redirect(uow, both, me.cause)
    row.moved = [await moved_rows.seen(uow, both.tenant, place, key) for place, key in keys]
    uow.session.add(row)
    await uow.session.flush()
    merged = PersonMerged(survivor_id=both.survivor_id, merged_id=both.merged_id, merge_id=row.id)
    uow.announce(merged, me.cause)
    await _tell(uow, both, keys, row.dropped, me.cause)
    theirs = [{**each, "worker_id": str(both.survivor_id)} for each in row.snapshot["accepted"]]
    await accept_again(uow, both.tenant, theirs)
    return row


async def undo(uow: UnitOfWork, me: Me, merge_id: UUID) -> Merge:
    """They are two people after all; raises ``Problem`` naming what was changed since."""
    query = select(Merge).where(Merge.tenant == me.tenant, Merge.id == merge_id)
    row = (await uow.session.scalars(query.with_for_update())).one()
    rules.refuse_undoing(row.merged_at, row.undone_at, uow.now)
    both = Both(me.tenant, row.survivor_id, row.merged_id)
    known = await _locked(uow, both)
    rules.refuse_buried(await queries.later_than(uow.session, row))
    rules.refuse_changed(await _changed(uow, row, known), row.survivor_id)
    row.undone_at, accepted = uow.now, await _still_accepted(uow, both, row)
    keys = [(each["place"], each["key"]) for each in row.moved]
    keys += await queries.come_back(uow.session, both, keys)
    for place, key in keys:
        await moved_rows.give(uow, both.tenant, place, key, both.merged_id)
    await moved_rows.put_back(uow, row.dropped)
    await take_back_judged(uow, both.tenant, both.survivor_id, row.snapshot["judged"])
    await _take_back_names(uow, both, row, known, me.cause)
    employments = [UUID(key["id"]) for place, key in keys if place.startswith("employments.")]
    undone = PersonMergeUndone(
        survivor_id=both.survivor_id,
        merged_id=both.merged_id,
        merge_id=row.id,
        employment_ids=tuple(employments),
    )
    uow.announce(undone, me.cause)
    await _tell(uow, both, keys, row.dropped, me.cause)
    await accept_again(uow, both.tenant, accepted)
    return row


async def let_sign_in(uow: UnitOfWork, me: Me, merge_id: UUID) -> bool:
    """Whoever signed in as the other one is the survivor; raises ``Problem``.

    Second steps are not carried over: each is set up by whoever has it. Returns whether an address
    stays behind, because the survivor has one to sign in with.
    """
    query = select(Merge).where(Merge.tenant == me.tenant, Merge.id == merge_id)
    row = (await uow.session.scalars(query.with_for_update())).one()
    rules.refuse_undoing(row.merged_at, row.undone_at, row.merged_at)
    both = Both(me.tenant, row.survivor_id, row.merged_id)
    known = await _locked(uow, both)
    rules.refuse_buried(known[both.survivor_id].merged_into is not None)
    row.signs_in_at = uow.now
    moved = [("identities.person_id", each) for each in await _all(uow, both, "identities")]
    theirs = await _all(uow, both, _ADDRESSES)
    own = await _all(uow, Both(both.tenant, both.merged_id, both.survivor_id), _ADDRESSES)
    moved += [(f"{_ADDRESSES}.person_id", each) for each in theirs if not own]
    for place, found in moved:
        key = key_of(place_of(place)[0], found)
        await moved_rows.give(uow, both.tenant, place, key, both.survivor_id)
        row.moved = [*row.moved, await moved_rows.seen(uow, both.tenant, place, key)]
    return bool(theirs and own)


_ADDRESSES = "sign_in_addresses"


async def _all(uow: UnitOfWork, both: Both, name: str) -> Sequence[Row[Any]]:
    return await rows_of(uow.session, both.tenant, f"{name}.person_id", both.merged_id)


async def _locked(uow: UnitOfWork, both: Both) -> dict[UUID, Row[Any]]:
    ids = [both.survivor_id, both.merged_id]
    theirs = (people.c.tenant == both.tenant, in_list(people.c.id, "ids"))
    query = select(people).where(*theirs).order_by(people.c.id).with_for_update()
    return {row.id: row for row in await uow.session.execute(query, {"ids": ids})}


async def _combine_entries(uow: UnitOfWork, both: Both, form: MergeForm, keys: Keys) -> Json:
    """Field by field what was chosen."""
    moved = {"hours" for place, _ in keys if place.startswith("presences.")}
    return await combine(uow, both.tenant, both.couple, form.taken, moved)


async def _combine_names(
    uow: UnitOfWork, both: Both, known: dict[UUID, Row[Any]], form: MergeForm, cause: Cause
) -> Json:
    """What they are called from now on; whatever they were called before finds them still."""
    mine, other = (names_of(known[key]) for key in (both.survivor_id, both.merged_id))
    named = mine if form.name is form.survivor else other
    given = Names(
        given_name=named["given_name"],
        family_name=named["family_name"],
        email=(mine if form.email is form.survivor else other)["email"],
    )
    today = local_date(uow.now)
    await correct(uow, both.survivor_id, {**rules.texts(given)}, Since(today), cause)
    if (other["given_name"], other["family_name"]) != (given["given_name"], given["family_name"]):
        names = {"given_name": other["given_name"], "family_name": other["family_name"]}
        text = known[both.merged_id].search_text
        await _remember(uow, both, former_names, today, names, kind="former", search_text=text)
    if other["email"] != given["email"]:
        reached = {"kind": "mail", "value": other["email"], "seen_by": "office"}
        await _remember(uow, both, addresses, today, reached, valid_from=None, mistaken=False)
    await match_again(uow, both.tenant, both.survivor_id)
    added = [each for t in (former_names, addresses) for each in await _added(uow, both, t)]
    return {"given": rules.texts(given), "added": added}


async def _remember(
    uow: UnitOfWork, both: Both, table: Table, today: date, values: dict[str, str], **more: Any
) -> None:
    last_day = Since(today).last_day
    mine = {"id": new_id(), "tenant": both.tenant, "person_id": both.survivor_id}
    days = {"last_day": last_day, "recorded_at": uow.now}
    await uow.session.execute(insert(table).values({**mine, **days, **values, **more}))


async def _added(uow: UnitOfWork, both: Both, table: Table) -> Kept:
    """What this merge has written of former days."""
    mine = (table.c.tenant == both.tenant, table.c.person_id == both.survivor_id)
    rows = await uow.session.execute(
        select(table.c.id).where(*mine, table.c.recorded_at == uow.now)
    )
    return [{"table": table.name, "id": str(row.id)} for row in rows]


async def _redirect(uow: UnitOfWork, both: Both, cause: Cause) -> Kept:
    """The other's id leads to the survivor, here and in every copy; what they had begun ends.

    Returns what comes back when it is undone.
    """
    await _point(uow, both, both.survivor_id, cause, (await _locked(uow, both))[both.survivor_id])
    dropped: Kept = []
    for place in _GONE:
        for row in await rows_of(uow.session, both.tenant, place, both.merged_id):
            gone = await moved_rows.drop(uow, both.tenant, place, row)
            if getattr(row, "standing", None) is Standing.DIFFERENT:
                dropped += gone
    return dropped


async def _changed(uow: UnitOfWork, merge: Merge, known: dict[UUID, Row[Any]]) -> Sequence[Touched]:
    """What somebody has changed since of what a merge did."""
    found = await moved_rows.changed(uow, merge.tenant, merge.moved)
    if rules.texts(names_of(known[merge.survivor_id])) != merge.snapshot["given"]:
        found.append(("people", {}))
    if await has_changed(uow, merge.tenant, merge.survivor_id, merge.snapshot["entry"]):
        found.append(("entries", {}))
    return await queries.touched(uow.session, merge.tenant, found)


async def _still_accepted(uow: UnitOfWork, both: Both, merge: Merge) -> list[Json]:
    """What was accepted of both before, but for what somebody has opened again since."""
    known: list[Json] = merge.snapshot.get("accepted", [])
    again = await reopened(uow, both.tenant, both.survivor_id, known)
    return [each for each in known if each not in again]


async def _point(
    uow: UnitOfWork, both: Both, to: UUID | None, cause: Cause, called: Row[Any]
) -> None:
    theirs = (people.c.tenant == both.tenant, people.c.id == both.merged_id)
    values = {"merged_into": to, "matched": to is not None, "version": people.c.version + 1}
    changed = update(people).where(*theirs).values(values).returning(people.c.version)
    version = (await uow.session.execute(changed)).scalar_one()
    names = names_of(called)
    record = PersonRecord(person_id=both.merged_id, version=version, merged_into=to, **names)
    uow.announce(record, cause)


async def _take_back_names(
    uow: UnitOfWork, both: Both, merge: Merge, known: dict[UUID, Row[Any]], cause: Cause
) -> None:
    before = merge.snapshot["names"]
    await correct(uow, both.survivor_id, before, Since(local_date(uow.now), mistaken=True), cause)
    now = [each for t in (former_names, addresses) for each in await _added(uow, both, t)]
    for each in [*merge.snapshot["added"], *now]:
        table = metadata.tables[each["table"]]
        await uow.session.execute(delete(table).where(*at(both.tenant, table, {"id": each["id"]})))
    await part(uow, both.tenant, both.survivor_id, merge.snapshot["entry"])
    await _point(uow, both, None, cause, known[both.merged_id])
    await match_again(uow, both.tenant, both.survivor_id)


async def _tell(uow: UnitOfWork, both: Both, keys: Keys, dropped: Kept, cause: Cause) -> None:
    """Every service what has changed by it; both sign in anew."""
    ids = sorted([both.survivor_id, both.merged_id])
    for person_id in ids:
        await end_of_person(uow, person_id, cause)
    await announce(uow, dict.fromkeys(ids, cause))
    places = [UUID(key["organization_id"]) for place, key in keys if place.startswith("contacts")]
    await announce_again(uow, places, cause)
    related = [UUID(key["id"]) for place, key in keys if place.startswith("relationships")]
    gone = [
        UUID(each["row"]["id"]) for each in dropped if each["place"].startswith("relationships")
    ]
    await tell_again(uow, [*related, *gone], cause)
    if any(place.startswith("employments") for place, _ in keys):
        await review(uow, both.tenant, local_date(uow.now))

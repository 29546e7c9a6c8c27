"""Whose qualification runs out when: from certificates, trainings elsewhere, and extensions."""

from datetime import timedelta

from sqlalchemy import select

from services.trainings.externals.models import external_trainings
from services.trainings.qualifications.models import qualifications
from shared.clock import local_date
from shared.contracts.directory import PersonRecord
from shared.contracts.merging import PersonMerged, PersonMergeUndone
from shared.ids import new_id
from shared.messaging.event import Cause
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN
from tests.trainings.meeting import HTML, Meeting, Somebody, on_the_day

OFFICE = "/trainings/qualifikationen"
OWN = "/trainings/meine-bescheinigungen"
KIND = {"name": "Kinderschutz", "units": "8", "months": "24", "prolong_units": "4", "version": "0"}


async def followed(held: Meeting, **given: str) -> str:
    """A kind for which the gathering counts; its id."""
    sent = await held.http.post(f"{OFFICE}/arten/neu", data=KIND | given, headers=HTML)
    assert sent.status_code == 303, sent.text
    key = sent.headers["location"].rpartition("/")[2]
    address = f"{OFFICE}/arten/fuer/{held.id}"
    assert (await held.http.post(address, data={"kinds": key}, headers=HTML)).status_code == 303
    return key


async def qualified(open_house: OpenHouse) -> tuple[Meeting, Somebody, str]:
    """Somebody who has a certificate of ten units, and the kind for which they count."""
    held, (nele,), path = await on_the_day(open_house, "Nele Ahrens")
    kind = await followed(held)
    await held.post(path, present=await held.entry(nele), shown=await held.entry(nele), vorgang="a")
    held.house.clock.forward(timedelta(hours=9))
    assert (await held.post("/bescheinigungen", share="50")).status_code == 303
    return held, nele, kind


async def rows(held: Meeting) -> list[tuple[str, bool]]:
    query = select(qualifications).order_by(qualifications.c.noted_at)
    found = await held.house.rows("trainings", query)
    return [(each.origin.value, each.withdrawn_at is not None) for each in found]


async def listed(held: Meeting, query: str = "") -> str:
    answer = await held.http.get(f"{OFFICE}{query}", headers=HTML)
    assert answer.status_code == 200, answer.text
    return answer.text


async def test_a_certificate_qualifies_its_revocation_takes_it_back_and_both_are_seen(
    open_house: OpenHouse,
) -> None:
    held, nele, kind = await qualified(open_house)
    assert await rows(held) == [("earned", False)]
    assert "Nele Ahrens" in await listed(held, f"?kind={kind}&standing=valid")
    assert "Nele Ahrens" not in await listed(held, "?standing=soon")
    changed = KIND | {"units": "9", "version": "1"}
    refused = await held.http.post(f"{OFFICE}/arten/{kind}/bearbeiten", data=changed, headers=HTML)
    assert "haben schon Personen" in refused.text
    held.house.clock.forward(timedelta(days=650))
    assert "läuft in 8" in await listed(held, "?standing=soon")
    assert "läuft in 8" in (await nele.get(OWN)).text
    file = await held.http.get(f"{OFFICE}?standing=soon&als=csv", headers=HTML)
    assert "Nele Ahrens;Kinderschutz;" in file.content.decode("utf-8-sig")
    entry = await held.entry(nele)
    await held.post(f"/bescheinigungen/{entry}/widerrufen", reason="verwechselt")
    assert await rows(held) == [("earned", True)]
    assert "Nele Ahrens" not in await listed(held)
    assert "zurückgenommen" in (await nele.get(OWN)).text


async def test_an_extension_needs_a_reason_which_the_history_tells(open_house: OpenHouse) -> None:
    held, nele, _ = await qualified(open_house)
    found = (await held.house.rows("trainings", select(qualifications)))[0]
    path = f"{OFFICE}/{found.id}/verlaengern"
    later = (found.until + timedelta(days=90)).isoformat()
    for form in ({"until": later}, {"until": found.until.isoformat(), "reason": "Elternzeit"}):
        assert (await held.http.post(path, data=form, headers=HTML)).status_code in (409, 422)
    form = {"until": later, "reason": "keine Kurse im Winter"}
    assert (await held.http.post(path, data=form, headers=HTML)).status_code == 303
    assert await rows(held) == [("earned", False), ("extended", False)]
    for page in (await held.http.get(f"{OFFICE}/{found.id}", headers=HTML), await nele.get(OWN)):
        assert "außer der Reihe verlängert" in page.text
        assert "keine Kurse im Winter" in page.text


async def test_a_training_elsewhere_counts_once_its_proof_was_seen(open_house: OpenHouse) -> None:
    held, nele, kind = await qualified(open_house)
    jan = await held.somebody("Jan Beck")
    today = local_date(held.house.clock.now())
    form = {"title": "Refresher", "provider": "LVR", "units": "4,5", "proof": "Urkunde"}
    form |= {"kind": kind, "day": (today + timedelta(days=1)).isoformat()}
    assert "liegt noch vor Ihnen" in (await nele.post(f"{OWN}/extern/neu", **form)).text
    sent = await nele.post(f"{OWN}/extern/neu", **(form | {"day": today.isoformat()}))
    own = sent.headers["location"]
    assert (await jan.get(own)).status_code == 404
    assert await rows(held) == [("earned", False)]
    review = f"{OFFICE}/extern/{own.rpartition('/')[2]}"
    accepted = {"kind": kind, "note": "Original gesehen"}
    assert (await held.http.post(review, data=accepted, headers=HTML)).status_code == 303
    assert await rows(held) == [("earned", False), ("prolonged", False)]
    assert "Original gesehen" in (await nele.get(own)).text
    assert "schon entschieden" in (await nele.post(f"{own}/entfernen")).text
    reject = {"note": "falscher Anbieter"}
    await held.http.post(f"{review}/ablehnen", data=reject, headers=HTML)
    assert await rows(held) == [("earned", False), ("prolonged", True)]


async def test_who_is_merged_brings_it_along_and_who_is_erased_leaves_nothing(
    open_house: OpenHouse,
) -> None:
    held, nele, _ = await qualified(open_house)
    other, merge = await held.somebody("Nele Arens"), new_id()
    merged = PersonMerged(survivor_id=other.id, merged_id=nele.id, merge_id=merge)
    await held.house.announce(merged)
    await held.house.quiet()
    assert "Kinderschutz" in (await other.get(OWN)).text
    await held.house.announce(
        PersonMergeUndone(
            survivor_id=other.id, merged_id=nele.id, merge_id=merge, employment_ids=()
        )
    )
    await held.house.quiet()
    assert "Kinderschutz</h3>" not in (await other.get(OWN)).text
    day = local_date(held.house.clock.now()).isoformat()
    form = {"title": "Kurs", "provider": "LVR", "units": "4", "proof": "Urkunde", "day": day}
    await nele.post(f"{OWN}/extern/neu", **form)
    async with held.house.context("directory").database.transaction() as uow:
        uow.erase(PersonRecord, nele.id, Cause(BERGKAMEN, new_id()))
    await held.house.quiet()
    assert await rows(held) == []
    assert await held.house.rows("trainings", select(external_trainings)) == []

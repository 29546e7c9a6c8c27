"""The pages of the framework concept, from the first chapter to what everybody may read."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

import pikepdf
from httpx2 import Response

from services.surveys.ballots.use_cases import tell
from services.surveys.framework.values import REFUSED
from services.surveys.framework_comments.values import REFUSED as OF_COMMENTS
from services.surveys.synopses.values import REFUSED as OF_SYNOPSES
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.directory import PersonRecord
from shared.contracts.framework import FRAMEWORK, PUBLIC_FRAMEWORK
from shared.ids import new_id
from tests.asking import cookie
from tests.house import BERGKAMEN
from tests.surveys.conftest import BROWSER, Surveys

CHAPTER = {"title": "Kinderschutz", "body": "Alle handeln gleich.\n\nDie Schule hat ein Konzept."}
STANDARD = {"text": "Das Verfahren ist bekannt.", "indicators": "Aushang\nAushang\n\nSchulung"}
PLEA = {"kind": "change", "text": "Bitte die Frist nennen.", "wording": "In zwei Tagen."}
PUBLIC = f"{PUBLIC_FRAMEWORK}/{BERGKAMEN}"


@dataclass
class Reader:
    """Somebody with a browser."""

    surveys: Surveys
    cookie: str

    async def get(self, path: str) -> Response:
        return await self.surveys.house.http.get(path, headers=self._headers())

    async def post(self, path: str, **given: str) -> Response:
        return await self.surveys.house.http.post(path, data=given, headers=self._headers())

    def _headers(self) -> dict[str, str]:
        return BROWSER | ({"cookie": self.cookie} if self.cookie else {})


async def reader(surveys: Surveys, role: AccessRole, name: str) -> Reader:
    """The directory has told what they are called."""
    key = new_id()
    person = PersonRecord(
        person_id=key, version=1, given_name=name, family_name="Sander", email="k@example.org"
    )
    await surveys.hear(surveys.message(person))
    grant = Grant(role=role, municipality=BERGKAMEN)
    return Reader(surveys, cookie(await surveys.house.sign_in(grant, person_id=key)))


async def written(office: Reader) -> tuple[str, str]:
    """A draft with one chapter; where both are."""
    version = (await office.post(f"{FRAMEWORK}/neu", vorgang="a")).headers["location"]
    chapter = (await office.post(f"{version}/kapitel/neu", **CHAPTER)).headers["location"]
    assert (await office.post(f"{chapter}/standards/neu", **STANDARD)).status_code == 303
    return version, chapter


def in_days(surveys: Surveys, days: int) -> str:
    day: date = surveys.today + timedelta(days=days)
    return day.isoformat()


async def test_a_concept_goes_from_a_draft_to_what_everybody_reads(surveys: Surveys) -> None:
    office = await reader(surveys, AccessRole.COORDINATOR, "Kim")
    worker = await reader(surveys, AccessRole.WORKER, "Toni")
    version, chapter = await written(office)
    assert (await worker.get(version)).status_code == 404
    assert (await Reader(surveys, "").get(PUBLIC)).status_code == 404
    opened = await office.post(f"{version}/kommentierung", last_day=in_days(surveys, 7))
    assert opened.status_code == 303
    form = (await worker.get(f"{chapter}/kommentieren")).text
    assert form.count('<option value=""') == 1
    assert (await worker.post(f"{chapter}/kommentieren", **PLEA, standard="")).status_code == 303
    page = (await worker.get(chapter)).text
    assert all(each in page for each in ("Toni Sander", PLEA["wording"], "Änderungswunsch"))
    assert "1 Änderungswunsch wartet" in (await office.get("/surveys/api/v1/cards")).text
    assert "ein Änderungswunsch ohne Antwort" in (await office.get(version)).text
    assert "ohne Antwort" not in (await worker.get(version)).text
    surveys.house.clock.forward(timedelta(days=8))
    early = await office.post(f"{version}/zusammenfuehren", vorgang="b")
    assert (early.status_code, OF_SYNOPSES["replies-missing"] in early.text) == (422, True)
    [answer] = set(re.findall(r"[\w/-]+/entscheiden", (await office.get(chapter)).text))
    reply = {"decision": "taken", "reason": "Steht jetzt im Text."}
    assert (await office.post(answer, **reply)).status_code == 303
    newer = {**CHAPTER, "body": "In zwei Tagen wird beraten.", "version": "1000002"}
    assert (await office.post(f"{chapter}/bearbeiten", **newer)).status_code == 303
    assert newer["body"] not in (await worker.get(chapter)).text
    assert (await office.post(f"{version}/zusammenfuehren", vorgang="c")).status_code == 303
    synopsis = (await worker.get(f"{version}/synopse")).text
    for each in (CHAPTER["body"][:20], PLEA["text"], reply["reason"], newer["body"]):
        assert each in synopsis
    await _adopted(surveys, office, worker, version, chapter)
    public = await Reader(surveys, "").get(PUBLIC)
    assert all(each in public.text for each in (newer["body"], STANDARD["text"], "Schulung"))
    assert "Toni" not in public.text


async def _adopted(
    surveys: Surveys, office: Reader, worker: Reader, version: str, chapter: str
) -> None:
    opened = await office.post(f"{version}/abstimmung", last_day=in_days(surveys, 7))
    assert opened.status_code == 303
    assert "Zu 1 Kapitel fehlt Ihre Stimme" in (await worker.get("/surveys/api/v1/cards")).text
    form = (await worker.get(f"{chapter}/abstimmen")).text
    [text] = re.findall(r'name="sha256" value="(\w{64})"', form)
    voted = await worker.post(f"{chapter}/abstimmen", choice="yes", sha256=text, reason="Gut.")
    assert voted.headers["location"] == version
    for each in (office, worker):
        assert "Wer wie gestimmt hat" not in (await each.get(chapter)).text
    surveys.house.clock.forward(timedelta(days=8))
    async with surveys.house.context("surveys").database.transaction() as uow:
        await tell(uow)
    counted = (await worker.get(chapter)).text
    assert all(each in counted for each in ("Beschlossen", "1 von 1", "Toni Sander: ja. Gut."))


async def test_both_files_can_be_read_by_screen_readers(surveys: Surveys) -> None:
    office = await reader(surveys, AccessRole.COORDINATOR, "Kim")
    worker = await reader(surveys, AccessRole.WORKER, "Toni")
    version, chapter = await written(office)
    await office.post(f"{version}/kommentierung", last_day=in_days(surveys, 1))
    await worker.post(f"{chapter}/kommentieren", **{**PLEA, "kind": "question"})
    surveys.house.clock.forward(timedelta(days=2))
    await office.post(f"{version}/zusammenfuehren", vorgang="c")
    await _adopted(surveys, office, worker, version, chapter)
    for path, title in (
        (f"{version}/synopse/datei", "Rahmenkonzept, Fassung 1: Synopse"),
        (f"{PUBLIC}/datei", f"Rahmenkonzept Schulsozialarbeit {BERGKAMEN}"),
    ):
        answer = await office.get(path)
        assert answer.headers["content-type"] == "application/pdf"
        with pikepdf.open(BytesIO(answer.content)) as file:
            assert bool(file.Root.MarkInfo.Marked)
            assert str(file.Root.Lang).startswith("de")
            assert str(file.open_metadata()["dc:title"]) == title


async def test_what_cannot_be_meant_is_said_in_german(surveys: Surveys) -> None:
    office = await reader(surveys, AccessRole.COORDINATOR, "Kim")
    worker = await reader(surveys, AccessRole.HEAD, "Toni")
    version, chapter = await written(office)
    many = "\n".join(f"Zeile {each}" for each in range(9))
    refused = (
        (f"{FRAMEWORK}/neu", {"vorgang": "x"}, REFUSED["framework-running"]),
        (f"{version}/kapitel/neu", CHAPTER, REFUSED["chapter-known"]),
        (f"{chapter}/standards/neu", STANDARD, REFUSED["standard-known"]),
        (
            f"{chapter}/standards/neu",
            {"text": "Neu.", "indicators": many},
            REFUSED["too-many-indicators"],
        ),
        (
            f"{version}/kommentierung",
            {"last_day": in_days(surveys, -1)},
            REFUSED["closes-early"],
        ),
        (f"{version}/abstimmung", {"last_day": in_days(surveys, 1)}, REFUSED["framework-stage"]),
    )
    for path, given, said in refused:
        answer = await office.post(path, **given)
        assert (answer.status_code, said in answer.text) == (422, True), path
    stale = await office.post(f"{chapter}/bearbeiten", **CHAPTER, version="1000001")
    assert stale.status_code == 409, "a standard came in between"
    await office.post(f"{version}/kommentierung", last_day=in_days(surveys, 7))
    for given, said in (
        ({**PLEA, "wording": ""}, OF_COMMENTS["wording-missing"]),
        ({**PLEA, "standard": str(new_id())}, OF_COMMENTS["standard-unknown"]),
    ):
        answer = await worker.post(f"{chapter}/kommentieren", **given)
        assert (answer.status_code, said in answer.text) == (422, True)
    frozen = await office.post(f"{chapter}/bearbeiten", **CHAPTER, version="1000002")
    assert REFUSED["framework-stage"] in frozen.text

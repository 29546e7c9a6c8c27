"""An address book gets what the asker may see, as RFC 6350 wants it."""

import re
from uuid import UUID

from services.directory.entries.rules import MAX_OCTETS, vcards
from services.directory.entries.values import Choices, Function, Reached, Seen
from services.directory.people.values import AddressKind, SeenBy
from shared.contracts.accounts import AccessRole
from tests.directory.conftest import Desk
from tests.directory.test_people import CHOICES, LIST, OWN, SCHOOL, at, office_of, worker_of

EVERYBODY = Choices(SeenBy.PUBLIC, SeenBy.PUBLIC, SeenBy.PUBLIC, SeenBy.PUBLIC)
MARA = Seen(
    id=UUID(int=7),
    given_name="Mara; Änne",
    family_name="O'Neill, geb. Özgür",
    version=1,
    email="mara@example.org",
    languages="Deutsch, Türkisch",
    hours="montags, 9 bis 12",
    note="steht nie darin",
    choices=EVERYBODY,
    entry_version=1,
    chosen=True,
    employed=False,
    functions=[Function("worker", "Fachkraft", "Schule \\ am Ring")],
    addresses=[
        Reached(AddressKind.PHONE, "+49 221 4710100", SeenBy.PUBLIC),
        Reached(AddressKind.POSTAL, 'Am "Ring" 1, 59192 Bergkamen', SeenBy.PUBLIC),
    ],
)


def properties(card: str) -> dict[str, str]:
    """Unfolded, by name with parameters."""
    lines = card.replace("\r\n ", "").split("\r\n")
    return dict(line.partition(":")[::2] for line in lines if line)


def test_every_sign_with_a_meaning_is_taken_as_text() -> None:
    found = properties(vcards([MARA]))
    assert found["FN"] == "Mara\\; Änne O'Neill\\, geb. Özgür"
    assert found["N"] == "O'Neill\\, geb. Özgür;Mara\\; Änne;;;"
    assert found["ORG"] == "Schule \\\\ am Ring"
    assert found["NOTE"] == "Sprechzeiten: montags\\, 9 bis 12\\nSprachen: Deutsch\\, Türkisch"
    assert found["TEL;TYPE=work"] == "+49 221 4710100"
    assert found["ADR;TYPE=work;LABEL=\"Am ^'Ring^' 1, 59192 Bergkamen\""] == (
        ';;Am "Ring" 1\\, 59192 Bergkamen;;;;'
    )
    assert "steht nie darin" not in vcards([MARA])


def test_no_line_is_too_long_and_no_letter_is_cut() -> None:
    card = vcards([MARA, MARA])
    assert card.count("BEGIN:VCARD\r\nVERSION:4.0\r\n") == card.count("END:VCARD\r\n") == 2
    long = vcards([Seen(**{**vars(MARA), "hours": "ä€" * 200})])
    lines = long.split("\r\n")
    assert all(len(line.encode()) <= MAX_OCTETS for line in lines)
    assert "ä€" * 200 in long.replace("\r\n ", "")


async def test_a_card_holds_what_its_reader_may_see(desk: Desk) -> None:
    worker = await worker_of(desk)
    head, office = await at(desk, AccessRole.HEAD, SCHOOL), await office_of(desk)
    path = f"{LIST}/{worker.id}/vcard"
    seen = await head.get(path)
    assert seen.headers["content-type"].startswith("text/vcard")
    assert re.fullmatch(
        r'attachment; filename="person-[\d-]+\.vcf"', seen.headers["content-disposition"]
    )
    assert "FN:Mara Özgür" in seen.text
    assert "mara@example.org" not in seen.text
    assert "mara@example.org" in (await office.get(path)).text
    await worker.post(f"{OWN}/bearbeiten", **CHOICES | {"name_seen_by": "office"})
    assert (await head.get(path)).status_code == 404


async def test_the_list_becomes_an_address_book_of_who_was_searched_for(desk: Desk) -> None:
    await worker_of(desk)
    head = await at(desk, AccessRole.HEAD, SCHOOL)
    everybody = (await head.get(f"{LIST}/vcard")).text
    assert everybody.count("BEGIN:VCARD") > 5
    assert "mara@example.org" not in everybody
    led = await head.post(LIST, text="Özgür")
    sealed = led.headers["location"].partition("?")[2]
    found = (await head.get(f"{LIST}/vcard?{sealed}")).text
    assert re.findall(r"FN:(.*)\r\n", found) == ["Mara Özgür"]

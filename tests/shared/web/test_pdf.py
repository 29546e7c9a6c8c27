"""A PDF holds whatever a name may hold, and takes none of it for what makes the file."""

import io

import pikepdf
import pytest

from shared.web.pdf import Document, pdf_of, table_of


async def made(*texts: str) -> pikepdf.Pdf:
    table = table_of("Land", ["Schule", "Stunden"], [[each, "1,00"] for each in texts])
    document = Document("Nachweis", [("Kommune", texts[0])], [table], ["Anmerkung"])
    return pikepdf.open(io.BytesIO(await pdf_of(document)))


@pytest.mark.parametrize(
    "text",
    [
        '#read("/etc/passwd")',
        "*fett* $x$ _a_ `x` // c /* x",
        "@ref <label> \\u{41} #panic()",
        "Sternschule 😀",
        "小学校 ไทย",
        "👩\u200d🏫-Schule",
        "\ufeffSchule",
        "مدرسة Schule",
        "A" * 400,
    ],
)
async def test_there_is_a_file_whatever_a_school_is_called(text: str) -> None:
    with await made(text, "Grundschule") as file:
        assert len(file.pages) == 1
        assert "/StructTreeRoot" in file.Root


async def test_a_character_that_no_font_has_is_a_square_and_the_rest_stands() -> None:
    document = Document("Nachweis", [], [table_of("Land", ["Schule"], [["Schule 😀"]])])
    squared = Document("Nachweis", [], [table_of("Land", ["Schule"], [["Schule □"]])])
    assert await pdf_of(document) == await pdf_of(squared)

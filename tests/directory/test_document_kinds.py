"""What a file is, is known by what is in it."""

from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile

import pytest

from services.directory.documents.rules import MAX_ENTRIES, recognised
from services.directory.documents.values import MAX_BYTES, FileKind
from shared.web.problem import Problem
from tests.directory.test_documents import PDF

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def archive(**entries: bytes) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as opened:
        for name, content in entries.items():
            opened.writestr(name, content)
    return file.getvalue()


def office_file(main: str, **more: bytes) -> bytes:
    return archive(**{"[Content_Types].xml": b"<Types/>", main: b"<x/>", **more})


def open_document(**more: bytes) -> bytes:
    """As the standard has it: what kind it is comes first, and is not packed."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as opened:
        kind = "application/vnd.oasis.opendocument.text"
        opened.writestr("mimetype", kind, compress_type=ZIP_STORED)
        for name, content in more.items():
            opened.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, FileKind.PDF),
        (PNG, FileKind.PNG),
        (b"\xff\xd8\xff\xe0" + b"\0" * 40, FileKind.JPG),
        ("Größe: 3 < 4".encode(), FileKind.TXT),
        (office_file("word/document.xml"), FileKind.DOCX),
        (office_file("xl/workbook.xml"), FileKind.XLSX),
        (office_file("ppt/presentation.xml"), FileKind.PPTX),
        (open_document(), FileKind.ODT),
        (archive(notes=b"x"), FileKind.ZIP),
    ],
)
def test_a_kind_is_known_by_what_is_in_the_file(content: bytes, kind: FileKind) -> None:
    assert recognised(content) == (kind, False)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"a" * (MAX_BYTES + 1), "larger than 25 MB"),
        (b"MZ\x90\0" + b"\0" * 100, "kind"),
        (b"\xff\xfe\x00garbled", "kind"),
        (office_file("word/document.xml", **{"word/vbaProject.bin": b"x"}), "macros"),
        (archive(notes=b"x")[:-10], "damaged"),
        (archive(bomb=b"\0" * 20_000_000), "too much"),
        (archive(**{str(number): b"" for number in range(MAX_ENTRIES + 1)}), "too much"),
    ],
    ids=["empty", "large", "program", "garbled", "macros", "damaged", "bomb", "many"],
)
def test_what_is_not_kept_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    with pytest.raises(Problem) as refusal:
        recognised(content)
    assert reason in (refusal.value.detail or "")


@pytest.mark.parametrize("method", [ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA])
def test_an_archive_whose_kind_is_packed_and_damaged_is_an_archive(method: int) -> None:
    """The kind of an OpenDocument is never packed; nothing is unpacked to read it."""
    file = BytesIO()
    with ZipFile(file, "w", method) as opened:
        opened.writestr("mimetype", b"application/vnd.oasis.opendocument.text" * 40)
    content = bytearray(file.getvalue())
    packed = 30 + len("mimetype")
    content[packed : packed + 12] = b"\xff" * 12
    assert recognised(bytes(content)) == (FileKind.ZIP, False)


@pytest.mark.parametrize("name", ["Basic/Standard/Module1.xml", "Scripts/python/run.py"])
def test_macros_of_an_open_document_are_refused(name: str) -> None:
    with pytest.raises(Problem, match="invalid-file"):
        recognised(open_document(**{name: b"Shell"}))

"""Files of another kind: each is answered with what to do, in the language of who chose it.

`files` were made by the programs that write such files: old.xls by xlwt, locked.xlsx by msoffcrypto-tool, table.ods by
odfpy.
"""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tests.page import PageClient, parse, texts
from tests.sheets.test_pages import IMPORT, send
from tests.sheets.test_xlsx import HEADER, book, changed
from tests.staff import signed_in_client
from webapp.accounts.rules import COORDINATOR
from webapp.areas.queries import get_municipality
from webapp.core.errors import ImportRefused
from webapp.extensions import db
from webapp.sheets.models import ImportUpload
from webapp.sheets.stored import read_file
from webapp.sheets.xlsx import SENTENCES

FILES = Path(__file__).with_name("files")
BINARY_TYPES = (
    b'<?xml version="1.0"?><Types><Override PartName="/xl/workbook.bin"'
    b' ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
)
BOOK, END = b"\x83\x01\x00", b"\x84\x01\x00"  # BrtBeginBook, BrtEndBook
HTML = b"\xef\xbb\xbf\r\n<html><table><tr><td>external_id</td></tr></table></html>"
WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "WordDocument".encode("utf-16-le")


def binary() -> bytes:
    parts = {"xl__workbook_dot_xml": None, "xl__workbook_dot_bin": BOOK + END, "[Content_Types]_dot_xml": BINARY_TYPES}
    return changed(book(HEADER), **parts)


def file(name: str) -> bytes:
    return (FILES / name).read_bytes()


def locked_ods() -> bytes:
    """As LibreOffice locks one: the parts are encrypted, the list of them says how."""
    with zipfile.ZipFile(BytesIO(file("table.ods"))) as archive:
        manifest = archive.read("META-INF/manifest.xml")
    told = b'<manifest:encryption-data manifest:checksum-type="SHA1/1K"/></manifest:file-entry>'
    return changed(
        file("table.ods"),
        **{"META-INF__manifest_dot_xml": manifest.replace(b"</manifest:manifest>", told), "content_dot_xml": bytes(40)},
    )


def numbers() -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("Index/Document.iwa", bytes(20))
        archive.writestr("Metadata/Properties.plist", b"bplist00")
    return data.getvalue()


KINDS = {
    "old": lambda: file("old.xls"),
    "locked": lambda: file("locked.xlsx"),
    "ods": lambda: file("table.ods"),
    "binary": binary,
    "numbers": numbers,
    "page": lambda: HTML,
    "no_sheet": lambda: WORD,
}


@pytest.mark.parametrize("word", [*KINDS])
def test_each_kind_has_a_sentence_of_its_own(word: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        read_file(KINDS[word]())

    assert refused.value.args[0] == SENTENCES[word]


def test_a_locked_sheet_of_libreoffice_is_locked() -> None:
    with pytest.raises(ImportRefused) as refused:
        read_file(locked_ods())

    assert refused.value.args[0] == SENTENCES["locked"]


@pytest.mark.parametrize("cut", [8, 100, 600, 2_000])
def test_a_piece_of_an_old_file_is_refused_too(cut: int) -> None:
    for name in ("old.xls", "locked.xlsx", "table.ods"):
        with pytest.raises(ImportRefused):
            read_file(file(name)[:cut])


@pytest.mark.parametrize(
    ("name", "dutch", "english"),
    [
        ("old.xls", "Dit is een oud Excel-bestand (.xls)", "This is an old Excel file (.xls)"),
        ("locked.xlsx", "Er zit een wachtwoord op dit bestand", "This file is locked with a password"),
        ("table.ods", "Dit is een bestand van LibreOffice (.ods)", "This is a file of LibreOffice (.ods)"),
    ],
)
def test_the_page_says_it_in_the_language_of_who_chose_the_file(
    demo: PageClient, name: str, dutch: str, english: str
) -> None:
    town = get_municipality("alblasserdam")
    for language, words in (("nl", dutch), ("en", english)):
        client = signed_in_client(COORDINATOR, town, language=language)
        answer = send(client, name=name, data=file(name))
        assert answer.status_code == 422
        [problem] = texts(parse(answer.text), ".problem")
        assert problem.startswith(words)
        assert ".xlsx" in problem
        assert client.get(IMPORT).status_code == 200
    assert db.session.query(ImportUpload).count() == 0

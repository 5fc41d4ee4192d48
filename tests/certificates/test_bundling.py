import io
from collections.abc import Iterator
from zipfile import ZIP_STORED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates import bundling, issuing, rendering
from certificates.tokens import NoSigningKey
from tests.factories import CertificateFactory

NUMBER = "TD-0000-0000-0000-0000-0"
FILES = [("list.csv", b"Name\r\n"), ("Ελένη.pdf", b"%PDF-1"), ("Mara.pdf", b"%PDF-22")]


def read(content: bytes) -> ZipFile:
    return ZipFile(io.BytesIO(content))


def test_archive_holds_the_files_in_their_order_unpacked_and_whole():
    archive = read(b"".join(bundling.zipped(FILES)))

    assert [(entry.filename, archive.read(entry)) for entry in archive.infolist()] == FILES
    assert {entry.compress_type for entry in archive.infolist()} == {ZIP_STORED}
    assert archive.testzip() is None


def test_same_files_make_the_same_bytes():
    assert b"".join(bundling.zipped(FILES)) == b"".join(bundling.zipped(iter(FILES)))


def test_no_files_make_an_empty_archive():
    assert read(b"".join(bundling.zipped([]))).namelist() == []


def test_three_hundred_files_are_asked_for_one_by_one_and_none_is_kept():
    asked = []

    def contents() -> Iterator[tuple[str, bytes]]:
        for number in range(300):
            asked.append(number)
            yield f"{number}.pdf", bytes(50_000)

    pieces = bundling.zipped(contents())
    sizes = [(len(next(pieces)), len(asked)) for _ in range(300)]
    end = b"".join(pieces)

    assert [number for _size, number in sizes] == list(range(1, 301))
    assert max(size for size, _number in sizes) < 50_200
    assert len(end) < 300 * 100


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Ελένη Παπαδοπούλου", "Ελένη Παπαδοπούλου"),
        ("../../etc/passwd", "etc passwd"),
        ("C:\\Windows\\a*b?", "C Windows a b"),
        ("Anna\u202egpj.exe", "Annagpj.exe"),
        ("Anna\r\n\t\x00Lind", "Anna Lind"),
        ("A\u0308rla", "Ärla"),
        ("...", ""),
        ("ليلى حداد", "ليلى حداد"),
    ],
)
def test_file_is_named_after_the_person_without_a_dangerous_sign(name, words):
    assert bundling.file_name(name, NUMBER) == f"{words} {NUMBER}.pdf".lstrip()


@given(st.text(max_size=300))
def test_any_name_makes_one_short_file_name_without_a_path(name):
    found = bundling.file_name(name, NUMBER)

    assert found.endswith(f"{NUMBER}.pdf")
    assert len(found.encode("utf-8", "surrogatepass")) <= 255
    assert [sign for sign in '\\/:*?"<>|\0\n' if sign in found] == []
    assert not found.startswith(".")


@pytest.mark.django_db
@pytest.mark.usefixtures("signing_key")
def test_files_are_the_pdfs_in_the_order_of_the_keys_without_those_that_were_let_go():
    first, gone, second = CertificateFactory(name="Zoe"), CertificateFactory(), CertificateFactory(name="Anna")
    issuing.let_go(gone.learner)

    found = list(bundling.files([first.pk, gone.pk, second.pk, 987_654]))

    assert found == [
        (f"Zoe {first.number}.pdf", rendering.pdf(first)),
        (f"Anna {second.number}.pdf", rendering.pdf(second)),
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("signing_key")
def test_certificates_are_read_fifty_at_a_time(django_assert_num_queries):
    keys = [certificate.pk for certificate in CertificateFactory.create_batch(3)]
    rendering.pdf(CertificateFactory())  # what a process learns once
    files = bundling.files(iter(keys * 17))

    with django_assert_num_queries(1):
        next(files)


def test_missing_key_is_noticed_before_the_first_byte(settings):
    settings.TANDEM_SIGNING_KEY_FILE = "/nowhere/signing.pem"

    with pytest.raises(NoSigningKey):
        bundling.make_sure_they_can_be_drawn()

import io
from datetime import date

import pikepdf
import pytest
from PIL import Image

from certificates.pdf import weasy
from certificates.pdf.attached import AttachedFile
from certificates.pdf.weasy import AssetRefused

PAGE = '<html lang="en"><head><title>t</title>{head}</head><body><p>Words</p>{body}</body></html>'
VECTORS = [
    ("", '<img alt="x" src="file:///etc/passwd">'),
    ("", '<img alt="x" src="http://127.0.0.1:9/x.png">'),
    ("", '<img alt="x" src="https://example.org/x.png">'),
    ("", '<img alt="x" src="../../secret.svg">'),
    ("", '<img alt="x" src="file://elsewhere{folder}/mark.svg">'),
    ("", '<img alt="x" src="data:image/svg+xml,%3Csvg%3E%3C/svg%3E">'),
    ("", '<object data="file:///etc/passwd"></object>'),
    ('<link rel="attachment" href="file:///etc/passwd">', ""),
    ('<link rel="stylesheet" href="file:///etc/hostname">', ""),
    ('<base href="file:///etc/"><link rel="stylesheet" href="hostname">', ""),
    ("<style>@import url(file:///etc/hostname);</style>", ""),
    ("<style>@font-face {{ font-family: X; src: url(file:///etc/hostname) }} p {{ font-family: X }}</style>", ""),
    ("<style>p {{ background: url(file:///etc/hostname) }}</style>", ""),
]


@pytest.fixture
def stylesheet(tmp_path):
    (tmp_path / "secret.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    folder = tmp_path / "packaged" / "styles"
    folder.mkdir(parents=True)
    (folder / "mark.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    sheet = folder / "page.css"
    sheet.write_text("p { color: black }")
    return sheet


@pytest.mark.parametrize(("head", "body"), VECTORS)
def test_file_that_is_not_packaged_ends_the_drawing(stylesheet, head, body):
    html = PAGE.format(head=head.format(), body=body.format(folder=stylesheet.parent))

    with pytest.raises(AssetRefused):
        weasy.pdf(html, stylesheet=stylesheet, identifier="x")


def test_packaged_file_is_drawn(stylesheet):
    html = PAGE.format(head="", body='<img alt="x" src="mark.svg">')

    content = weasy.pdf(html, stylesheet=stylesheet, identifier="x")

    assert content.startswith(b"%PDF-1.7")


def test_link_out_of_the_folder_is_refused(stylesheet):
    (stylesheet.parent / "link.svg").symlink_to(stylesheet.parent.parent.parent / "secret.svg")
    html = PAGE.format(head="", body='<img alt="x" src="link.svg">')

    with pytest.raises(AssetRefused):
        weasy.pdf(html, stylesheet=stylesheet, identifier="x")


def test_picture_that_is_handed_over_is_drawn(stylesheet):
    png = io.BytesIO()
    Image.new("RGB", (2, 2), "teal").save(png, "PNG")
    html = PAGE.format(head="", body='<img alt="x" src="picture:emblem">')

    content = weasy.pdf(html, stylesheet=stylesheet, identifier="x", pictures={"picture:emblem": png.getvalue()})

    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages[0].get_images()) == 1


def test_file_claims_two_standards_at_once(stylesheet):
    content = weasy.pdf(PAGE.format(head="", body=""), stylesheet=stylesheet, identifier="x")

    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_metadata() as metadata:
        assert (metadata.pdfa_status, metadata["pdfuaid:part"]) == ("3A", "1")


def test_attachment_is_listed_once_with_its_type_and_day(stylesheet):
    file = AttachedFile(
        name="facts.json", content=b"{}", media_type="application/ld+json", description="Facts", on=date(2026, 10, 14)
    )

    content = weasy.pdf(PAGE.format(head="", body=""), stylesheet=stylesheet, identifier="x", attachments=[file])

    with pikepdf.open(io.BytesIO(content)) as pdf:
        (listed,) = pdf.Root.AF
        attached = pdf.attachments["facts.json"].get_file()
        assert listed.AFRelationship == "/Data"
        assert (attached.mime_type, attached.read_bytes()) == ("application/ld+json", b"{}")
        assert attached.creation_date.isoformat() == attached.mod_date.isoformat() == "2026-10-14T00:00:00+00:00"


def test_picture_inside_a_link_is_no_second_link(stylesheet):
    html = PAGE.format(head="", body='<a href="https://example.org/"><img alt="x" src="mark.svg"></a>')

    content = weasy.pdf(html, stylesheet=stylesheet, identifier="x")

    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages[0].Annots) == 1

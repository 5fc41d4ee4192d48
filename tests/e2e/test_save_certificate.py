"""Saving the certificate: by the browser's window, by the telephone's sheet, by the link everywhere."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from certificates.models import Certificate
from tests.certificates.conftest import signing_key
from tests.e2e import people
from tests.factories import CertificateFactory

__all__ = ["signing_key"]
# What the browser would ask a person is answered at once, and what it is given is noted.
WINDOW = """
  window.given = new Promise((give) => {
    window.showSaveFilePicker = async ({ suggestedName: name, startIn }) => {
      let begins;
      const write = async (file) => { begins = (await file.text()).slice(0, 5); };
      return { createWritable: async () => ({ write, close: async () => give({ name, startIn, begins }) }) };
    };
  });
"""
SHEET = """
  delete window.showSaveFilePicker;
  navigator.canShare = ({ files }) => files[0].type === "application/pdf";
  window.given = new Promise((give) => {
    navigator.share = async ({ files }) => give({ name: files[0].name, size: files[0].size });
  });
"""
NEITHER = "delete window.showSaveFilePicker; navigator.canShare = undefined;"
REFUSED = """
  window.showSaveFilePicker = () => Promise.reject(new DOMException("", "SecurityError"));
"""


@pytest.fixture
def certificate(signing_key: None) -> Certificate:
    return CertificateFactory(name="Ελένη Παπαδοπούλου", known=True)


@pytest.fixture
def file_name(certificate: Certificate) -> str:
    return f"tandem-certificate-{certificate.number}.pdf"


@pytest.fixture
def opened(
    another_browser: Callable[..., Page], let_in: Callable[..., Page], certificate: Certificate
) -> Callable[..., Page]:
    """A function that opens "my training" of the holder in a browser that can do this and that."""

    def open_with(script: str, **options: object) -> Page:
        page = let_in(another_browser(**options), people.place_of(certificate))
        page.add_init_script(script)
        page.goto("/mine/")
        return page

    return open_with


def test_button_opens_the_window_in_documents_and_writes_the_file(opened: Callable[..., Page], file_name: str) -> None:
    page = opened(WINDOW)

    page.get_by_role("button", name="Save to my documents").click()
    given = page.evaluate("window.given")

    assert (given["name"], given["startIn"], given["begins"]) == (file_name, "documents", "%PDF-")


def test_button_hands_the_file_on_where_people_use_a_finger(opened: Callable[..., Page], file_name: str) -> None:
    page = opened(SHEET, has_touch=True, is_mobile=True, viewport={"width": 390, "height": 800})

    page.get_by_role("button", name="Save to my documents").click()
    given = page.evaluate("window.given")

    assert given["name"] == file_name
    assert given["size"] > 10_000


def test_browser_with_neither_shows_no_button_and_the_link_downloads(
    opened: Callable[..., Page], file_name: str
) -> None:
    page = opened(NEITHER)
    expect(page.get_by_role("button", name="Save to my documents")).to_be_hidden()

    with page.expect_download() as download:
        page.get_by_role("link", name="Download the PDF").click()

    assert download.value.suggested_filename == file_name


def test_window_that_is_refused_becomes_a_plain_download(opened: Callable[..., Page], file_name: str) -> None:
    page = opened(REFUSED)

    with page.expect_download() as download:
        page.get_by_role("button", name="Save to my documents").click()

    assert download.value.suggested_filename == file_name


def test_file_works_without_scripts(
    another_browser: Callable[..., Page], let_in: Callable[..., Page], certificate: Certificate, file_name: str
) -> None:
    page = let_in(another_browser(java_script_enabled=False), people.place_of(certificate))
    page.goto("/mine/")

    with page.expect_download() as download:
        page.get_by_role("link", name="Download the PDF").click()

    assert download.value.suggested_filename == file_name

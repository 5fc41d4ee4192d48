import io
import json
from typing import Any

import pytest
from django.test import Client
from docx import Document
from pypdf import PdfReader

from modules.models import PracticeSheet
from tests.factories import CertificateFactory, UserFactory
from training import roles
from training.trainers.practice_sheet import facts, template

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_site", "admin_pages")]
LINK = "Who has practised a hard conversation holds contact instead of breaking it off."
WHOLE: dict[str, Any] = {
    "name": "Tandem North",
    "description": "Practitioners of four professions practise conversations.",
    "prevention_link": LINK,
    "themes": ["training", "exit"],
    "output": "Twelve courses.",
    "effect": "Not known yet.",
    "feedback": "Calm and clear.",
    "sustainability": "One small server.",
    "costs": "Hosting, 300 euros a year.",
    "ran_meeting": "none",
    "eu_links": "none",
    "organisation": "Probation Service North",
    "organisation_kind": "public",
    "legal_status": "Public authority",
    "origin": "Belgium",
    "based_in": "Belgium",
    "in_eu": "yes",
}
PAGE, FILE = "/admin/practice-sheet/", "/admin/practice-sheet/file/"


@pytest.fixture
def trainer(client: Client) -> Client:
    roles.sync()
    client.force_login(UserFactory(trainer=True, factor=True))
    return client


@pytest.fixture
def saved(trainer: Client) -> Client:
    trainer.post(PAGE, WHOLE)
    return trainer


def made(client: Client, kind: str, **fields: Any) -> Any:
    return client.post(FILE, {"format": kind, **fields})


def test_every_field_is_filled_in_or_marked_as_empty(trainer: Client) -> None:
    rows = trainer.get(PAGE).context["rows"]

    assert len(rows) == 22
    assert {row.key for row in rows if row.text} == {
        "name",
        "peer-reviewed",
        "audience",
        "start",
        "end",
        "deliverables",
    }


def test_site_fills_in_what_it_knows(trainer: Client) -> None:
    rows = {row.key: row.text for row in trainer.get(PAGE).context["rows"]}

    assert rows["peer-reviewed"] == "No."
    assert "http://localhost:8000/courses/" in rows["deliverables"]
    assert rows["end"] == "Ongoing"


def test_saved_words_stand_in_the_sheet(saved: Client) -> None:
    rows = {row.key: row.text for row in saved.get(PAGE).context["rows"]}

    assert rows["description"].endswith(LINK)
    assert rows["themes"] == "Training for first-line practitioners, Exit: leaving, rehabilitation, reintegration"
    assert rows["organisation"] == "Probation Service North, Public body, Public authority"
    assert rows["based-in"] == "Belgium, in the European Union"


def test_review_among_ourselves_is_not_called_a_review_from_outside(saved: Client) -> None:
    assert facts.of_site(None).reviews == ""

    saved.post(PAGE, {**WHOLE, "outside_review": "A university, 2026.", "edition": 1})

    rows = {row.key: row.text for row in saved.get(PAGE).context["rows"]}
    assert rows["peer-reviewed"] == "Yes.\nA university, 2026."


def test_complete_sheet_lacks_only_what_the_site_has_to_publish(saved: Client) -> None:
    assert [gap.field for gap in saved.get(PAGE).context["gaps"]] == ["countries"]


@pytest.mark.parametrize(
    ("field", "words", "limit"), [("description", 300, 300), ("sustainability", 201, 200), ("eu_links", 101, 100)]
)
def test_text_over_its_limit_is_not_saved_and_not_lost(trainer: Client, field: str, words: int, limit: int) -> None:
    text = " ".join(["word"] * words)

    response = trainer.post(PAGE, {**WHOLE, field: text})

    assert response.status_code == 422
    assert f"and {limit} fit" in response.context["form"].errors[field][0]
    assert text in response.content.decode()
    assert not PracticeSheet.objects.exists()


def test_text_of_exactly_the_limit_is_saved(trainer: Client) -> None:
    link = len(LINK.split())

    assert trainer.post(PAGE, {**WHOLE, "description": " ".join(["word"] * (300 - link))}).status_code == 302


def test_three_themes_are_one_too_many(trainer: Client) -> None:
    response = trainer.post(PAGE, {**WHOLE, "themes": ["training", "exit", "police"]})

    assert response.context["form"].errors["themes"] == ["Two themes fit. Take out what matters less."]


def test_unknown_theme_is_refused(trainer: Client) -> None:
    assert trainer.post(PAGE, {**WHOLE, "themes": ["training", "<script>"]}).status_code == 422


def test_end_before_the_start_is_refused(trainer: Client) -> None:
    response = trainer.post(PAGE, {**WHOLE, "started_in": 2026, "ended_in": 2020})

    assert response.context["form"].errors["ended_in"] == ["The end is before the start."]


def test_two_who_save_at_once_do_not_overwrite_each_other(saved: Client) -> None:
    saved.post(PAGE, {**WHOLE, "costs": "The first.", "edition": 1})

    response = saved.post(PAGE, {**WHOLE, "costs": "The second.", "edition": 1})

    assert response.status_code == 422
    assert "Somebody saved this sheet meanwhile" in response.content.decode()
    assert "The second." in response.content.decode()
    assert PracticeSheet.objects.get().costs == "The first."


def test_there_is_one_sheet(saved: Client) -> None:
    saved.post(PAGE, {**WHOLE, "edition": 1})

    assert PracticeSheet.objects.count() == 1


def test_fund_without_a_source_is_named(saved: Client) -> None:
    saved.post(PAGE, {**WHOLE, "eu_links": "", "eu_fund": "Justice Programme", "edition": 1})

    assert [gap.field for gap in saved.get(PAGE).context["gaps"]] == ["countries", "eu_links", "eu_fund"]


@pytest.mark.parametrize("kind", ["docx", "pdf", "json"])
def test_without_the_link_to_prevention_no_file_is_made(trainer: Client, kind: str) -> None:
    trainer.post(PAGE, {**WHOLE, "prevention_link": ""})

    response = made(trainer, kind)

    assert response.status_code == 422
    assert "Without it no file is made." in response.content.decode()


def test_json_holds_every_field_and_null_for_what_is_empty(saved: Client) -> None:
    value = json.loads(made(saved, "json", contact="office@probation.example").content)

    fields = {field["key"]: field["text"] for field in value["fields"]}
    assert value["title"] == "Practice sheet: Tandem North"
    assert len(fields) == 22
    assert fields["scope"] is None
    assert fields["ran-meeting"] == "none"
    assert fields["contact"] == "office@probation.example"


def test_word_file_holds_a_heading_and_a_text_for_each_field(saved: Client) -> None:
    response = made(saved, "docx")

    document = Document(io.BytesIO(response.content))
    texts = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]
    assert len([text for style, text in texts if style == "Heading 1"]) == 22
    assert ("Normal", LINK) in texts
    assert ("Normal", "not filled in") in texts
    assert document.core_properties.author == "Tandem"


def test_pdf_holds_the_words_and_a_title(saved: Client) -> None:
    reader = PdfReader(io.BytesIO(made(saved, "pdf").content))

    text = " ".join("\n".join(page.extract_text() for page in reader.pages).split())
    assert LINK in text
    assert "not filled in" in text
    assert reader.metadata is not None
    assert reader.metadata.title == "Practice sheet: Tandem North"


def test_contact_is_in_the_file_and_nowhere_else(saved: Client) -> None:
    made(saved, "docx", contact="office@probation.example")

    assert "office@probation.example" not in saved.get(PAGE).content.decode()
    assert "office@probation.example" not in str(PracticeSheet.objects.values().get())


@pytest.mark.parametrize("fields", [{"format": "exe"}, {}, {"format": "pdf", "contact": "not an address"}])
def test_file_that_cannot_be_made_is_explained(saved: Client, fields: dict[str, str]) -> None:
    assert saved.post(FILE, fields).status_code == 422


def test_short_form_has_seven_fields(saved: Client) -> None:
    page = saved.get("/admin/practice-sheet/short/")
    value = json.loads(made(saved, "json", short="on").content)

    labels = [row.label for row in page.context["rows"]]
    assert labels == ["Country", "Audience", "Themes", "Year", "Organisation", "Description", "Deliverables"]
    assert [field["label"] for field in value["fields"]] == labels


def test_markup_stays_text_in_every_file(saved: Client) -> None:
    hostile = '<script>alert(1)</script><img src="file:///etc/passwd">'
    saved.post(PAGE, {**WHOLE, "costs": hostile, "edition": 1})

    document = Document(io.BytesIO(made(saved, "docx").content))
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made(saved, "pdf").content)).pages)
    assert hostile in [paragraph.text for paragraph in document.paragraphs]
    assert "alert(1)" in text
    assert "<script>alert" not in saved.get(PAGE).content.decode()


def test_signs_that_no_word_file_can_hold_become_spaces(saved: Client) -> None:
    saved.post(PAGE, {**WHOLE, "costs": "a\x0bb", "edition": 1})

    assert PracticeSheet.objects.get().costs == "a b"
    assert made(saved, "docx").status_code == 200


def test_few_certificates_are_not_counted_and_many_are_rounded(saved: Client) -> None:
    CertificateFactory.create_batch(9)
    few = facts.of_site(None).certificates
    CertificateFactory.create_batch(8)

    assert few == ""
    assert facts.of_site(None).certificates == "At least 15 certificates were issued."


def test_words_are_counted_as_they_are_read() -> None:
    assert template.word_count("  Two\nwords, and – dashes\tcount. ") == 6


def test_page_costs_the_same_whatever_there_is(saved: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(11):
        facts.of_site(None)


def test_reviewer_reads_the_sheet_and_finds_no_form_to_fill_in(client: Client) -> None:
    roles.sync()
    client.force_login(UserFactory(reviewer=True, factor=True))

    page = client.get(PAGE).content.decode()

    assert "Name of the practice" in page
    assert 'name="prevention_link"' not in page

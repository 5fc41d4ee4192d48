import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from certificates import achievements, apps, checking, rendering, tokens
from tests.factories import SIGNING_KEY, CertificateFactory

pytestmark = pytest.mark.django_db
KEY_ID = tokens.key_id_of(SIGNING_KEY.public_key().public_bytes_raw())


def run(*command: str) -> list[str]:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue().splitlines()


def refused(*command: str) -> tuple[list[str], str]:
    out = StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command(*command, stdout=out)
    return out.getvalue().splitlines(), str(refusal.value)


def test_first_run_makes_a_key_and_the_second_keeps_it(settings, tmp_path):
    settings.TANDEM_SIGNING_KEY_FILE = str(tmp_path / "keys" / "signing.pem")

    first = run("signing_key")

    assert run("signing_key") == first
    assert first[0].endswith(f" {settings.TANDEM_SIGNING_KEY_FILE}")


def test_rotation_makes_another_key(signing_key):
    assert run("signing_key") == [f"{KEY_ID} {signing_key}"]

    rotated = run("signing_key", "--rotate")

    assert rotated != [f"{KEY_ID} {signing_key}"]
    assert run("signing_key") == rotated


def test_key_stays_published_after_a_rotation_whatever_it_has_signed(signing_key):
    run("signing_key", "--rotate")

    assert KEY_ID in checking.public_keys()
    assert len(checking.public_keys()) == 2


def test_broken_key_file_is_not_overwritten(signing_key):
    signing_key.write_text("rubbish")

    with pytest.raises(CommandError, match="no readable"):
        run("signing_key")

    assert signing_key.read_text() == "rubbish"


def test_public_keys_are_written_for_offline_checks(signing_key, tmp_path):
    file = tmp_path / "keys.json"

    run("signing_key", "--public-keys", str(file))

    assert list(json.loads(file.read_text())["keys"]) == [KEY_ID]


def test_certificate_file_is_checked(signing_key, tmp_path):
    certificate = CertificateFactory(name="Anna", known=True)
    file = tmp_path / "anna.pdf"
    file.write_bytes(rendering.pdf(certificate))

    lines, refusal = refused("check_certificate", str(file))

    assert refusal.startswith("Do not rely on the page")
    assert lines == [
        "The code is genuine, the page around it unproven: rely on what stands below, not on the page. Status: valid.",
        f"Token: genuine, signed with the key {KEY_ID}.",
        "Seal: the file carries no seal.",
        "Credential: genuine, and says the same.",
        "Name: Anna",
        "Course: Tandem: two of you, and the person, version 1",
        "Kind: self-study, 3.5 hours, language en",
        "Completed on: 2026-10-14",
        f"Number: {certificate.number}",
    ]


@pytest.mark.parametrize(("trait", "word"), [("withdrawn", "withdrawn"), ("superseded", "replaced")])
def test_certificate_that_does_not_hold_any_more_is_said_first_and_fails(signing_key, trait, word):
    certificate = CertificateFactory(known=True, **{trait: True})

    lines, refusal = refused("check_certificate", tokens.text_of(certificate.token))

    assert lines[0] == f"Genuine, but {word} on 2026-11-02."
    assert refusal == "Do not rely on it: the certificate does not hold."


def test_number_that_is_not_on_record_fails(signing_key):
    certificate = CertificateFactory.build(learner=None)
    CertificateFactory(known=True)

    lines, _refusal = refused("check_certificate", tokens.text_of(certificate.token))

    assert lines[0].startswith("Genuine, but we have no record of its number")


def test_token_of_a_certificate_that_holds_is_genuine(signing_key):
    certificate = CertificateFactory(known=True)

    assert run("check_certificate", tokens.text_of(certificate.token))[0] == "Genuine. Status: valid."


def test_credential_for_wallets_is_named_for_what_it_is(signing_key, tmp_path):
    (tmp_path / "badge.json").write_bytes(achievements.credential_of(CertificateFactory()))

    with pytest.raises(CommandError, match="credential for wallets"):
        run("check_certificate", str(tmp_path / "badge.json"))


def test_token_that_nobody_signed_is_not_genuine(signing_key):
    with pytest.raises(CommandError, match="Not genuine"):
        run("check_certificate", "0" * 195)


@pytest.mark.parametrize("argument", ["TOKEN", "rubbish", "missing.pdf", "TD-3DEK-G1YV-0TWE-8HXW-4", "\x00", ""])
def test_what_is_no_certificate_at_all_is_not_called_a_forgery(signing_key, argument):
    with pytest.raises(CommandError, match="Nothing was checked"):
        run("check_certificate", argument)


def test_missing_key_is_warned_of(settings, tmp_path):
    settings.TANDEM_SIGNING_KEY_FILE = str(tmp_path / "absent.pem")

    assert [warning.id for warning in apps.signing_key_is_private(None)] == ["certificates.W002"]


def test_key_that_others_can_read_is_an_error(signing_key):
    assert apps.signing_key_is_private(None) == []

    signing_key.chmod(0o640)

    assert [error.id for error in apps.signing_key_is_private(None)] == ["certificates.E001"]


def test_site_without_a_seal_is_warned(settings, tmp_path):
    settings.TANDEM_KEYS_FOLDER = tmp_path

    assert [warning.id for warning in apps.seal_can_be_used(None)] == ["certificates.W003"]


def test_seal_that_others_can_read_is_an_error(settings, tmp_path):
    settings.TANDEM_KEYS_FOLDER = tmp_path
    call_command("make_keys", "--throw-away-root", stdout=StringIO())
    assert apps.seal_can_be_used(None) == []

    (tmp_path / "seal.pem").chmod(0o640)

    assert [error.id for error in apps.seal_can_be_used(None)] == ["certificates.E003"]


def test_seal_that_cannot_be_used_is_an_error_that_names_the_setting(settings):
    settings.TANDEM_SEAL_KEY_FILE = "/absent.pem"

    (error,) = apps.seal_can_be_used(None)

    assert (error.id, error.msg) == (
        "certificates.E002",
        "TANDEM_SEAL_KEY_FILE: /absent.pem cannot be read (No such file or directory).",
    )


@pytest.mark.parametrize(
    ("today", "ids"),
    [
        (date(2027, 9, 5), []),
        (date(2027, 9, 6), ["certificates.W004"]),
        (date(2027, 10, 6), ["certificates.W004"]),
        (date(2027, 10, 7), ["certificates.E004"]),
    ],
)
def test_seal_is_renewed_before_it_runs_out(today, ids):
    assert [message.id for message in apps.seal_runs_out(date(2027, 10, 6), today)] == ids


def test_font_subsetter_is_here(monkeypatch):
    assert apps.font_subsetter_is_installed(None) == []

    monkeypatch.setattr(apps, "_SUBSETTERS", ("libabsent.so.0",))

    assert [warning.id for warning in apps.font_subsetter_is_installed(None)] == ["certificates.W001"]

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from certificates import checking, keys, seals, tokens
from certificates.models import SealChain
from certificates.pdf import sealed, sealing, signing
from tests.certificates.seals import plain_pdf

pytestmark = pytest.mark.django_db
PASSPHRASE = "correct horse battery"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.TANDEM_KEYS_FOLDER = tmp_path / "keys"
    settings.TANDEM_SIGNING_KEY_FILE = str(tmp_path / "keys" / "signing.pem")
    signing.forget()
    (tmp_path / "passphrase").write_text(PASSPHRASE + "\n")
    yield tmp_path
    signing.forget()


def run(*options: str) -> str:
    out = StringIO()
    call_command("make_keys", *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def with_root(folder):
    return ("--root", str(folder / "root"), "--passphrase-file", str(folder / "passphrase"))


def test_token_key_is_made_and_a_seal_waits_for_its_root(folder):
    said = run()

    assert tokens.load_key(folder / "keys" / "signing.pem")
    assert signing.seal_in_use() is None
    assert "Seal: none" in said


def test_root_is_made_once_and_signs_the_seal(folder, with_root):
    said = run(*with_root)

    root = keys.read_root(folder / "root" / "root.secret.pem", PASSPHRASE.encode())
    seal = signing.seal_in_use()
    assert seal.chain[1] == keys.der(root.certificate)
    assert keys.read_certificates(folder / "root" / "root.pem") == [root.certificate]
    assert keys.fingerprint(seal.chain[1]) in said
    assert {file.stat().st_mode & 0o777 for file in (folder / "keys").iterdir()} == {0o600}


def test_second_run_changes_nothing(folder, with_root):
    run(*with_root)
    before = {file: file.read_bytes() for file in folder.rglob("*.pem")}

    run(*with_root)
    run()

    assert {file: file.read_bytes() for file in folder.rglob("*.pem")} == before


def test_rotation_makes_new_keys_under_the_same_root_and_keeps_the_former(folder, with_root):
    run(*with_root)
    former = signing.seal_in_use()

    run("--rotate", *with_root)

    seal = signing.seal_in_use()
    assert seal.chain[0] != former.chain[0]
    assert seal.chain[1] == former.chain[1]
    assert (folder / "keys" / f"seal.former-{former.key_id}.pem").exists()
    assert len(list((folder / "keys").glob("signing.former-*.pem"))) == 1
    assert seals.chains() == {former.key_id: former.chain, seal.key_id: seal.chain}
    assert seals.trusted() == [seal.chain[1]]


def test_both_token_keys_are_published_after_a_rotation_before_any_certificate_is_issued(folder):
    run("--throw-away-root")
    former = set(checking.public_keys())

    run("--rotate", "--throw-away-root")
    run("--rotate", "--throw-away-root")

    assert former < set(checking.public_keys())
    assert len(checking.public_keys()) == 3


def test_rotation_without_the_root_changes_nothing(folder, with_root):
    run(*with_root)
    before = {file: file.read_bytes() for file in folder.rglob("*.pem")}

    with pytest.raises(CommandError, match="add --root FOLDER"):
        run("--rotate")

    assert {file: file.read_bytes() for file in folder.rglob("*.pem")} == before


def test_wrong_passphrase_changes_nothing(folder, with_root):
    run(*with_root)
    before = {file: file.read_bytes() for file in folder.rglob("*.pem")}
    (folder / "passphrase").write_text("another passphrase")

    with pytest.raises(CommandError, match="does not open"):
        run("--rotate", *with_root)

    assert {file: file.read_bytes() for file in folder.rglob("*.pem")} == before


def test_short_passphrase_makes_no_root(folder, with_root):
    (folder / "passphrase").write_text("short")

    with pytest.raises(CommandError, match="12 letters at least"):
        run(*with_root)

    assert not (folder / "root").exists()
    assert signing.seal_in_use() is None


def test_passphrase_is_asked_for_twice(folder, monkeypatch):
    answers = iter([PASSPHRASE, "mistyped"])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(answers))

    with pytest.raises(CommandError, match="The two differ"):
        run("--root", str(folder / "root"))


def test_short_passphrase_is_refused_before_it_is_asked_for_again(folder, monkeypatch):
    answers = iter(["short"])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(answers))

    with pytest.raises(CommandError, match="12 letters at least"):
        run("--root", str(folder / "root"))


def test_root_that_nobody_keeps_signs_a_seal_all_the_same(folder):
    run("--throw-away-root")
    seal = signing.seal_in_use()

    run("--throw-away-root")

    assert signing.seal_in_use().chain == seal.chain
    assert len(list(folder.rglob("*.pem"))) == 2


def test_broken_seal_is_named_and_left_alone(folder):
    (folder / "keys").mkdir()
    (folder / "keys" / "seal.pem").write_text("rubbish")

    with pytest.raises(CommandError, match=r"seal\.pem holds no private key"):
        run("--throw-away-root")

    assert (folder / "keys" / "seal.pem").read_text() == "rubbish"


def test_stolen_key_goes_off_the_record_and_what_it_signed_checks_no_more(folder):
    run()
    stolen = tokens.load_key(folder / "keys" / "signing.pem").public_key().public_bytes_raw()
    key_id = tokens.key_id_of(stolen)
    with pytest.raises(CommandError, match="in use"):
        run("--distrust", key_id)
    call_command("signing_key", "--rotate", stdout=StringIO())

    run("--distrust", key_id)

    assert key_id not in checking.public_keys()
    with pytest.raises(CommandError, match="No token key"):
        run("--distrust", key_id)


def test_seal_in_use_is_on_record_with_its_day(settings, with_root):
    run(*with_root)

    (row,) = SealChain.objects.all()

    assert row.key_id == signing.seal_in_use().key_id
    assert row.first_used_on >= date(2026, 1, 1)
    assert row.certificates.count("BEGIN CERTIFICATE") == 2


def sealed_now() -> bytes:
    seal = signing.seal_in_use()
    return sealing.sealed(plain_pdf(), seal, on=seal.issued_on, identifier="TD-1")


def test_stolen_seal_is_believed_no_more_and_the_others_of_its_root_are(with_root):
    run(*with_root)
    stolen, forged = signing.seal_in_use(), sealed_now()
    with pytest.raises(CommandError, match="in use"):
        run("--distrust", stolen.key_id)
    run("--rotate", *with_root)
    believed_before = sealed.judge(forged, seals.trusted()).state

    run("--distrust", stolen.key_id)

    assert believed_before is sealed.State.SEALED
    assert sealed.judge(forged, seals.trusted()).state is sealed.State.UNKNOWN
    assert sealed.judge(sealed_now(), seals.trusted()).holds
    assert list(seals.chains()) == [signing.seal_in_use().key_id]
    with pytest.raises(CommandError, match="No seal"):
        run("--distrust", "0" * 16)


def test_stolen_seal_takes_its_root_along_when_a_new_root_was_made(folder, with_root):
    run(*with_root)
    stolen = signing.seal_in_use()
    run("--rotate", "--throw-away-root")

    run("--distrust", stolen.key_id)

    assert seals.trusted() == [signing.seal_in_use().chain[1]]

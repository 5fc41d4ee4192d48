"""Time stamps of a service in this process; no test asks the network."""

import io
from datetime import UTC, datetime, timedelta
from io import StringIO

import cbor2
import pikepdf
import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from pyhanko.sign.timestamps import DummyTimeStamper, TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates import apps, issuing, keys, rendering, stamping
from certificates.models import Certificate
from certificates.pdf import sealed, sealing, signing, stamps
from certificates.pdf.stamps import Level, Outdated, Stamps
from certificates.stamping import StampRefused
from tests.certificates import seals
from tests.certificates.seals import ROOTS, SEALED_ON
from tests.factories import CertificateFactory

STAMPED_AT = datetime(2026, 10, 15, 8, 30, tzinfo=UTC)
SERVICE_ROOT = keys.new_root("Time Service", seals.ISSUED_ON)
SERVICE_KEY = rsa.generate_private_key(65537, 2048)
SERVICE_CERTIFICATE = (
    x509.CertificateBuilder()
    .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Time Service")]))
    .issuer_name(SERVICE_ROOT.certificate.subject)
    .public_key(SERVICE_KEY.public_key())
    .serial_number(5)
    .not_valid_before(STAMPED_AT - timedelta(days=9))
    .not_valid_after(STAMPED_AT + timedelta(days=9))
    .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    .add_extension(keys._usage("digital_signature"), critical=True)
    .sign(SERVICE_ROOT.key, hashes.SHA384())
)
STAMP_ROOTS = [keys.der(SERVICE_ROOT.certificate)]
SEAL = signing.FileSeal(seals.KEY, seals.CHAIN, stamp_room=signing.STAMP_ROOM)


class Listening(DummyTimeStamper):
    """Remembers what it was asked."""

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        self.questions = [*getattr(self, "questions", []), req]
        return await super().async_request_tsa_response(req)


def service(kind: type[DummyTimeStamper] = DummyTimeStamper) -> TimeStamper:
    plain = SERVICE_KEY.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return kind(
        tsa_cert=asn1_x509.Certificate.load(keys.der(SERVICE_CERTIFICATE)),
        tsa_key=asn1_keys.PrivateKeyInfo.load(plain),
        certs_to_embed=SimpleCertificateStore.from_certs([asn1_x509.Certificate.load(STAMP_ROOTS[0])]),
        fixed_dt=STAMPED_AT,
    )


class Silent(TimeStamper):
    """Does not answer."""

    async def async_request_tsa_response(self, req: object) -> None:
        raise TimeoutError("no answer")


@pytest.fixture(scope="module")
def file() -> bytes:
    return sealing.sealed(seals.plain_pdf(), SEAL, on=SEALED_ON, identifier="TD-1")


@pytest.fixture
def site(settings, tmp_path, signing_key):
    """A site with a seal that wants stamps."""
    settings.TANDEM_KEYS_FOLDER = tmp_path
    seals.write(tmp_path)
    roots = tmp_path / "stamp-roots.pem"
    roots.write_bytes(SERVICE_ROOT.certificate.public_bytes(Encoding.PEM))
    settings.TANDEM_TIMESTAMP_URL = "https://stamps.example"
    settings.TANDEM_TIMESTAMP_ROOTS_FILE = str(roots)
    yield settings
    signing.forget()


@pytest.mark.parametrize("level", list(Level))
def test_stamp_tells_when_the_file_was_there_and_the_seal_still_holds(file, level):
    stamped = stamps.ask(file, service(), level, chain=SEAL.chain).put_into(file)

    verdict = sealed.judge(stamped, ROOTS, stamp_roots=STAMP_ROOTS)

    assert (verdict.state, verdict.stamped_at) == (sealed.State.SEALED, STAMPED_AT)


@pytest.mark.parametrize("level", list(Level))
def test_kept_stamps_give_the_same_file_each_time(file, level):
    asked = stamps.ask(file, service(), level, chain=SEAL.chain)

    kept = Stamps.from_bytes(asked.to_bytes())

    assert (kept, kept.level) == (asked, level)
    assert kept.put_into(file) == asked.put_into(file)


def test_stamp_of_the_signature_changes_nothing_but_its_place(file):
    stamped = stamps.ask(file, service(), Level.SIGNATURE, chain=SEAL.chain).put_into(file)
    opens, closed = stamps._place(file)

    assert len(stamped) == len(file)
    assert (stamped[:opens], stamped[closed:]) == (file[:opens], file[closed:])


def test_archive_holds_all_certificates(file):
    stamped = stamps.ask(file, service(), Level.ARCHIVE, chain=SEAL.chain).put_into(file)

    pdf = pikepdf.open(io.BytesIO(stamped))
    assert {one.read_bytes() for one in pdf.Root.DSS.Certs} == {
        *SEAL.chain,
        *STAMP_ROOTS,
        keys.der(SERVICE_CERTIFICATE),
    }


def test_stamps_leave_the_metadata_alone(file):
    stamped = stamps.ask(file, service(), Level.ARCHIVE, chain=SEAL.chain).put_into(file)
    before, after = (pikepdf.open(io.BytesIO(content)) for content in (file, stamped))

    assert after.Root.Metadata.read_raw_bytes() == before.Root.Metadata.read_raw_bytes()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "damage", [b"", b"\xff", cbor2.dumps(None), cbor2.dumps([1, b"", b"", b""]), cbor2.dumps([1, 2, 3, 4])]
)
def test_certificate_with_damaged_stamps_is_drawn_without_them_and_stamped_anew(site, damage):
    certificate = CertificateFactory()
    plain = rendering.pdf(certificate)
    certificate.stamps = damage
    certificate.save(update_fields=["stamps"])

    assert rendering.pdf(certificate) == plain
    assert list(stamping.waiting()) == [certificate]


def test_stamps_of_another_file_are_never_put_in(file):
    asked = stamps.ask(file, service(), Level.SIGNATURE, chain=SEAL.chain)

    with pytest.raises(Outdated):
        asked.put_into(file.replace(b"D:20261014", b"D:20261015"))


def test_stamp_longer_than_its_place_is_refused():
    short = sealing.sealed(seals.plain_pdf(), seals.SEAL, on=SEALED_ON, identifier="TD-1")

    with pytest.raises(ValueError, match="longer than the place"):
        stamps.ask(short, service(), Level.SIGNATURE, chain=SEAL.chain)


def test_stamp_of_an_unknown_service_is_not_shown_as_one(file):
    stamped = stamps.ask(file, service(), Level.SIGNATURE, chain=SEAL.chain).put_into(file)

    verdict = sealed.judge(stamped, ROOTS, stamp_roots=ROOTS)

    assert (verdict.holds, verdict.stamped_at) == (True, None)


@pytest.mark.parametrize("added", [b"\n", b"1 0 obj null endobj"])
def test_bytes_after_the_last_stamp_are_found(file, added):
    stamped = stamps.ask(file, service(), Level.ARCHIVE, chain=SEAL.chain).put_into(file)

    verdict = sealed.judge(stamped + added, ROOTS, stamp_roots=STAMP_ROOTS)

    assert verdict.reason == "something was added after the last time stamp"


@pytest.mark.django_db
def test_certificate_is_stamped_once_and_comes_out_the_same(site):
    certificate = CertificateFactory(known=True)
    stamping.stamp(certificate, service())
    certificate.refresh_from_db()

    content = rendering.pdf(certificate)

    assert list(stamping.waiting()) == []
    assert rendering.pdf(certificate) == content != rendering.unstamped(certificate)
    assert sealed.judge(content, ROOTS, stamp_roots=STAMP_ROOTS).stamped_at == STAMPED_AT


@pytest.mark.django_db
def test_stamps_of_a_file_that_is_drawn_otherwise_now_are_asked_for_anew(site):
    certificate = CertificateFactory(known=True)
    stamping.stamp(certificate, service())
    Certificate.objects.filter(pk=certificate.pk).update(line="A line that came later")
    certificate.refresh_from_db()

    content = rendering.pdf(certificate)

    assert list(stamping.waiting()) == [certificate]
    assert content == rendering.unstamped(certificate)
    assert sealed.judge(content, ROOTS).holds


@pytest.mark.django_db
def test_level_that_was_raised_is_asked_for_anew(site):
    certificate = CertificateFactory(known=True)
    stamping.stamp(certificate, service())

    site.TANDEM_TIMESTAMP_LEVEL = "B-LTA"

    assert list(stamping.waiting()) == [certificate]


@pytest.mark.django_db
def test_stamps_go_when_the_learner_lets_go(site):
    certificate = CertificateFactory(known=True)
    stamping.stamp(certificate, service())

    issuing.let_go(certificate.learner)

    certificate.refresh_from_db()
    assert certificate.stamps is None
    assert list(stamping.waiting()) == []


@pytest.mark.django_db
def test_learner_who_lets_go_while_the_service_is_asked_keeps_nothing(site):
    certificate = CertificateFactory(known=True)
    issuing.let_go(certificate.learner)

    stamping.stamp(certificate, service())

    certificate.refresh_from_db()
    assert certificate.stamps is None


@pytest.mark.django_db
def test_service_that_is_silent_changes_nothing(site):
    certificate = CertificateFactory(known=True)

    with pytest.raises(StampRefused, match="no answer"):
        stamping.stamp(certificate, Silent())

    certificate.refresh_from_db()
    assert certificate.stamps is None


@pytest.mark.django_db
def test_stamp_that_nobody_could_judge_is_not_kept(site):
    certificate = CertificateFactory(known=True)
    site.TANDEM_TIMESTAMP_ROOTS_FILE = ""

    with pytest.raises(StampRefused, match="TANDEM_TIMESTAMP_ROOTS_FILE"):
        stamping.stamp(certificate, service())

    certificate.refresh_from_db()
    assert certificate.stamps is None


@pytest.mark.django_db
def test_command_says_that_stamps_are_off():
    out = StringIO()

    call_command("stamp_certificates", stdout=out)

    assert out.getvalue() == "Time stamps are off: TANDEM_TIMESTAMP_URL names no service.\n"


@pytest.mark.django_db
def test_command_stops_at_a_service_that_cannot_be_reached(site):
    CertificateFactory(known=True)
    site.TANDEM_TIMESTAMP_URL = "http://127.0.0.1:9"

    with pytest.raises(CommandError, match="0 stamped, then no more"):
        call_command("stamp_certificates", stdout=StringIO())


def test_address_without_encryption_is_refused():
    with pytest.raises(ImproperlyConfigured, match="https://"):
        stamping.Service("http://stamps.example")


@pytest.mark.parametrize(
    ("setting", "value", "ids"),
    [
        ("TANDEM_TIMESTAMP_LEVEL", "B-B", ["certificates.E005"]),
        ("TANDEM_TIMESTAMP_URL", "ftp://stamps.example", ["certificates.E005"]),
        ("TANDEM_TIMESTAMP_ROOTS_FILE", "/absent.pem", ["certificates.E006"]),
        ("TANDEM_TIMESTAMP_LEVEL", "B-LTA", []),
        ("TANDEM_TIMESTAMP_URL", "", []),
    ],
)
def test_settings_of_stamps_are_checked(site, setting, value, ids):
    setattr(site, setting, value)

    assert [error.id for error in apps.stamps_can_be_asked_for(None)] == ids


def test_digest_alone_is_sent(file):
    listening = service(Listening)

    stamps.ask(file, listening, Level.SIGNATURE, chain=SEAL.chain)

    (question,) = listening.questions
    assert [len(question["message_imprint"]["hashed_message"].native), len(question.dump()) < 100] == [32, True]

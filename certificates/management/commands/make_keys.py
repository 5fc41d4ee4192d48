"""The keys of the issuer: one that signs tokens and credentials, one that seals PDF files, and the root above it."""

import getpass
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from certificates import issuing, keys, seals, tokens
from certificates.keys import Root
from certificates.models import SealChain, VerificationKey
from certificates.pdf import signing

_LETTERS_OF_A_SEAL = 16  # of its id; a token key's has 8


class Command(BaseCommand):
    """Makes what is missing and names what is there; twice does no harm. No key is ever overwritten."""

    help = "Make the keys that are missing, or with --rotate new ones, and say where they are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        root = parser.add_mutually_exclusive_group()
        root.add_argument(
            "--root",
            type=Path,
            metavar="FOLDER",
            help="the root is here, best on a medium that is put away afterwards; made if there is none",
        )
        root.add_argument(
            "--throw-away-root",
            action="store_true",
            help="sign the seal with a root whose key nobody keeps: for a demo or a trial",
        )
        parser.add_argument(
            "--passphrase-file", type=Path, metavar="FILE", help="the root's passphrase, instead of asking for it"
        )
        parser.add_argument("--rotate", action="store_true", help="make new keys; what was issued before still checks")

        parser.add_argument(
            "--distrust",
            metavar="ID",
            help="take a stolen token key or seal off the record: what it signed or sealed checks no more",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            if options["distrust"]:
                self._distrust(options["distrust"], now)
                return
            self._note(now)
            root = self._root(options, now)
            self._token_key(rotate=options["rotate"])
            self._seal(root, now, rotate=options["rotate"])
            self._note(now)
        except (keys.KeyUnusable, tokens.NoSigningKey, signing.SealUnusable) as error:
            raise CommandError(f"{error}.") from error

    def _root(self, options: dict[str, Any], now: datetime) -> Root | None:
        """The root that signs a new seal, if one is wanted."""
        wanted = options["rotate"] or not signing.own_file().exists()
        if settings.TANDEM_SEAL_MODULE or not (wanted or options["root"]):
            return None
        if options["throw_away_root"]:
            return keys.new_root(settings.TANDEM_ISSUER_NAME, now.date()) if wanted else None
        if options["root"]:
            return self._kept_root(options["root"], options["passphrase_file"], now)
        if signing.own_file().exists():
            raise CommandError("A new seal is signed by the root: add --root FOLDER. (signing_key rotates alone.)")
        return None

    def _kept_root(self, folder: Path, passphrase_file: Path | None, now: datetime) -> Root:
        path = folder / "root.secret.pem"
        new = not path.exists()
        passphrase = _passphrase(passphrase_file, new=new)
        if new:
            keys.write_root(path, keys.new_root(settings.TANDEM_ISSUER_NAME, now.date()), passphrase)
        root = keys.read_root(path, passphrase)
        public = folder / "root.pem"
        if not public.exists():
            public.write_text(seals.pem_of([keys.der(root.certificate)]), encoding="ascii")
        self._say("Root", keys.fingerprint(keys.der(root.certificate)), path, made=new)
        if new:
            self.stdout.write(
                f"  Put {folder} on two media, the passphrase on paper elsewhere, and take both off this machine.\n"
                "  Let people compare the fingerprint with one they got from you on another way."
            )
        return root

    def _token_key(self, *, rotate: bool) -> None:
        path = Path(settings.TANDEM_SIGNING_KEY_FILE)
        former = _id_of(tokens.load_key(path)) if path.exists() else ""
        made = rotate or not former
        key = keys.make_token_key(path, former=former) if made else tokens.load_key(path)
        self._say("Token key", _id_of(key), path, made=made)
        self._say_former(path, former if made else "")

    def _seal(self, root: Root | None, now: datetime, *, rotate: bool) -> None:
        path = signing.own_file()
        present = signing.seal_in_use()
        made, former = root is not None and (present is None or rotate), ""
        if root is not None and made:
            key, certificate = keys.new_seal(root, settings.TANDEM_ISSUER_NAME, on=now.date())
            former = present.key_id if present else ""
            keys.write_seal(path, key, chain=(certificate, root.certificate), former=former)
            signing.forget()
            present = signing.seal_in_use()
        if present is None:
            self.stdout.write("Seal: none, PDF files stay unsealed. `make_keys --root FOLDER` makes one.")
            return
        self._say("Seal", present.key_id, settings.TANDEM_SEAL_MODULE or path, made=made)
        self._say_former(path, former)
        certificate = x509.load_der_x509_certificate(present.chain[0])
        self.stdout.write(
            f"  {certificate.subject.rfc4514_string()}\n"
            f"  valid from {present.issued_on} to {certificate.not_valid_after_utc.date()}\n"
            f"  hangs on {keys.fingerprint(present.chain[-1])}"
        )

    def _distrust(self, key_id: str, now: datetime) -> None:
        if len(key_id) == _LETTERS_OF_A_SEAL:
            self._distrust_seal(key_id, now)
            return
        if key_id == _id_of(tokens.load_key(Path(settings.TANDEM_SIGNING_KEY_FILE))):
            raise CommandError("This key is in use. Make a new one first: make_keys --rotate, or signing_key --rotate.")
        deleted, _by_model = VerificationKey.objects.filter(key_id=key_id).delete()
        if not deleted:
            raise CommandError(f"No token key {key_id} is on record.")
        self.stdout.write(
            f"{key_id} is off the record. Withdraw the certificates that it signed; holders make new ones."
        )

    def _distrust_seal(self, key_id: str, now: datetime) -> None:
        seal = seals.present()
        if seal is not None and seal.key_id == key_id:
            raise CommandError("This seal is in use. Make a new one first: make_keys --rotate --root FOLDER.")
        try:
            seals.distrust(key_id, now)
        except seals.NoSuchSeal:
            raise CommandError(f"No seal {key_id} is on record.") from None
        self.stdout.write(
            f"What the seal {key_id} sealed is believed no more, genuine files among it: holders fetch theirs again.\n"
            "Whoever kept your published keys fetches them again; whoever trusts the root in a PDF reader is not told."
        )

    def _note(self, now: datetime) -> None:
        """Puts the keys in use on record, before they are replaced and after."""
        if SealChain._meta.db_table in connection.introspection.table_names():
            seals.record(now)
            if Path(settings.TANDEM_SIGNING_KEY_FILE).exists():
                issuing.key_in_use(now)

    def _say(self, what: str, name: str, where: object, *, made: bool) -> None:
        self.stdout.write(f"{what}: {name} {where}{' (new)' if made else ''}")

    def _say_former(self, path: Path, former: str) -> None:
        if former:
            self.stdout.write(f"  The former key lies beside {path}. Destroy it once the new one works.")


def _id_of(key: Ed25519PrivateKey) -> str:
    return tokens.key_id_of(key.public_key().public_bytes_raw())


def _passphrase(path: Path | None, *, new: bool) -> bytes:
    """From the file, or asked for; twice for a new root."""
    if path is not None:
        try:
            passphrase = path.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise CommandError(f"{path} cannot be read ({error.strerror}).") from error
    else:
        passphrase = getpass.getpass("Passphrase of the root: ")
    if new and len(passphrase) < keys.SHORTEST_PASSPHRASE:
        raise CommandError(f"A passphrase for twenty years has {keys.SHORTEST_PASSPHRASE} letters at least.")
    if new and path is None and getpass.getpass("Once more: ") != passphrase:
        raise CommandError("The two differ. Nothing was made.")
    return passphrase.encode()

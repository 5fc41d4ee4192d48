"""The key that signs tokens and credentials, alone. `make_keys` makes all keys."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from certificates import checking, issuing, keys, tokens


class Command(BaseCommand):
    """Makes the key where there is none, and names it; twice does no harm."""

    help = "Make the key that signs certificates, if there is none, and print its id."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--rotate", action="store_true", help="make a new key; certificates issued before still check"
        )
        parser.add_argument(
            "--public-keys", type=Path, metavar="FILE", help="write the published keys for offline checks"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.TANDEM_SIGNING_KEY_FILE)
        made = not path.exists()
        key = keys.make_token_key(path) if made else self._present(path)
        if options["rotate"] and not made:
            # It may have signed credentials and status lists without any certificate being issued under it.
            issuing.key_in_use(timezone.now())
            key = keys.make_token_key(path, former=tokens.key_id_of(key.public_key().public_bytes_raw()))
        self.stdout.write(f"{tokens.key_id_of(key.public_key().public_bytes_raw())} {path}")
        if options["public_keys"]:
            published = json.dumps(checking.published(), ensure_ascii=False, indent=1)
            options["public_keys"].write_text(published + "\n", encoding="utf-8")

    @staticmethod
    def _present(path: Path) -> Ed25519PrivateKey:
        try:
            return tokens.load_key(path)
        except tokens.NoSigningKey as error:
            raise CommandError(str(error)) from error

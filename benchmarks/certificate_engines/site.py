"""A site of its own for the benchmark: keys and seal in a temporary folder, rows that were never saved."""

import os
import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

ADDRESS = "https://training.example.org"
ISSUER = "Exit Training Network"
FOUNDED = date(2026, 9, 1)
COURSE = "7a4d0c5e-0001-4000-8000-000000000001"


def prepare(folder: Path) -> None:
    """Django with the keys of an issuer. No database is touched."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="training.settings.dev",
        TANDEM_VAR=str(folder),
        TANDEM_SITE_URL=ADDRESS,
        TANDEM_ISSUER_NAME=ISSUER,
        TANDEM_SEAL_KEY_PATH=str(folder / "seal.pem"),
        DJANGO_ALLOW_ASYNC_UNSAFE="1",  # Playwright's loop runs beside us
    )
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    import django  # noqa: PLC0415 -- settings first

    django.setup()
    from django.conf import settings  # noqa: PLC0415

    from certificates import keys  # noqa: PLC0415

    path = Path(settings.TANDEM_SIGNING_KEY_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    keys.make_token_key(path)
    root = keys.new_root(ISSUER, FOUNDED)
    key, certificate = keys.new_seal(root, ISSUER, on=FOUNDED)
    keys.write_seal(folder / "seal.pem", key, chain=[certificate, root.certificate])


def rows_of(names: list[str], *, seed: int) -> list[Any]:
    """A certificate for each name, with a number, a day, a token and a place in the status list of its own."""
    from django.conf import settings  # noqa: PLC0415 -- settings first

    from certificates import serials, tokens  # noqa: PLC0415
    from certificates.models import Certificate  # noqa: PLC0415

    chance = Random(seed)
    key = tokens.load_key(Path(settings.TANDEM_SIGNING_KEY_FILE))
    rows = []
    for name in names:
        serial = serials.new_serial(chance.randbytes)
        day = FOUNDED + timedelta(days=chance.randrange(300))
        said = {"course_key": COURSE, "course_version": 1, "hours": Decimal("3.5"), "language": "en"}
        claims = tokens.Claims(serial=serial, name=name, kind=tokens.Kind.SELF_STUDY, completed_on=day, **said)
        row = Certificate(
            number=serials.number_of(serial),
            name=name,
            completed_on=day,
            month=f"{day:%Y-%m}",
            token=tokens.sign(claims, key),
            course_title="Tandem: two of you, and the person",
            modules=["One pattern, many forms", "Stories first"],
            kind=tokens.Kind.SELF_STUDY.value,
            online_minutes=210,
            status_list=1,
            status_index=chance.randrange(131_072),
            **said,
        )
        rows.append(row)
    return rows

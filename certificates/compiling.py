"""Templates of certificates: one for all that differ in name, number, day and code only.

A template is found by what it is made of: the words of the page, the files and the libraries that draw it, the seal. It
is compiled by a command or a job, kept in the database, and taken from there once per process.
"""

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.metadata import version
from typing import Any, Self

import cbor2
import uharfbuzz
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy

from certificates import achievements, badges, filling, languages, page, proving, tokens
from certificates.badges import BadgeTemplate
from certificates.filling import sample_of
from certificates.models import Certificate, CompiledTemplate
from certificates.normal import Face
from certificates.page import STYLESHEET
from certificates.pdf import cutting, signing, template
from certificates.pdf.name_steps import ONE_LINE, TWO_LINES, PrintedName
from certificates.pdf.signing import Seal
from certificates.pdf.slow import SlowPath
from certificates.pdf.template import Step, Template

MOST_KEPT = 64  # templates in a process, 60 kB each
SEAL_FIELD = "Seal"
SEAL_WORDS = gettext_lazy("Digital seal of the issuing organisation")
# Names of this kind are most: a template that fails with them is of no use.
_COMMON = "literata"
_LIBRARIES = ("weasyprint", "pydyf", "uharfbuzz", "pikepdf", "fonttools")

_DIGEST = 32  # bytes
_kept: dict[tuple[Any, ...], "Compiled | str"] = {}


class Damaged(ValueError):
    """A stored template is not as it was written."""


@dataclass(frozen=True)
class Compiled:
    """A template with that of the credentials inside its files.

    `proven`: for each kind of names why the template must not draw them, or nothing. What is missing was not tried yet.
    """

    drawn: Template
    badge: BadgeTemplate
    proven: dict[str, str] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """As it is stored: behind its SHA-256, so that a damaged row never draws a page."""
        content = cbor2.dumps([self.drawn.to_bytes(), self.badge.to_bytes(), self.proven])
        return hashlib.sha256(content).digest() + content

    @classmethod
    def from_bytes(cls, stored: bytes) -> Self:
        """As it was stored by us. Raises Damaged."""
        digest, content = stored[:_DIGEST], stored[_DIGEST:]
        if hashlib.sha256(content).digest() != digest:
            raise Damaged
        drawn, badge, proven = cbor2.loads(content)
        return cls(Template.from_bytes(drawn), BadgeTemplate.from_bytes(badge), proven)

    def must_draw(self, certificate: Certificate, name: PrintedName) -> None:
        """Tries it with names of this kind if nobody did. Raises SlowPath if they come out otherwise."""
        kind = proving.kind_of(name)
        if kind not in self.proven:
            self.proven[kind] = proving.why_not(certificate, self.drawn, kind)
        if self.proven[kind]:
            raise SlowPath(self.proven[kind])


def template_for(certificate: Certificate, seal: Seal | None) -> Compiled:
    """The template of this certificate under the seal in use. No query, or one or two the first time in a process.

    One that was never stored, or is damaged, is compiled, some seconds, for this process alone: a request that reads
    writes nothing. Raises SlowPath if it did not pass its own check.
    """
    key = _key(certificate, seal)
    if key not in _kept:
        row = CompiledTemplate.objects.filter(digest=digest_of(certificate)).first()
        found = _stored(row) if row else None
        if found is None:
            return compiled_here(certificate, seal)
        _keep(key, found)
    return _taken(key)


def compiled_here(certificate: Certificate, seal: Seal | None) -> Compiled:
    """The template, compiled in this process if need be and not stored. Raises SlowPath if it fails its own check."""
    key = _key(certificate, seal)
    if key not in _kept:
        _keep(key, _compile(certificate))
    return _taken(key)


def store(certificate: Certificate, on: date) -> CompiledTemplate:
    """The row of the template, compiled and checked now if there is none. Whoever is faster, the first row stays.

    A damaged row makes way for a new one.
    """
    digest = digest_of(certificate)
    row = CompiledTemplate.objects.filter(digest=digest).first()
    if row is not None and _stored(row) is not None:
        return row
    made = compiled_here(certificate, signing.seal_in_use())
    missing = proving.PROBES.keys() - made.proven.keys()
    made.proven.update({kind: proving.why_not(certificate, made.drawn, kind) for kind in sorted(missing)})
    slow_because = made.proven[_COMMON][:200]
    content = b"" if slow_because else made.to_bytes()
    damaged, row = row, CompiledTemplate(digest=digest, content=content, slow_because=slow_because, made_on=on)
    try:
        with transaction.atomic():
            if damaged is not None:
                damaged.delete()
            row.save(force_insert=True)
    except IntegrityError:
        return CompiledTemplate.objects.get(digest=digest)
    return row


def forget() -> None:
    """Lets this process look templates up anew."""
    _kept.clear()


def digest_of(certificate: Certificate) -> str:
    """The name of the template: a digest of all that it is made of. A query for an emblem that is not loaded."""
    seal = signing.seal_in_use()
    made_of = [
        template.FORMAT,
        _surroundings(),
        page.html_of(sample_of(certificate)),
        page.pictures_of(certificate),
        filling.known_of(certificate).days,
        _badge(certificate).to_bytes(),
        seal and [seal.chain, seal.room, seal_words(certificate)],
    ]
    return hashlib.sha256(cbor2.dumps(made_of)).hexdigest()


def seal_words(certificate: Certificate) -> str:
    """What the form field of the seal says it is."""
    with translation.override(languages.spoken(certificate.language)):
        return str(SEAL_WORDS)


def _key(certificate: Certificate, seal: Seal | None) -> tuple[Any, ...]:
    """What tells templates apart, as far as it can be told without drawing: rows are never changed."""
    return (
        certificate.course_key,
        certificate.course_version,
        certificate.course_title,
        tuple(certificate.modules),
        certificate.kind,
        certificate.hours,
        certificate.online_minutes,
        certificate.practice_minutes,
        certificate.language,
        certificate.line,
        certificate.emblem_id,
        settings.TANDEM_SITE_URL,
        settings.TANDEM_ISSUER_NAME,
        seal and (seal.key_id, seal.room),
    )


def _stored(row: CompiledTemplate) -> "Compiled | str | None":
    """What the row holds: a template, or why there is none; nothing if it is damaged."""
    try:
        return row.slow_because or Compiled.from_bytes(bytes(row.content))
    except Damaged:
        return None


def _keep(key: tuple[Any, ...], found: "Compiled | str") -> None:
    while len(_kept) >= MOST_KEPT:
        _kept.pop(next(iter(_kept)), None)
    _kept[key] = found


def _taken(key: tuple[Any, ...]) -> Compiled:
    found = _kept[key]
    if isinstance(found, str):
        raise SlowPath(found)
    return found


def _compile(certificate: Certificate) -> Compiled:
    """The template, not proven."""
    from certificates.pdf import weasy  # noqa: PLC0415 -- half a second to import, and most processes compile nothing

    row, pictures = sample_of(certificate), page.pictures_of(certificate)
    drawn, slots = weasy.drawing(
        page.html_of(row),
        stylesheet=STYLESHEET,
        identifier=template.identifier_of(filling.NUMBER),
        attachments=[filling.attached(b"{}", filling.DAY)],
        pictures=pictures,
    )
    sample = cutting.Sample(
        number=filling.NUMBER,
        completed_on=filling.DAY,
        token=tokens.text_of(filling.TOKEN),
        site=page.site_address(),
        known=filling.known_of(certificate),
    )
    sealed = cutting.Field(name=SEAL_FIELD, tooltip=seal_words(certificate)) if signing.seal_in_use() else None
    made = cutting.template_of(drawn, slots, steps=_steps(row, pictures), sample=sample, field=sealed)
    return Compiled(made, _badge(certificate))


def _badge(certificate: Certificate) -> BadgeTemplate:
    return badges.compiled(achievements.achievement_of(certificate))


@cache
def _surroundings() -> bytes:
    """The digest of files and libraries: another version of one of them may draw another page or deflate otherwise."""
    from certificates.pdf import weasy  # noqa: PLC0415 -- see above

    folder = STYLESHEET.parent
    files = [STYLESHEET, *sorted(folder.glob("*.svg")), *sorted(folder.glob("fonts/*.ttf"))]
    libraries = [*map(version, _LIBRARIES), weasy.PANGO, uharfbuzz.version_string(), zlib.ZLIB_RUNTIME_VERSION]
    return hashlib.sha256(cbor2.dumps([libraries, [file.read_bytes() for file in files]])).digest()


def _steps(row: Certificate, pictures: Mapping[str, bytes]) -> dict[str, Step]:
    """Where the name stands at each step, measured by WeasyPrint."""
    from certificates.pdf import weasy  # noqa: PLC0415 -- see above

    steps = {}
    for name in _probes():
        slot = weasy.places(page.html_of(row, name), stylesheet=STYLESHEET, pictures=pictures)["name"]
        baselines = tuple(line.baseline for line in slot.lines)
        steps[template.step_of(name)] = Step(size=name.size, baselines=baselines)
    return steps


def _probes() -> list[PrintedName]:
    one = [_probe(size, "N") for size in ONE_LINE]
    two = [_probe(size, "N", "N") for size in TWO_LINES]
    tall = [_probe(size, "و", "و", face=Face.VAZIRMATN) for size in TWO_LINES[1:]]
    return [*one, *two, *tall]


def _probe(size: int, *lines: str, face: Face = Face.LITERATA) -> PrintedName:
    return PrintedName(lines=lines, size=size, faces=(face,), language="und", direction="ltr")

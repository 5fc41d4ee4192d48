"""What proves a certificate: its token, and in a PDF file also the seal and the credential inside, which must agree.

Plain Python without a network. Where pyHanko is not installed, a file's seal and credential are not looked at, and the
answer says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from certificates import badges, tokens
from certificates.tokens import Claims, NotGenuine

CREDENTIAL = "credential.json"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """About one part, in words. `against`: it speaks against the file; what is missing does not.

    `unprotected`: nothing proves the page around the code, which anybody may have drawn.
    """

    part: str
    words: str
    against: bool = False
    unprotected: bool = False

    def __str__(self) -> str:
        return f"{self.part}: {self.words}."


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What a genuine token says, and what was found of the file around it. No findings: there was only a token."""

    claims: Claims
    findings: tuple[Finding, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against it."""
        return not any(finding.against for finding in self.findings)

    @property
    def unproven(self) -> bool:
        """Whether anybody may have drawn the page around the code."""
        return any(finding.unprotected for finding in self.findings)

    def __str__(self) -> str:
        """The verdict, and a line per part."""
        verdict = "Genuine."
        if not self.holds:
            verdict = "Not genuine as a file: it was changed, or put together from others."
        elif self.unproven:
            verdict = "The code is genuine, the page around it unproven: rely on what stands below, not on the page."
        return "\n".join([verdict, *map(str, self.findings)])


def examine(
    argument: str, public_keys: Mapping[str, bytes], *, roots: Sequence[bytes], stamp_roots: Sequence[bytes] = ()
) -> Evidence:
    """What a PDF file or the text of a QR code proves. `public_keys` by id.

    `roots`: what seals hang on, `stamp_roots`: what time stamps hang on; certificates in DER.
    Raises Unreadable, and NotGenuine if even the token is not.
    """
    token = tokens.token_in(argument)
    claims = tokens.read(token, public_keys)
    content = _content(argument)
    if content is None:
        return Evidence(claims=claims)
    key_id = token[1 : 1 + tokens.KEY_ID_SIZE].hex()
    findings = (
        Finding(part="Token", words=f"genuine, signed with the key {key_id}"),
        _seal(content, roots, stamp_roots),
        _credential(content, claims, public_keys),
    )
    return Evidence(claims=claims, findings=findings)


def is_for_wallets(argument: str) -> bool:
    """Whether this is a file with a credential in JSON, not a certificate."""
    return (_content(argument) or b"")[:100].lstrip().startswith(b"{")


def _content(argument: str) -> bytes | None:
    """The file that is meant, unless it holds the text of a code only."""
    try:
        content = Path(argument).read_bytes()
    except (OSError, ValueError):  # the text itself
        return None
    return content


def _seal(content: bytes, roots: Sequence[bytes], stamp_roots: Sequence[bytes]) -> Finding:
    try:
        from certificates.pdf import sealed  # noqa: PLC0415 -- pyHanko may be missing
    except ImportError:
        return Finding(part="Seal", words="not looked at, because pyhanko is not installed", unprotected=True)
    verdict = sealed.judge(content, roots, stamp_roots=stamp_roots)
    if verdict.holds:
        stamped = f", time stamp of {verdict.stamped_at:%Y-%m-%d %H:%M} UTC" if verdict.stamped_at else ""
        return Finding(part="Seal", words=f"unbroken, of {verdict.signer}, {verdict.sealed_on}{stamped}")
    unsealed = verdict.state is sealed.State.UNSEALED
    return Finding(part="Seal", words=verdict.reason, against=not unsealed, unprotected=unsealed)


def _credential(content: bytes, claims: Claims, public_keys: Mapping[str, bytes]) -> Finding:
    try:
        from certificates.pdf import sealed  # noqa: PLC0415 -- pyHanko may be missing
    except ImportError:
        return Finding(part="Credential", words="not looked at, because pyhanko is not installed")
    credential = sealed.attached(content, CREDENTIAL)
    if credential is None:
        return Finding(part="Credential", words="there is none in this file")
    try:
        found = badges.verify(credential, public_keys)
    except NotGenuine as reason:
        return Finding(part="Credential", words=f"not genuine: {reason}", against=True)
    differs = _differs(claims, found)
    if differs:
        return Finding(part="Credential", words=f"genuine, but of another certificate: {differs} differs", against=True)
    return Finding(part="Credential", words="genuine, and says the same")


def _differs(claims: Claims, found: badges.Credential) -> str:
    """The first thing that token and credential say differently."""
    said = {
        "the number": (badges.identity_of(claims.serial), found.identity),
        "the course": (claims.course_key, found.achievement.course_key),
        "the version": (claims.course_version, found.achievement.course_version),
        "the language": (claims.language, found.achievement.language),
        "the day": (claims.completed_on, found.completed_on),
    }
    return next((name for name, (one, other) in said.items() if one != other), "")

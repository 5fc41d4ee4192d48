"""How often something may be tried. Counts per minute in the cache; the address is hashed and forgotten in an hour."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

HOUR = 3600


class TooOften(Exception):
    """Somebody, or everybody behind one address, tried too often. The page answers 429 and says when to go on.

    `wait`: seconds until the count begins anew.
    """

    def __init__(self, wait: int = 60) -> None:
        super().__init__(wait)
        self.wait = wait

    @property
    def minutes(self) -> int:
        """The same in whole minutes, at least one."""
        return max(1, -(-self.wait // 60))

    @property
    def hours(self) -> int:
        """The same in whole hours, for spans longer than one; otherwise 0."""
        return -(-self.wait // HOUR) if self.wait > HOUR else 0


def address_of(request: HttpRequest) -> str:
    """A hash of the address that asks; behind proxies the one that the nearest of ours saw."""
    proxies = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    address = forwarded[-proxies] if proxies and len(forwarded) >= proxies else request.META.get("REMOTE_ADDR", "")
    return hashlib.sha256(f"{settings.SECRET_KEY}:{address}".encode()).hexdigest()[:20]


def check(name: str, who: str, most: int, now: datetime, *, seconds: int = 60) -> None:
    """Raises TooOften if `who` was counted `most` times in this span already."""
    if cache.get(_key(name, who, now, seconds), 0) >= most:
        raise TooOften(seconds - int(now.timestamp()) % seconds)


def count(name: str, who: str, now: datetime, *, seconds: int = 60) -> None:
    """Counts one try."""
    key = _key(name, who, now, seconds)
    if not cache.add(key, 1, timeout=max(seconds, HOUR)):
        cache.incr(key)


def _key(name: str, who: str, now: datetime, seconds: int) -> str:
    return f"limit:{name}:{who}:{int(now.timestamp()) // seconds}"

"""Every page that somebody can reach by links, with what was written meanwhile and what its HTML says."""

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.core.cache import cache
from django.test import Client

from tests.lasting import writes

# Other doors: Wagtail's admin is drawn by Wagtail and tried in tests/permissions/test_admin.py.
NOT_FOLLOWED = ("/admin/", "/documents/", "/media/", "/static/")
RESOURCES = {("link", "href"), ("script", "src"), ("img", "src"), ("audio", "src"), ("video", "src"), ("source", "src"),
             ("track", "src"), ("iframe", "src"), ("use", "href"), ("image", "href"), ("form", "action")}  # fmt: skip
UNDEFINED = "⚠undefined"


@dataclass
class Page:
    """What one answer says about itself."""

    address: str
    status: int
    kind: str
    body: str
    written: frozenset[str]
    links: list[str] = field(default_factory=list)
    resources: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    headings: int = 0
    language: str = ""
    title: str = ""

    @property
    def is_page(self) -> bool:
        """Whether somebody reads it in a browser."""
        return self.kind.startswith("text/html")


class _Reader(HTMLParser):
    """Notes what a strict page may not hold."""

    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.form: dict[str, bool] | None = None
        self.is_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        page, values = self.page, {name: value or "" for name, value in attrs}
        page.complaints += [f"{name} on {tag}" for name in values if name.startswith("on") or name == "style"]
        page.resources += [values[name] for name in values if (tag, name) in RESOURCES]
        match tag:
            case "html":
                page.language = values.get("lang", "")
            case "title":
                self.is_title = not page.title
            case "h1":
                page.headings += 1
            case "style":
                page.complaints.append("inline style")
            case "script" if "src" not in values and values.get("type") != "application/json":
                page.complaints.append("inline script")
            case "a" if "href" in values:
                page.links.append(values["href"])
            case "form":
                self.form = {"post": values.get("method", "").lower() == "post", "token": False}
            case "input" if self.form is not None and values.get("name") == "csrfmiddlewaretoken":
                self.form["token"] = bool(values.get("value"))

    def handle_endtag(self, tag: str) -> None:
        self.is_title = self.is_title and tag != "title"
        if tag == "form" and self.form is not None:
            if self.form["post"] and not self.form["token"]:
                self.page.complaints.append("form without token")
            self.form = None

    def handle_data(self, data: str) -> None:
        if self.is_title:
            self.page.title += data.strip()


def visit(client: Client, address: str) -> Page:
    """One page, read strictly."""
    cache.clear()
    with writes() as written:
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
    kind = response.headers.get("Content-Type", "")
    text = body.decode() if kind.startswith(("text/", "application/json")) else ""
    page = Page(address, response.status_code, kind, text, frozenset(written))
    if to := response.headers.get("Location"):
        page.links.append(to)
    if page.is_page:
        _Reader(page).feed(text)
    return page


def crawl(client: Client, *doors: str, wanted: Callable[[str], bool] = lambda address: True) -> list[Page]:
    """All pages that can be reached from these by following links with GET, each once."""
    waiting, seen, found = deque(doors), set(doors), []
    while waiting:
        page = visit(client, waiting.popleft())
        found.append(page)
        for link in page.links:
            address = own(page.address, link)
            if address and address not in seen and wanted(address):
                seen.add(address)
                waiting.append(address)
    return found


def own(at: str, link: str) -> str:
    """The address on this site that a link leads to; empty for others and for what is not followed."""
    parts = urlsplit(urljoin(f"http://testserver{at}", link))
    if parts.netloc != "testserver" or parts.scheme != "http" or parts.path.startswith(NOT_FOLLOWED):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def foreign(addresses: list[str]) -> list[str]:
    """Those that lead to another host."""
    return [address for address in addresses if re.match(r"(?:[a-z][a-z0-9+.-]*:)?//|[a-z]+:", address, re.IGNORECASE)]

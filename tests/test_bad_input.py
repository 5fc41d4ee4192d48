"""Whatever somebody sends: an answer below 500, a page of ours where it is refused, and nothing is written by it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests import databases, lasting
from tests.permissions import addresses, matrix
from tests.permissions import world as worlds
from tests.permissions.world import World

AUDIENCES = ("visitor", "learner", "coordinator")
FORM, JSON_TYPE = "application/x-www-form-urlencoded", "application/json"
OURS = [name for name, row in matrix.rows().items() if "audience" in row]
TAKES_POST = [
    name for name in matrix.rows() if any(str(cell) != "405" for cell in matrix.rows()[name]["post"].values())
]
# Whoever is sent elsewhere at the door, or answered like somebody before, is tried with a few only.
GATES, FEW = {302, 404, 405}, 4
# What answers machines.
NO_PAGES = {"verifiers:status", "verifiers:keys", "health", "security_txt", "about:reminders"}

HOSTILE = {
    "long": "x" * 10_000,
    "many digits": "9" * 400,
    "NUL": "a\x00b",
    "right to left": "\u202egpj.exe",
    "line break": "a\r\nSet-Cookie: a=b",
    "script": "<script>alert(1)</script>",
    "quotes": "' OR 1=1 --",
    "negative": "-1",
    "fraction": "1.5",
    "not a number": "NaN",
    "other digits": "١٢٣",
    "deep": "[" * 5_000,
    "lone surrogate": "%ED%A0%80",
    "combining": "a" + "\u0301" * 500,
    "noncharacter": "\uffff\ufeff",
    "empty": "",
    "unknown id": "00000000-0000-4000-8000-00000000dead",
    "template": "{{ settings.SECRET_KEY }}{% load x %}",
    "address": "//evil.example/",
}
QUERIES = {
    "about:near_you": ("country", "role"),
    "about:network": ("country", "role"),
    "coordinators:completions": ("name", "course", "kind", "from", "to", "sort", "page", "paper"),
    "coordinators:export": ("excel",),  # the same form as the list
    "learn:step": ("again", "about"),
    "account_login": ("next",),
}
BODIES: dict[str, tuple[bytes, str]] = {
    "broken UTF-8, escaped": (b"code=%ff%fe&name=%ff&pick=%c3%28&turn=%80", FORM),
    "broken UTF-8, raw": (b"code=\xff\xfe&name=\xff&choice=\xc3\x28", FORM),
    "unknown charset": (b"code=a&name=b&role=teacher", f"{FORM}; charset=no-such-charset"),
    "UTF-7": (b"code=+ADw-&name=+ADw-", f"{FORM}; charset=utf-7"),
    "JSON": (b'{"code": ["a"], "name": {"b": 1}, "turn": 1e400}', JSON_TYPE),
    "deep JSON": (b"[" * 100_000, JSON_TYPE),
    "plain text": (b"name=a", "text/plain"),
    "no type": (b"name=a", ""),
    "parts without an end": (
        b"--x\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\na", "multipart/form-data; boundary=x"),
    "parts without a boundary": (b"name=a", "multipart/form-data"),
    "a boundary that is none": (b"--\xff", 'multipart/form-data; boundary="\xff"'),
    "too many fields": (b"&".join(b"f%d=1" % number for number in range(6_000)), FORM),
    "too much": (b"name=" + b"x" * 1_200_000, FORM),
}  # fmt: skip
PATHS = (
    b"/courses/%00/",
    b"/courses/%ff%fe/",
    b"/courses/\xc3\x28/",
    b"/courses/" + b"x" * 10_000 + b"/",
    b"/courses/%e2%80%ae/",
    b"/courses/tandem/%00/",
    b"/courses/tandem/..%2f..%2fetc/passwd",
    b"/learn/%ff/first-lesson/",
    b"/learn/tandem/%f0%28%8c%28/",
    b"/learn/tandem/at-the-desk/debrief/" + b"9" * 400 + b"/",
    b"/learn/tandem/at-the-desk/debrief/0/",
    b"/mine/certificates/" + b"9" * 400 + b".pdf",
    b"/mine/certificates/9223372036854775808.pdf",
    b"/mine/certificates/" + b"9" * 5_000 + b"/share/",
    b"/about/sources/cards/%00/",
    b"/coordinators/shares/not-a-uuid/hide",
    b"/accounts/confirm-email/%00/",
    b"/accounts/2fa/webauthn/keys/" + b"9" * 400 + b"/remove/",
    b"/documents/" + b"9" * 400 + b"/x.pdf",
    b"/admin/pages/" + b"9" * 400 + b"/",
    b"/%00",
    b"//evil.example/%2f..",
    b"/.env",
    b"/.git/config",
    b"/media/documents/",
)


@pytest.fixture(scope="module")
def whole_world(django_db_setup: None, django_db_blocker: Any, pytestconfig: pytest.Config) -> Iterator[World]:
    """The small site of the permission tests, made once."""
    with lasting.standing(pytestconfig, django_db_blocker, databases.EMPTY):
        yield worlds.make()


@pytest.fixture
def world(whole_world: World) -> Iterator[World]:
    """The site as it was made."""
    with lasting.rolled_back():
        yield whole_world


@dataclass(frozen=True)
class Sent:
    """What was answered to one attack, and what it wrote."""

    what: str
    response: HttpResponse
    written: frozenset[str]

    def complaint(self, allowed: frozenset[str]) -> str:
        """What is wrong with the answer; empty when all is well."""
        status = self.response.status_code
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return f"{self.what}: {status}"
        if status >= HTTPStatus.BAD_REQUEST and self.written:
            return f"{self.what}: {status} and wrote {sorted(self.written)}"
        return f"{self.what}: wrote {sorted(self.written - allowed)}" if self.written - allowed else ""


def attack(world: World, audience: str, what: str, ask: Callable[[Client], Any]) -> Sent:
    """The answer; whatever it wrote is undone."""
    cache.clear()
    client = world.client(audience)
    client.raise_request_exception = False
    with lasting.rolled_back(), lasting.writes() as written:
        response = ask(client)
        if response.streaming:
            list(response.streaming_content)
    return Sent(what, response, frozenset(label.split(".")[-1] for label in written))


def is_ours(response: HttpResponse) -> bool:
    """Whether somebody who reads the answer is told something, and finds a way on."""
    page = response.content.decode(errors="replace")
    return "<h1>" in page and "Tandem" in page and "Traceback" not in page


def attacks_by_field(name: str, audience: str, world: World) -> Iterator[tuple[str, Callable[[Client], Any]]]:
    """Each field of the form with each hostile value, alone, twice and as a file."""
    target = addresses.targets(name, audience, world)["own"]
    path = addresses.address(name, target)
    for field in target.fields or {"anything": ""}:
        for what, value in HOSTILE.items():
            yield f"{field}: {what}", _post(path, {**target.fields, field: value})
        yield f"{field}: twice", _post(path, {**target.fields, field: ["a", "b", target.fields.get(field, "")]})
        yield f"{field}: a file", _post(path, {**target.fields, field: SimpleUploadedFile("x.txt", b"\xff" * 2_000)})
        yield (
            f"{field}: missing",
            _post(path, {other: value for other, value in target.fields.items() if other != field}),
        )


def attacks_by_body(name: str, audience: str, world: World) -> Iterator[tuple[str, Callable[[Client], Any]]]:
    """The whole body in forms that no browser of a learner sends."""
    path = addresses.address(name, addresses.targets(name, audience, world)["own"])
    for what, (body, kind) in BODIES.items():
        yield what, _raw(path, body, kind)


def attacks_by_query(name: str, audience: str, world: World) -> Iterator[tuple[str, Callable[[Client], Any]]]:
    """Each question of the address with each hostile value, twice, and with bytes that are no text."""
    path = addresses.address(name, addresses.targets(name, audience, world)["own"])
    for parameter in QUERIES.get(name, ("anything",)):
        for what, value in islice(HOSTILE.items(), len(HOSTILE) if name in QUERIES else FEW):
            yield f"{parameter}: {what}", _get(path, urlencode({parameter: value}))
        yield f"{parameter}: bytes", _get(path, f"{parameter}=%ff%fe%00")
        yield f"{parameter}: twice", _get(path, f"{parameter}=a&{parameter}=b&{parameter}[]=c")


def _post(path: str, fields: dict[str, Any]) -> Callable[[Client], Any]:
    return lambda client: client.post(path, fields)


def _raw(path: str, body: bytes, kind: str) -> Callable[[Client], Any]:
    return lambda client: client.generic("POST", path, body, content_type=kind)


def _get(path: str, query: str) -> Callable[[Client], Any]:
    return lambda client: client.get(path, QUERY_STRING=query)


def complaints(world: World, audience: str, name: str, method: str, attacks: Any) -> list[str]:
    """What is wrong with the answers to these attacks."""
    cell = matrix.expected(name, audience, method)
    before = [matrix.expected(name, other, method) for other in AUDIENCES[: AUDIENCES.index(audience)]]
    few = FEW if cell in before or (cell.status in GATES and not cell.writes) else None
    sent = [attack(world, audience, what, ask) for what, ask in islice(attacks(name, audience, world), few)]
    refused = [one for one in sent if one.response.status_code >= HTTPStatus.BAD_REQUEST and name not in NO_PAGES]
    unexplained = [
        f"{one.what}: {one.response.status_code} without a page" for one in refused if not is_ours(one.response)
    ]
    return [*filter(None, (one.complaint(cell.writes) for one in sent)), *unexplained]


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("name", TAKES_POST)
def test_hostile_field_is_refused_or_harmless(world: World, name: str, audience: str) -> None:
    assert complaints(world, audience, name, "post", attacks_by_field) == []


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("name", TAKES_POST)
def test_hostile_body_is_refused_or_harmless(world: World, name: str, audience: str) -> None:
    assert complaints(world, audience, name, "post", attacks_by_body) == []


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("name", [*OURS, "account_login"])
def test_hostile_question_in_the_address_is_refused_or_harmless(world: World, name: str, audience: str) -> None:
    assert complaints(world, audience, name, "get", attacks_by_query) == []


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("path", PATHS)
def test_hostile_path_leads_to_a_page_of_ours(world: World, path: bytes, audience: str) -> None:
    sent = attack(world, audience, "path", lambda client: client.get("/", PATH_INFO=_wsgi(path)))

    assert sent.response.status_code in {400, 404} or 300 <= sent.response.status_code < 400
    assert is_ours(sent.response) or sent.response.status_code < 400
    assert sent.written == frozenset()


def _wsgi(path: bytes) -> str:
    """The path as a server hands it over: unescaped bytes, read as Latin-1."""
    from urllib.parse import unquote_to_bytes  # noqa: PLC0415

    return unquote_to_bytes(path).decode("latin-1")


@pytest.mark.parametrize("name", TAKES_POST)
def test_form_without_its_token_is_refused_with_a_page(world: World, name: str) -> None:
    target = addresses.targets(name, "learner", world)["own"]
    client = world.client("learner")
    client.handler.enforce_csrf_checks = True

    with lasting.rolled_back(), lasting.writes() as written:
        response = client.post(addresses.address(name, target), target.fields)

    exempt = getattr(addresses.named()[name].callback, "csrf_exempt", False)
    assert response.status_code == (HTTPStatus.OK if exempt else HTTPStatus.FORBIDDEN)
    assert exempt or is_ours(response)
    assert written == set()


COOKIES = {"learner", "sid", "csrf", "seen", "messages", "django_language"}


@pytest.mark.parametrize("cookie", sorted(COOKIES))
@pytest.mark.parametrize("value", ["", "a" * 4_000, "a:b:c", "\xff\xfe", "%00", '"\\000"', "[" * 900, "..%2f"])
def test_hostile_cookie_makes_a_visitor(world: World, cookie: str, value: str) -> None:
    client = world.client("visitor")
    client.cookies[cookie] = value

    response = client.get("/mine/")

    assert response.status_code == HTTPStatus.OK
    assert world.canaries_in(response.content.decode()) == set()


@pytest.mark.parametrize(
    "header",
    [
        {"HTTP_HOST": "evil.example"},
        {"HTTP_HOST": "a b"},
        {"HTTP_HOST": "x" * 5_000},
        {"HTTP_X_FORWARDED_FOR": "not, an, address"},
        {"HTTP_ACCEPT_LANGUAGE": "x" * 5_000},
        {"HTTP_ACCEPT_LANGUAGE": "en;q=nan,\xff"},
        {"HTTP_ACCEPT": "\xff"},
        {"HTTP_REFERER": "\xff"},
        {"HTTP_RANGE": "bytes=9-1"},
        {"HTTP_IF_MODIFIED_SINCE": "never"},
        {"CONTENT_LENGTH": "many"},
    ],
)
def test_hostile_header_gets_a_page(world: World, header: dict[str, str]) -> None:
    sent = attack(world, "visitor", "header", lambda client: client.get("/about/help/", **header))  # type: ignore[arg-type]

    assert sent.response.status_code in {200, 400}
    assert is_ours(sent.response)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "FOO"])
def test_other_methods_do_nothing(world: World, method: str) -> None:
    sent = attack(world, "learner", method, lambda client: client.generic(method, "/mine/delete/"))

    assert sent.response.status_code in {200, 403, 405}
    assert sent.written == frozenset()


# ---- Any text at all, for the few fields that people type into


def typed(path: str, field: str, **others: str) -> Callable[[Client, str], Any]:
    return lambda client, text: client.post(path, {field: text, **others})


FIELDS: dict[str, tuple[str, Callable[[Client, str], Any]]] = {
    "recovery code": ("visitor", typed("/resume/", "code")),
    "number": ("visitor", typed("/check/", "number")),
    "number, by script": ("visitor", typed("/check/status", "number")),
    "name on a certificate": ("learner", typed("/learn/tandem/certificate/", "name")),
    "code of an organisation": ("learner", typed("/mine/certificates/811811/share/", "code", agreed="on")),
    "choice in a scene": ("learner", typed("/learn/tandem/at-the-gate/choose", "choice", attempt="1", turn="2")),
    "scene to begin at": ("learner", typed("/learn/tandem/at-the-desk/begin", "scene", attempt="2")),
    "country": ("learner", typed("/mine/country", "country")),
    "name to look for": ("coordinator", lambda client, text: client.get("/coordinators/", {"name": text})),
    "e-mail address": ("visitor", typed("/accounts/login/", "login", password="x")),
}
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=80) | st.sampled_from(sorted(HOSTILE.values()))


@pytest.mark.parametrize("field", FIELDS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
@example(text="\x00")
@example(text="İ" * 40)
def test_any_text_gets_an_answer(world: World, field: str, text: str) -> None:
    audience, send = FIELDS[field]

    sent = attack(world, audience, field, lambda client: send(client, text))

    assert sent.response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
    assert sent.response.status_code < HTTPStatus.BAD_REQUEST or sent.written == frozenset()


def test_attack_that_gets_through_is_seen(world: World) -> None:
    harmless = attack(world, "learner", "next", lambda client: client.post("/learn/tandem/first-lesson/next"))

    assert harmless.complaint(frozenset()) == "next: wrote ['LessonOpened']"
    assert quote("\x00") == "%00"

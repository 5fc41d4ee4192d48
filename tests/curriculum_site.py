"""The real course as somebody reads it: pages as words, conversations played to an ending."""

import re
from collections import deque
from collections.abc import Sequence
from html import unescape

from django.http import HttpResponse
from django.test import Client

from modules.models import LessonPage, ModulePage, ReferenceCard, ScenarioPage
from quizzes import versions
from quizzes.engine.graph import Graph
from quizzes.models import ScenarioVersion
from quizzes.terms import Competence, Door

SLUG = "keep-a-door-open"
COURSE = f"/courses/{SLUG}/"
CARD = "/about/sources/cards/{}/"
ABOUT = (
    "/about/what-is-kept/",
    "/about/accessibility/",
    "/about/help/",
    "/about/help/near-you/",
    "/about/help/network/",
    "/about/help/training/",
    "/about/sources/",
    "/about/sources/principles/",
    "/about/sources/glossary/",
    "/about/source-code/",
)


def words(response: HttpResponse) -> str:
    """What somebody reads on this page: no tags, one space between words."""
    main = re.sub(r"<(script|style)\b.*?</\1>", " ", main_of(response), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def main_of(response: HttpResponse) -> str:
    """The page's own HTML, without what every page has around it."""
    assert response.status_code == 200
    return response.content.decode().partition("<main")[2].partition(">")[2].partition("</main>")[0]


def step(slug: str) -> str:
    """The address of a step for somebody who has started."""
    return f"/learn/{SLUG}/{slug}/"


def card(client: Client, key: str) -> str:
    """The words of a reference card."""
    return words(client.get(CARD.format(key)))


def lesson(client: Client, label: str) -> HttpResponse:
    """The page of the lesson with this number."""
    return client.get(step(LessonPage.objects.get(label=label).slug))


def lesson_pages(client: Client) -> dict[str, str]:
    """The HTML of each lesson by its number."""
    return {page.label: main_of(client.get(step(page.slug))) for page in LessonPage.objects.order_by("path")}


def public_pages(client: Client) -> dict[str, str]:
    """The words of every page that anybody can read, by address."""
    return {address: words(client.get(address)) for address in addresses()}


def addresses() -> list[str]:
    """Every public page of the course and around it."""
    cards = [CARD.format(card.key) for card in ReferenceCard.objects.order_by("key")]
    modules = [f"{COURSE}{page.slug}/" for page in ModulePage.objects.order_by("path")]
    return ["/", COURSE, *modules, *ABOUT, *cards]


def handout(client: Client, label: str) -> str:
    """The address of the handout that a lesson offers."""
    found = re.search(r'href="([^"]*/handout/[^"]+/)"', lesson(client, label).content.decode())
    assert found is not None
    return found[1]


def started(client: Client, role: str = "teacher") -> Client:
    """The client after the one button."""
    assert client.post(f"{COURSE}start", {"role": role}).status_code == 200
    return client


def in_role(client: Client, role: str) -> Client:
    """The same learner after switching role."""
    assert client.post(f"/learn/{SLUG}/role", {"role": role}).status_code == 302
    return client


def graph(slug: str) -> Graph:
    """The scenario that is played under this address."""
    page = ScenarioPage.objects.get(slug=slug)
    return versions.graph_of(ScenarioVersion.objects.filter(key=page.translation_key).latest("number"))


def all_graphs() -> dict[str, Graph]:
    """The nine scenarios by address."""
    return {page.slug: graph(page.slug) for page in ScenarioPage.objects.order_by("path")}


def way_to(graph: Graph, door: Door) -> list[str]:
    """The shortest way to an ending of this kind, as keys of choices."""
    waiting: deque[tuple[str, list[str]]] = deque([(graph.start, [])])
    seen = {graph.start}
    while waiting:
        at, way = waiting.popleft()
        if at in graph.endings_by_key:
            if graph.endings_by_key[at].door is door:
                return way
            continue
        for choice in graph.scenes_by_key[at].choices:
            if choice.to not in seen:
                seen.add(choice.to)
                waiting.append((choice.to, [*way, choice.key]))
    raise LookupError(door)


def way_of(graph: Graph, competence: Competence) -> list[str]:
    """The way of somebody who always takes what practises this competence most."""
    at, way = graph.start, []
    while at in graph.scenes_by_key:
        choices = graph.scenes_by_key[at].choices
        choice = max(choices, key=lambda choice: (choice.effects.get(competence, -2), sum(choice.effects.values())))
        way.append(choice.key)
        at = choice.to
    return way


def play(client: Client, slug: str, way: Sequence[str], attempt: int = 1) -> HttpResponse:
    """The debrief after a conversation that was played from its start by these choices."""
    client.post(f"{step(slug)}begin", {"attempt": attempt})
    for turn, choice in enumerate(way, start=1):
        answer = client.post(f"{step(slug)}choose", {"attempt": attempt, "turn": turn, "choice": choice})
        assert answer.status_code == 302
    return client.get(f"{step(slug)}debrief/{attempt}/")

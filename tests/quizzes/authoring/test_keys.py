"""Keys are made by the site: for what has none, for what was doubled, and never twice."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.authoring import scenarios
from quizzes.authoring.keys import next_letter, next_number, settled, word
from quizzes.blocks.keys import KEY
from tests.quizzes.engine.specimen import JONAS

Form = dict[str, Any]


def of(stream: list[Any]) -> list[str]:
    """The keys in a stream, in order."""
    return [child["value"]["key"] for child in stream]


def choice(key: str = "", to: str = "") -> Form:
    return {
        "type": "item",
        "id": "",
        "value": {"key": key, "to": to, "text": "", "addressed": "", "tells": "", "ties": ""},
    }


def scene(key: str = "", *choices: Form, title: str = "") -> Form:
    value = {"key": key, "title": title, "lays": "", "lines": [], "choices": list(choices)}
    return {"type": "scene", "id": "", "value": value}


def ending(key: str = "") -> Form:
    return {"type": "ending", "id": "", "value": {"key": key, "title": ""}}


def person(key: str = "", name: str = "") -> Form:
    return {"type": "person", "id": "", "value": {"key": key, "name": name}}


def thread(key: str = "", title: str = "") -> Form:
    return {"type": "thread", "id": "", "value": {"key": key, "title": title}}


def variant(**lists: list[Form]) -> Form:
    value = {"role": "police", "cast": [], "scenes": [], "choices": [], "endings": [], "titles": [], "threads": []}
    return {"type": "variant", "id": "", "value": value | lists}


def item(**value: Any) -> Form:
    return {"type": "item", "id": "", "value": value}


def form(**parts: Any) -> Form:
    return {"start": "", "cast": [], "threads": [], "scenes": [], "endings": [], "variants": []} | parts


def test_new_scenes_and_endings_are_numbered_on() -> None:
    found = settled(form(scenes=[scene("N2"), scene(), scene()], endings=[ending(), ending("E1")]))

    assert of(found["scenes"]) == ["N2", "N3", "N4"]
    assert of(found["endings"]) == ["E2", "E1"]


def test_choices_get_letters_in_each_scene() -> None:
    found = settled(form(scenes=[scene("N1", choice("a"), choice()), scene("N2", choice(), choice(), choice())]))

    assert of(found["scenes"][0]["value"]["choices"]) == ["a", "b"]
    assert of(found["scenes"][1]["value"]["choices"]) == ["a", "b", "c"]


def test_people_and_threads_are_called_after_their_names() -> None:
    found = settled(
        form(
            cast=[person(name="Noa"), person(name="the head teacher"), person(name="Émile"), person(name="Ελένη")],
            threads=[thread(title="what has changed for Noa"), thread()],
        )
    )

    assert of(found["cast"]) == ["noa", "the-head-teacher", "emile", "person"]
    assert of(found["threads"]) == ["what-has-changed-for-noa", "thread"]


def test_two_people_of_one_name_are_told_apart_and_nobody_is_called_you() -> None:
    found = settled(form(cast=[person(name="Noa"), person(name="Noa"), person(name="You"), person("you", "Sam")]))

    assert of(found["cast"]) == ["noa", "noa-2", "you-2", "sam"]


def test_of_two_scenes_with_one_key_the_first_keeps_it_and_its_links() -> None:
    scenes = [scene("N1", choice("a", "N2")), scene("N2", choice("a", "N2"))]

    found = settled(form(scenes=[*scenes, deepcopy(scenes[1])]))

    assert of(found["scenes"]) == ["N1", "N2", "N3"]
    assert [child["value"]["choices"][0]["value"]["to"] for child in found["scenes"]] == ["N2", "N2", "N2"]


def test_a_scene_and_an_ending_never_share_a_key() -> None:
    found = settled(form(scenes=[scene("N1")], endings=[ending("N1")]))

    assert (of(found["scenes"]), of(found["endings"])) == (["N1"], ["E1"])


def test_a_new_scene_does_not_become_what_a_choice_still_looks_for() -> None:
    found = settled(form(scenes=[scene("N1", choice("a", "N2")), scene()]))

    assert of(found["scenes"]) == ["N1", "N3"]


def test_a_new_choice_does_not_become_what_a_variant_still_looks_for() -> None:
    words = variant(choices=[item(scene="N1", choice="b", text="")])

    found = settled(form(scenes=[scene("N1", choice("a"), choice())], variants=[words]))

    assert of(found["scenes"][0]["value"]["choices"]) == ["a", "c"]


def test_a_new_person_does_not_become_who_a_variant_still_names() -> None:
    found = settled(form(cast=[person(name="Noa")], variants=[variant(cast=[item(key="noa", name="Noa")])]))

    assert of(found["cast"]) == ["noa-2"]


@pytest.mark.parametrize("key", ["<script>alert(1)</script>", "two words", "x" * 10_000, "é", "-a", "a\x00b"])
def test_what_cannot_be_a_key_is_replaced_and_links_follow(key: str) -> None:
    found = settled(
        form(
            start=key,
            scenes=[scene(key, choice("a", key))],
            variants=[variant(scenes=[item(scene=key, lines=[])], titles=[item(key="N7", title="")])],
        )
    )

    new = found["scenes"][0]["value"]["key"]
    assert KEY.fullmatch(new)
    assert found["start"] == new
    assert found["scenes"][0]["value"]["choices"][0]["value"]["to"] == new
    assert found["variants"][0]["value"]["scenes"][0]["value"]["scene"] == new


def test_the_first_scene_is_the_start_until_somebody_says_otherwise() -> None:
    assert settled(form(scenes=[scene(), scene()]))["start"] == "N1"
    assert settled(form(start="N2", scenes=[scene(), scene()]))["start"] == "N2"
    assert settled(form())["start"] == ""


def test_a_form_with_its_keys_stays_as_it_is() -> None:
    fields = scenarios.to_fields(JONAS)

    found = settled(fields)

    assert found == {name: fields[name] for name in found}


def test_what_was_given_is_not_changed() -> None:
    fields = form(scenes=[scene()])

    settled(fields)

    assert of(fields["scenes"]) == [""]


KEYS = st.text("aN1E2 <é", max_size=4)


@given(st.lists(st.tuples(KEYS, st.lists(st.tuples(KEYS, KEYS), max_size=4)), max_size=6), st.lists(KEYS, max_size=4))
def test_whatever_comes_every_key_is_sound_and_alone_and_stays_so(
    scenes: list[tuple[str, list[tuple[str, str]]]], endings: list[str]
) -> None:
    given_form = form(
        scenes=[scene(key, *(choice(*parts) for parts in choices)) for key, choices in scenes],
        endings=[ending(key) for key in endings],
    )

    found = settled(given_form)

    keys = of(found["scenes"]) + of(found["endings"])
    assert len(set(keys)) == len(keys)
    assert all(KEY.fullmatch(key) for key in keys)
    assert settled(found) == found


def test_numbers_letters_and_words_go_on_where_they_stopped() -> None:
    assert next_number("N", ["N3", "Nx", "E9", "N12345678901"]) == "N4"
    assert next_letter(["a", "c"]) == "d"
    assert next_letter(["z"]) == "c1"
    assert word("A B", ["a-b", "a-b-2"], "person") == "a-b-3"
    assert word("!!!", [], "person") == "person"

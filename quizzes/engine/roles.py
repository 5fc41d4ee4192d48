"""The same case in the words of another role."""

from dataclasses import replace

from quizzes.engine.graph import Choice, ChoiceWording, Ending, Graph, Scene, Thread, Variant
from quizzes.terms import Role


def for_role(graph: Graph, role: Role) -> Graph:
    """The graph in the words for `role`: same keys, targets and effects. Without a variant, the graph as it is.

    The result has no variants of its own. Linear in the graph, so keep it rather than ask twice.
    """
    variant = next((variant for variant in graph.variants if variant.role is role), None)
    if variant is None or role is graph.role:
        return graph
    return replace(
        graph,
        role=role,
        setting=variant.setting,
        you=variant.you,
        intro=variant.intro,
        cast=variant.cast,
        scenes=tuple(_scene(scene, variant) for scene in graph.scenes),
        endings=tuple(_ending(ending, variant) for ending in graph.endings),
        threads=tuple(Thread(thread.key, variant.threads.get(thread.key, thread.title)) for thread in graph.threads),
        variants=(),
    )


def _scene(scene: Scene, variant: Variant) -> Scene:
    wordings = variant.choices.get(scene.key, {})
    return replace(
        scene,
        title=variant.titles.get(scene.key, scene.title),
        lines=variant.scenes.get(scene.key, scene.lines),
        choices=tuple(_choice(choice, wordings.get(choice.key)) for choice in scene.choices),
    )


def _choice(choice: Choice, wording: ChoiceWording | None) -> Choice:
    if wording is None:
        return choice
    return replace(choice, text=wording.text, feedback=wording.feedback or choice.feedback)


def _ending(ending: Ending, variant: Variant) -> Ending:
    wording = variant.endings.get(ending.key)
    if wording is None:
        return ending
    return replace(ending, title=wording.title, text=wording.text, debrief=wording.debrief)

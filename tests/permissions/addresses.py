"""Every address of the site: by name, with what to put into it, and what to send there."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import builders
from tests.permissions.world import CODES, DRAFT_COURSE, HANDOUT, NO_CODE, UNKNOWN, UNKNOWN_CODE, World
from tests.training.learners.course import question_key

WAGTAIL = ("admin/", "documents/")


@dataclass(frozen=True)
class Target:
    """One object that an address is about: the arguments in the path and the fields that are sent."""

    args: dict[str, Any] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)


def patterns() -> Iterator[tuple[str, str, URLPattern]]:
    """Path, name with namespaces, and pattern of everything that the site answers."""
    yield from _below(get_resolver(), "", "")


def _below(resolver: URLResolver, path: str, space: str) -> Iterator[tuple[str, str, URLPattern]]:
    for pattern in resolver.url_patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _below(pattern, here, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield here, space + (pattern.name or ""), pattern


def named() -> dict[str, URLPattern]:
    """Our patterns and allauth's, by name. Wagtail's are tried one by one elsewhere."""
    return {name: pattern for path, name, pattern in patterns() if not path.startswith(WAGTAIL)}


def address(name: str, target: Target) -> str:
    """The path of this name about this object."""
    return reverse(name, kwargs=target.args)


def targets(name: str, audience: str, world: World) -> dict[str, Target]:
    """`own`, and for addresses about an object `foreign` (somebody else's) and `missing` (nobody's)."""
    if name in SENT_CODES:
        return SENT_CODES[name]
    if name in _OBJECTS:
        return _OBJECTS[name](audience, world)
    if name.startswith("learn:") or name == "mine:leave_course":
        return _in_course(name)
    return {"own": Target(fields=FIELDS.get(name, {}))}


def _in_course(name: str) -> dict[str, Target]:
    """The learner's own course, one in which only somebody else has a place, and none."""
    args, fields = STEPS.get(name, {}), FIELDS.get(name, {})
    courses = {"own": "tandem", "foreign": "other", "missing": "no-such-course"}
    return {whose: Target({"course": course, **args}, fields) for whose, course in courses.items()}


def _three(
    argument: str, own: Any, foreign: Any, missing: Any, fields: dict[str, Any] | None = None
) -> dict[str, Target]:
    whose = {"own": own, "foreign": foreign, "missing": missing}
    return {who: Target({argument: value}, fields or {}) for who, value in whose.items()}


def _certificate(audience: str, world: World, fields: dict[str, Any] | None = None) -> dict[str, Target]:
    own = world.mine.get(audience, world.mine["learner"])
    assert world.foreign is not None
    return _three("certificate", own.certificate.pk, world.foreign.certificate.pk, 987_654, fields)


def _share(audience: str, world: World) -> dict[str, Target]:
    own = world.mine.get(audience, world.mine["learner"])
    assert world.foreign is not None
    return _three("share", own.share.public_id, world.foreign.share.public_id, uuid.UUID(UNKNOWN))


FIELDS: dict[str, dict[str, Any]] = {
    "resume": {"code": NO_CODE},
    "courses:start": {"role": "teacher"},
    "learn:role": {"role": "police"},
    "learn:certificate": {"name": "Somebody Else"},
    "learn:answer": {"pick": "when", "confidence": "2"},
    "learn:begin": {"attempt": "1"},
    "learn:choose": {"attempt": "1", "turn": "2", "choice": "thank"},
    "learn:back": {"attempt": "1", "turn": "2"},
    "mine:country": {"country": ""},
    "verifiers:check": {"number": "0000-0000-0000-0000-0"},
    "verifiers:check_short": {"number": "0000-0000-0000-0000-0"},
    "verifiers:status": {"number": "0000-0000-0000-0000-0"},
}
STEPS: dict[str, dict[str, Any]] = {
    "learn:step": {"step": "first-lesson"},
    "learn:next": {"step": "first-lesson"},
    "learn:answer": {"step": "first-lesson", "question": question_key("m1-03")},
    "learn:handout": {"step": "first-lesson", "handout": HANDOUT},
    "learn:handout_pdf": {"step": "first-lesson", "handout": HANDOUT},
    "learn:begin": {"step": "in-the-yard"},
    "learn:choose": {"step": "at-the-gate"},
    "learn:back": {"step": "at-the-gate"},
    "learn:skip": {"step": "in-the-yard"},
    "learn:debrief": {"step": "at-the-desk", "number": 1},
    "learn:debrief_read": {"step": "at-the-desk", "number": 1},
    "learn:group_exercise": {"step": "at-the-desk"},
    "learn:group_exercise_pdf": {"step": "at-the-desk"},
}
# What names an object in the body instead of the path.
SENT_CODES: dict[str, dict[str, Target]] = {
    "coordinators:rotate_code": {
        "own": Target(fields={"code": CODES["alder"]}),
        "foreign": Target(fields={"code": CODES["birch"]}),
        "missing": Target(fields={"code": UNKNOWN_CODE}),
    },
}
_OBJECTS: dict[str, Any] = {
    "courses:course": lambda audience, world: _three("course", "tandem", "draft", "no-such-course"),
    "courses:start": lambda audience, world: _three("course", "tandem", "draft", "no-such-course", {"role": "teacher"}),
    "courses:module": lambda audience, world: {
        whose: Target({"course": course, "module": "module-1"})
        for whose, course in {"own": "tandem", "foreign": "draft", "missing": "no-such-course"}.items()
    },
    "courses:handbook": lambda audience, world: {
        whose: Target({"course": course, "module": "module-1"})
        for whose, course in {"own": "tandem", "foreign": "other", "missing": "no-such-course"}.items()
    },
    "verifiers:status_list": lambda audience, world: {"own": Target({"number": 1})},
    "picture": lambda audience, world: {"own": Target({"path": "door.png"})},
    "verifiers:course": lambda audience, world: _three("key", builders.COURSE_KEY, DRAFT_COURSE, uuid.UUID(UNKNOWN)),
    "about:card": lambda audience, world: {"own": Target({"card": "a-card"})},
    "mine:certificate_pdf": _certificate,
    "mine:credential": _certificate,
    "mine:changes": _certificate,
    "mine:share": lambda audience, world: _certificate(audience, world, {"code": CODES["birch_south"], "agreed": "on"}),
    "mine:correct_name": lambda audience, world: _certificate(audience, world, {"name": "Somebody Else"}),
    "mine:withdraw": _certificate,
    "mine:stop_sharing": _share,
    "coordinators:hide": _share,
    "account_confirm_email": lambda audience, world: {"own": Target({"key": "no-such-key"})},
    "account_reset_password_from_key": lambda audience, world: {"own": Target({"uidb36": "zz", "key": "no-such-key"})},
    "mfa_remove_webauthn": lambda audience, world: _three("pk", 987_653, world.foreign_key, 987_654),
    "mfa_edit_webauthn": lambda audience, world: _three("pk", 987_653, world.foreign_key, 987_654),
}  # fmt: skip

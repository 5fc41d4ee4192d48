"""No course on one form of extremism only: what the cases of a course touch, and titles that name a single form.

A *case* is a scenario or a case vignette; each names its form. Plain Python (ADR 0028).

assert problems(["religious", "religious", "unnamed"])
assert names_one_form("Right-wing youth") is Form.RIGHT_WING
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, lru_cache

from quizzes.terms import Form

FEWEST_FORMS = 4  # named ones; *unnamed* comes on top
MOST_SHARE = Fraction(30, 100)  # of all cases, for a named form
NAMED = tuple(form for form in Form if form is not Form.UNNAMED)

MESSAGES: Mapping[str, str] = {
    "no-cases": "This course has no scenario and no case vignette yet. It needs cases of at least %(needed)s forms,"
    " and one that leaves the form unnamed.",
    "too-few-forms": "The cases of this course touch %(count)s of %(all)s forms. It needs at least %(needed)s:"
    " add a scenario or a case vignette of another form.",
    "no-unnamed": "Every case of this course names its form. Leave the form unnamed in at least one.",
    "one-form-heavy": "%(count)s of %(total)s cases are about one form: %(form)s. No form may take more than"
    " %(limit)s %%: add cases of other forms, or take some of these out.",
}


@dataclass(frozen=True)
class Problem:
    """Why a course cannot go live. `parameters` fill the places of `MESSAGES[code]`; `form` is the value of a Form."""

    code: str
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Mix:
    """How often the cases of a course touch each form."""

    counts: Mapping[Form, int]

    @cached_property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def named(self) -> tuple[Form, ...]:
        """The named forms that at least one case touches."""
        return tuple(form for form in NAMED if self.counts.get(form))

    @property
    def heavy(self) -> tuple[Form, ...]:
        """The named forms that take more than their share."""
        return tuple(form for form in self.named if self.share(form) > MOST_SHARE)

    def share(self, form: Form) -> Fraction:
        """The part of all cases that touch this form."""
        return Fraction(self.counts.get(form, 0), self.total) if self.total else Fraction(0)

    @property
    def imbalance(self) -> Fraction:
        """How far the mix is from one that can go live; 0 if it can. It compares two mixes of one course."""
        missing = max(0, FEWEST_FORMS - len(self.named)) + (not self.counts.get(Form.UNNAMED))
        return missing + sum((self.share(form) - MOST_SHARE for form in self.heavy), Fraction(0))


def mix(forms: Iterable[str]) -> Mix:
    """How often each form is touched. `forms`: one value per case."""
    return Mix(Counter(Form(form) for form in forms))


def problems(forms: Iterable[str]) -> list[Problem]:
    """What keeps a course with cases of these forms from going live; nothing, if it may. `forms`: one per case."""
    found = mix(forms)
    needed = str(FEWEST_FORMS)
    if not found.total:
        return [Problem("no-cases", {"needed": needed})]
    result = []
    if len(found.named) < FEWEST_FORMS:
        numbers = {"count": str(len(found.named)), "all": str(len(NAMED)), "needed": needed}
        result.append(Problem("too-few-forms", numbers))
    if not found.counts.get(Form.UNNAMED):
        result.append(Problem("no-unnamed"))
    for form in found.heavy:
        numbers = {"count": str(found.counts[form]), "total": str(found.total), "limit": f"{MOST_SHARE * 100}"}
        result.append(Problem("one-form-heavy", {"form": form.value, **numbers}))
    return result


def is_worse(before: Iterable[str], after: Iterable[str]) -> bool:
    """Whether a course would be further from balance with the forms `after` than it is with those `before`."""
    return mix(after).imbalance > mix(before).imbalance


def say(problem: Problem) -> str:
    """The problem as an English sentence that says what to do."""
    return MESSAGES[problem.code] % problem.parameters


# ---- Titles

# Words by language that name a form. `*`: any ending; a hyphen stands for a hyphen, a space or nothing.
# Left out on purpose, because they say other things more often: left, right, nation, national, culture, clan, church.
WORDS: Mapping[str, Mapping[Form, str]] = {
    "en": {
        Form.RELIGIOUS: "religious religiously islam islamic islamis* jihad jihadi* jihadis* salafi* muslim muslims"
        " mujahid* caliphate sectarian* fundamentalis* taliban christian-fundamentalis* hindutva",
        Form.RIGHT_WING: "right-wing right-winger* far-right extreme-right alt-right hard-right right-extremis*"
        " rightist* nazi nazis nazism neo-nazi neo-nazis neo-nazism fascis* neo-fascis* skinhead* white-supremac*"
        " white-power white-nationalis* identitarian*",
        Form.LEFT_WING: "left-wing left-winger* far-left extreme-left hard-left left-extremis* leftist* antifa"
        " anti-fascis* anarchis* communist communists communism black-bloc",
        Form.NATIONALIST: "nationalist nationalists nationalism nationalistic ultra-nationalis* ethno-nationalis*"
        " separatis*",
        Form.CONSPIRACY: "conspiracy conspiracies conspiracis* conspirator* conspiratorial qanon flat-earth*"
        " chemtrail* deep-state sovereign-citizen* reichsbürger*",
        Form.HIGH_CONTROL: "high-control cult cults cultic cultish cult-like sect sects sect-like coercive-group*"
        " guru gurus",
        Form.GANG_LIKE: "gang gangs gang-like gangland gangster* mafia mafias",
    },
}  # fmt: skip

# Phrases in which such a word says something else.
HARMLESS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "religious-education", "religious-studies", "religious-freedom*", "religious-lesson*", "gang-up",
        "gang-of-four", "conspiracy-of-silence", "cult-film*", "cult-classic*", "cult-status", "cult-series",
    ),
}  # fmt: skip


def names_one_form(title: str, language: str = "en") -> Form | None:
    """The form that this title names, if it names exactly one. Then both reviewers say why.

    None for a title that names none or several, and in a language whose words are not known yet.
    """
    if language not in WORDS:
        return None
    expression, forms = _pattern(language)
    text = unicodedata.normalize("NFKC", title).casefold()
    named = {forms[match.lastindex - 1] for match in expression.finditer(text) if match.lastindex}
    return named.pop() if len(named) == 1 else None


@lru_cache
def _pattern(language: str) -> "tuple[re.Pattern[str], tuple[Form, ...]]":
    """One expression for a language, and the form of each of its groups.

    At each place the harmless phrases come first, then the longest words.
    """
    words = [(word, form) for form, listed in WORDS[language].items() for word in listed.split()]
    words.sort(key=lambda pair: -len(pair[0]))
    parts = [_expression(phrase) for phrase in HARMLESS.get(language, ())]
    parts += [f"({_expression(word)})" for word, _form in words]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)"), tuple(form for _word, form in words)


def _expression(word: str) -> str:
    hyphen, ending = "[-\u2010-\u2015 ]*", r"\w*"
    return re.escape(word.casefold()).replace(r"\-", hyphen).replace(r"\*", ending)

"""Pages, cards and versions."""

from modules.models.cards import (
    CountryCard,
    CountryCardEntry,
    EditorialNote,
    GlossaryTerm,
    Principle,
    ReferenceCard,
    Source,
)
from modules.models.loads import CurriculumLoad
from modules.models.pages import CourseOutcome, CoursePage, HomePage, LessonPage, ModulePage, ScenarioPage, StepPage
from modules.models.reviews import Release, ReviewSheet, Right, TandemReview
from modules.models.sheets import PracticeSheet
from modules.models.versions import CourseVersion, LessonVersion

__all__ = [
    "CountryCard",
    "CountryCardEntry",
    "CourseOutcome",
    "CoursePage",
    "CourseVersion",
    "CurriculumLoad",
    "EditorialNote",
    "GlossaryTerm",
    "HomePage",
    "LessonPage",
    "LessonVersion",
    "ModulePage",
    "PracticeSheet",
    "Principle",
    "ReferenceCard",
    "Release",
    "ReviewSheet",
    "Right",
    "ScenarioPage",
    "Source",
    "StepPage",
    "TandemReview",
]

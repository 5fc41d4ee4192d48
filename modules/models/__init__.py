"""Pages, cards and versions."""

from modules.models.versions import CourseVersion, LessonVersion

__all__ = ["CourseVersion", "LessonVersion"]

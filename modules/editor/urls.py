"""Addresses of the editor, below `/admin/content/`. Each has a row in tests/permissions/admin.yaml."""

from django.urls import URLPattern, URLResolver, path

from modules.editor import addresses  # noqa: F401 -- numbers in addresses
from modules.editor.views import checking, comparing, forms, playing, questions, reviewing, stories, text

app_name = "editor"
urlpatterns: list[URLPattern | URLResolver] = [
    path("lessons/<key:page>/import-questions/", questions.import_questions, name="import_questions"),
    path("lessons/<key:page>/imported-questions/", questions.question_report, name="question_report"),
    path("reviews/", reviewing.reviews, name="reviews"),
    path("pages/<key:page>/review/", reviewing.review, name="review"),
    path("pages/<key:page>/publish-without-review/", reviewing.bypass, name="bypass"),
    path("pages/<key:page>/compare/", comparing.compare, name="compare"),
    path("scenarios/<key:page>/text/", text.text, name="text"),
    path("scenarios/<key:page>/imported/", stories.story_report, name="story_report"),
    path("modules/<key:page>/import-story/", stories.import_story, name="import_story"),
    path("courses/<key:page>/forms/", forms.forms, name="forms"),
    path("scenarios/<key:page>/play/", playing.play, name="play"),
    path("scenarios/<key:page>/check/", checking.check, name="check"),
    path("modules/<key:page>/check-new-scenario/", checking.check_new, name="check_new"),
]

"""Addresses of the editor, below `/admin/content/`. Each has a row in tests/permissions/admin.yaml."""

from django.urls import URLPattern, URLResolver, path

from modules.editor.views import checking, comparing, forms, playing, questions, reviewing, stories, text

app_name = "editor"
urlpatterns: list[URLPattern | URLResolver] = [
    path("lessons/<int:page>/import-questions/", questions.import_questions, name="import_questions"),
    path("lessons/<int:page>/imported-questions/", questions.question_report, name="question_report"),
    path("reviews/", reviewing.reviews, name="reviews"),
    path("pages/<int:page>/review/", reviewing.review, name="review"),
    path("pages/<int:page>/publish-without-review/", reviewing.bypass, name="bypass"),
    path("pages/<int:page>/compare/", comparing.compare, name="compare"),
    path("scenarios/<int:page>/text/", text.text, name="text"),
    path("scenarios/<int:page>/imported/", stories.story_report, name="story_report"),
    path("modules/<int:page>/import-story/", stories.import_story, name="import_story"),
    path("courses/<int:page>/forms/", forms.forms, name="forms"),
    path("scenarios/<int:page>/play/", playing.play, name="play"),
    path("scenarios/<int:page>/check/", checking.check, name="check"),
    path("modules/<int:page>/check-new-scenario/", checking.check_new, name="check_new"),
]

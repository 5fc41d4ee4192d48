"""Addresses for trainers, below `/admin/`. Each has a row in tests/permissions/admin.yaml."""

from django.urls import URLPattern, URLResolver, path

from modules.editor import addresses  # noqa: F401 -- numbers in addresses
from training.trainers import views
from training.trainers.practice_sheet import views as practice_sheet
from training.trainers.specimen import views as specimen

app_name = "trainers"
urlpatterns: list[URLPattern | URLResolver] = [
    path("reports/answers/", views.answers, name="answers"),
    path("reports/answers/scenario/<key:snapshot>/", views.answers_scenario, name="answers_scenario"),
    path("reports/answers/questions/<key:course>/<slug:week>/", views.answers_questions, name="answers_questions"),
    path("courses/<key:page>/certificate/", specimen.certificate_specimen, name="certificate_specimen"),
    path("practice-sheet/", practice_sheet.practice_sheet, name="practice_sheet"),
    path("practice-sheet/short/", practice_sheet.practice_sheet_short, name="practice_sheet_short"),
    path("practice-sheet/file/", practice_sheet.practice_sheet_file, name="practice_sheet_file"),
]

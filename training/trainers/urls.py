"""Addresses for trainers, below `/admin/`. Each has a row in tests/permissions/admin.yaml."""

from django.urls import URLPattern, URLResolver, path

from training.trainers.practice_sheet import views as practice_sheet

app_name = "trainers"
urlpatterns: list[URLPattern | URLResolver] = [
    path("practice-sheet/", practice_sheet.practice_sheet, name="practice_sheet"),
    path("practice-sheet/short/", practice_sheet.practice_sheet_short, name="practice_sheet_short"),
    path("practice-sheet/file/", practice_sheet.practice_sheet_file, name="practice_sheet_file"),
]

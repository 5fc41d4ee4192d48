"""What authors use in the admin beside Wagtail's forms: the map, the text, the preview, the comparison, the review."""

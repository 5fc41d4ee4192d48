"""People and what they do; the Django project."""

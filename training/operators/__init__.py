"""Health of the site."""

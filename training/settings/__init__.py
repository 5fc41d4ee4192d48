"""Settings: `dev` for the demo, `test` for the tests, `production` for a site."""

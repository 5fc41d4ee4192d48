"""For the tests: stricter than production where a mistake would stay unseen."""

import tempfile
from pathlib import Path

from training.settings.base import *  # noqa: F403 -- settings are layered
from training.settings.base import SQLITE_OPTIONS, TEMPLATES

DEBUG = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SECRET_KEY = TANDEM_RECOVERY_PEPPER = TANDEM_CERTIFICATE_PEPPER = "for tests only"
VAR_DIR = Path(tempfile.gettempdir()) / "tandem-tests"
MEDIA_ROOT = VAR_DIR / "media"
TANDEM_KEYS_FOLDER = VAR_DIR / "keys"
TANDEM_SIGNING_KEY_FILE = str(VAR_DIR / "keys" / "signing.pem")
DATABASES = {
    "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "OPTIONS": SQLITE_OPTIONS},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; nothing is protected here
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LEARNER_COOKIE_NAME = "sid", "csrf", "learner"  # __Host- needs https
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LEARNER_COOKIE_SECURE = False
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "⚠undefined:%s⚠"  # type: ignore[index] # tests look for the sign
TASKS = {  # what is asked for is noted; a test that wants it done calls the function
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "jobs": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": []},
}

"""The demo: plain http on one's own machine, SQLite, mail into a folder. Refuses nothing, protects nobody."""

from training.settings.base import *  # noqa: F403 -- settings are layered
from training.settings.base import CACHES, VAR_DIR

DEBUG = False
TANDEM_DEMO = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
SECRET_KEY = "demo-only-not-secret-never-use-in-production"  # noqa: S105 -- the demo protects nothing
TANDEM_RECOVERY_PEPPER = TANDEM_CERTIFICATE_PEPPER = "demo-only-not-secret"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LEARNER_COOKIE_NAME = "sid", "csrf", "learner"  # __Host- needs https
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LEARNER_COOKIE_SECURE = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # passkeys on http://localhost
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = CACHES  # noqa: PLW0127 -- named here so that a reader sees: memory of one process is enough for the demo

"""A real site. Whatever is missing or unsafe stops the start."""

from training.settings import env
from training.settings.base import *  # noqa: F403 -- settings are layered

DEBUG = False
SECRET_KEY = env.text("TANDEM_SECRET_KEY")
TANDEM_RECOVERY_PEPPER = env.text("TANDEM_RECOVERY_PEPPER")
TANDEM_CERTIFICATE_PEPPER = env.text("TANDEM_CERTIFICATE_PEPPER")
ALLOWED_HOSTS = env.words("TANDEM_HOSTS")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = env.whole("TANDEM_PROXIES", 1)
SECURE_SSL_REDIRECT = SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_SECONDS = env.whole("TANDEM_HSTS_SECONDS", 3600)
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # preloading can hardly be undone: the operator's own decision
MFA_WEBAUTHN_USER_VERIFICATION = "required"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
EMAIL_HOST = env.text("TANDEM_MAIL_HOST", "localhost")
EMAIL_PORT = env.whole("TANDEM_MAIL_PORT", 25)
EMAIL_HOST_USER = env.text("TANDEM_MAIL_USER", "")
EMAIL_HOST_PASSWORD = env.text("TANDEM_MAIL_PASSWORD", "")
EMAIL_USE_TLS = env.switch("TANDEM_MAIL_TLS", default=False)

if env.text("TANDEM_DATABASE", "sqlite") == "postgresql":
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": env.text("TANDEM_DATABASE_NAME", "tandem"),
            "USER": env.text("TANDEM_DATABASE_USER", "tandem"),
            "PASSWORD": env.text("TANDEM_DATABASE_PASSWORD", ""),
            "HOST": env.text("TANDEM_DATABASE_HOST", ""),
            "PORT": env.text("TANDEM_DATABASE_PORT", ""),
            "CONN_MAX_AGE": 600,
            "OPTIONS": {"options": "-c statement_timeout=5000 -c lock_timeout=3000"},
        },
    }
CACHES = {
    # Shared by all processes, so that limits hold; on a connection of its own, so that it never waits in a transaction.
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": env.text("TANDEM_CACHE", str(VAR_DIR / "cache")),  # noqa: F405 -- from base
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
}

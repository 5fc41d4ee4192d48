"""What all installations share. Values that protect somebody are explained in docs/decisions."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from training.settings import env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.text("TANDEM_VAR", str(BASE_DIR / "var")))  # everything that a running site writes

INSTALLED_APPS = [
    "training",
    "modules",
    "quizzes",
    "certificates",
    "training.accounts.admin_users.AdminUsersConfig",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.sites",  # the list of pages links to it
    "wagtail.snippets",
    "wagtail.admin",
    "wagtail",
    "laces",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "training.middleware.no_store",
    "training.middleware.permissions_policy",
    "training.middleware.ContentSecurityPolicy",
    "training.middleware.reject_bad_text",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "training.middleware.LearnerMiddleware",
    "training.middleware.AudienceMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "training.middleware.PrivilegedNeedsFactor",
    "training.middleware.ReauthenticationKeepsNoTrace",
    "training.middleware.idle_timeout",
    "django.contrib.messages.middleware.MessageMiddleware",
    "training.middleware.explain_not_allowed",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "training.urls"
WSGI_APPLICATION = "training.wsgi.application"
AUTH_USER_MODEL = "training.User"
LEARNER_MODEL = "training.Learner"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "training.context.site",
            ],
        },
    },
]

# SQLite by default (ADR 24): FULL so that an acknowledged answer is on disk, IMMEDIATE so that writers queue up.
SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA busy_timeout=20000;",
}
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR_DIR / "tandem.sqlite3",
        "CONN_MAX_AGE": None,  # opening a connection costs more than a page
        "OPTIONS": SQLITE_OPTIONS,
    },
}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 50_000}},
}

AUTHENTICATION_BACKENDS = ["training.accounts.backend.RolesBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LEARNER_COOKIE_NAME = "__Host-sid", "__Host-csrf", "__Host-learner"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LEARNER_COOKIE_SECURE = True
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
CSRF_FAILURE_VIEW = "training.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# The form of a scenario with sixty scenes and the words of two more roles has 14,100 fields and 0.8 MB in Latin letters
# (tests/modules/test_scenario_keys.py); letters of other scripts take two or three bytes. The course's: 1,700.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "mine:training"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "training.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "100/m/ip,5/5m/key",
    "signup": "100/m/ip",
    "reset_password": "60/m/ip,3/h/key",
    "reset_password_from_key": "60/m/ip",
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "training.accounts.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Tandem"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("TANDEM_FROM_EMAIL", "tandem@localhost")

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.text("TANDEM_TIME_ZONE", "Europe/Brussels")
USE_I18N = USE_TZ = True
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES

# Wagtail's own work is done at once; ours waits in the database for `manage.py db_worker --backend jobs`.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "jobs": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []},
}

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "media/"
MEDIA_ROOT = VAR_DIR / "media"
TANDEM_PRINTS = VAR_DIR / "cache" / "prints"  # handbooks as PDF, kept by content; may be deleted at any time

WAGTAIL_SITE_NAME = "Tandem"
WAGTAILADMIN_BASE_URL = TANDEM_SITE_URL = env.text("TANDEM_SITE_URL", "http://localhost:8000")
WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # otherwise each editor's browser asks another host
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "modules.after_review.publish"
TANDEM_AFTER_FREEZING = "training.jobs.course_frozen"
TANDEM_CERTIFICATE_EMBLEMS = "certificates.emblems"  # checks and keeps what courses add to their certificates
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # one login door
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "odt", "csv", "vtt", "mp3", "ogg", "mp4", "webm"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "modules.editor.file_forms.PictureForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "modules.editor.file_forms.DocumentForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

_NONE_DIRECTIVES = ("default-src", "frame-ancestors", "base-uri", "object-src")
_SELF_DIRECTIVES = (
    "script-src", "style-src", "img-src", "font-src", "media-src", "connect-src", "form-action", "manifest-src",
    "worker-src",
)  # fmt: skip
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {name: [NONE] for name in _NONE_DIRECTIVES} | {name: [SELF] for name in _SELF_DIRECTIVES},
}

TANDEM_SIGNING_KEY_FILE = env.text("TANDEM_SIGNING_KEY_PATH", str(VAR_DIR / "keys" / "signing.pem"))
# What seals PDF files: a key in a file (by default in the folder of keys, if it is there), or a key in hardware.
TANDEM_KEYS_FOLDER = VAR_DIR / "keys"
TANDEM_SEAL_KEY_FILE = env.text("TANDEM_SEAL_KEY_PATH", "")
TANDEM_SEAL_CERTIFICATES_FILE = env.text("TANDEM_SEAL_CERTIFICATES_PATH", "")  # empty: in the file of the key
TANDEM_SEAL_MODULE = env.text("TANDEM_SEAL_MODULE", "")  # path of a PKCS #11 library; with it token, label and PIN
TANDEM_SEAL_TOKEN = env.text("TANDEM_SEAL_TOKEN", "")
TANDEM_SEAL_KEY_LABEL = env.text("TANDEM_SEAL_KEY_LABEL", "")
TANDEM_SEAL_PIN_FILE = env.text("TANDEM_SEAL_PIN_PATH", "")
TANDEM_TIMESTAMP_URL = env.text("TANDEM_TIMESTAMP_URL", "")  # of an RFC 3161 service; empty: no time stamps
TANDEM_TIMESTAMP_LEVEL = env.text("TANDEM_TIMESTAMP_LEVEL", "B-T")  # or B-LTA
TANDEM_TIMESTAMP_ROOTS_FILE = env.text(
    "TANDEM_TIMESTAMP_ROOTS_PATH", ""
)  # certificates (PEM) that the service hangs on
TANDEM_ISSUER_NAME = env.text("TANDEM_ISSUER_NAME", "Tandem")
TANDEM_COUNTRY = env.text("TANDEM_COUNTRY", "")  # code of the country card that is shown before somebody chooses
TANDEM_CONTACT = env.text("TANDEM_CONTACT", "")  # how to reach the operator, as a sentence for the help page
TANDEM_SECURITY_CONTACT = env.text("TANDEM_SECURITY_CONTACT", "")  # for security.txt: mailto:… or https://…
TANDEM_SOURCE_URL = env.text("TANDEM_SOURCE_URL", "")  # where this installation's code can be fetched
TANDEM_DEMO = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

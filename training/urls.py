"""The address book. Every name has a row per audience in tests/permissions/matrix.yaml."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic.base import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from training.about import views as about
from training.audiences import public
from training.coordinators import views as coordinators
from training.learners.views import certificates, courses, handouts, holding, lessons, mine, papers, scenarios, starting
from training.operators import views as operators
from training.verifiers import credentials, issuer
from training.verifiers import views as verifiers

Patterns = list[URLPattern | URLResolver]

# --- public pages (training/learners/views/courses.py, training/about/views.py) ---
course_urls: Patterns = [
    path("<slug:course>/", courses.course, name="course"),
    path("<slug:course>/start", starting.start, name="start"),
    path("<slug:course>/<slug:module>/", courses.module, name="module"),
    path("<slug:course>/<slug:module>/handbook.pdf", papers.handbook, name="handbook"),
]
about_urls: Patterns = [
    path("what-is-kept/", about.kept, name="kept"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("help/", about.help_menu, name="help"),
    path("help/near-you/", about.near_you, name="near_you"),
    path("help/network/", about.network, name="network"),
    path("help/training/", about.request_training, name="request_training"),
    path("help/training/reminders.ics", about.reminders_file, name="reminders"),
    path("sources/", about.sources, name="sources"),
    path("sources/principles/", about.principles, name="principles"),
    path("sources/glossary/", about.glossary, name="glossary"),
    path("sources/cards/<slug:card>/", about.card, name="card"),
    path("source-code/", about.source_code, name="source_code"),
]
# --- learning (training/learners/views/lessons.py, scenarios.py, certificates.py) ---
learn_urls: Patterns = [
    path("<slug:course>/role", starting.role, name="role"),
    path("<slug:course>/certificate/", certificates.certificate, name="certificate"),
    path("<slug:course>/<slug:step>/", lessons.step, name="step"),
    path("<slug:course>/<slug:step>/next", lessons.next_step, name="next"),
    path("<slug:course>/<slug:step>/answer/<uuid:question>", lessons.answer, name="answer"),
    path("<slug:course>/<slug:step>/handout/<uuid:handout>/", handouts.handout, name="handout"),
    path("<slug:course>/<slug:step>/handout/<uuid:handout>.pdf", papers.handout, name="handout_pdf"),
    path("<slug:course>/<slug:step>/begin", scenarios.begin, name="begin"),
    path("<slug:course>/<slug:step>/choose", scenarios.choose, name="choose"),
    path("<slug:course>/<slug:step>/back", scenarios.back, name="back"),
    path("<slug:course>/<slug:step>/skip", scenarios.skip, name="skip"),
    path("<slug:course>/<slug:step>/debrief/<int:number>/", scenarios.debrief, name="debrief"),
    path("<slug:course>/<slug:step>/debrief/<int:number>/read", scenarios.debrief_read, name="debrief_read"),
    path("<slug:course>/<slug:step>/group-exercise/", scenarios.group_exercise, name="group_exercise"),
    path("<slug:course>/<slug:step>/group-exercise.pdf", papers.group_exercise, name="group_exercise_pdf"),
]
# --- my training (training/learners/views/mine.py) ---
mine_urls: Patterns = [
    path("", mine.training, name="training"),
    path("recovery-code", mine.recovery_code, name="recovery_code"),
    path("country", mine.country, name="country"),
    path("download/", mine.download, name="download"),
    path("download.json", mine.download_json, name="download_json"),
    path("leave/<slug:course>/", mine.leave_course, name="leave_course"),
    path("delete/", mine.delete, name="delete"),
    path("leave-device", starting.leave_device, name="leave_device"),
    path("end-other-devices", mine.end_other_devices, name="end_other_devices"),
    path("account/", mine.claim, name="claim"),
    path("certificates/<int:certificate>.pdf", certificates.certificate_pdf, name="certificate_pdf"),
    path("certificates/<int:certificate>.json", certificates.credential, name="credential"),
    path("certificates/<int:certificate>/changes/", certificates.changed_since, name="changes"),
    path("certificates/<int:certificate>/share/", certificates.share, name="share"),
    path("certificates/<int:certificate>/name/", holding.correct_name, name="correct_name"),
    path("certificates/<int:certificate>/withdraw/", holding.withdraw, name="withdraw"),
    path("shares/<uuid:share>/stop", certificates.stop_sharing, name="stop_sharing"),
]
# --- coordinators (training/coordinators/views.py) ---
coordinator_urls: Patterns = [
    path("", coordinators.completion_list, name="completions"),
    path("completions.csv", coordinators.export, name="export"),
    path("certificates.zip", coordinators.certificates_zip, name="certificates_zip"),
    path("shares/<uuid:share>/hide", coordinators.hide, name="hide"),
    path("code/rotate", coordinators.rotate_code, name="rotate_code"),
]
# --- checking (training/verifiers/views.py, credentials.py) ---
verifier_urls: Patterns = [
    path("check/", verifiers.check, name="check"),
    path("V", verifiers.check, name="check_short"),
    path("check/status", verifiers.status, name="status"),
    path("check/keys.json", verifiers.keys, name="keys"),
    path("check/status-list/<int:number>", credentials.status_list, name="status_list"),
    path("check/course/<uuid:key>/", credentials.course, name="course"),
    path("check/root.pem", issuer.root, name="root"),
    path(".well-known/jwks.json", issuer.key_set, name="key_set"),
    path(".well-known/did.json", issuer.document, name="identity"),
    path("check/worker.js", verifiers.worker, name="worker"),
    path("check/app.webmanifest", verifiers.manifest, name="manifest"),
]
# One login door: Wagtail's own would open with a password alone.
login_door: Patterns = [
    path("admin/login/", public(RedirectView.as_view(pattern_name="account_login", query_string=True))),
    path("admin/password_reset/", public(RedirectView.as_view(pattern_name="account_reset_password"))),
]

urlpatterns: Patterns = [
    path("", courses.home, name="home"),
    path("resume/", starting.resume, name="resume"),
    path("courses/", include((course_urls, "courses"))),
    path("learn/", include((learn_urls, "learn"))),
    path("mine/", include((mine_urls, "mine"))),
    path("coordinators/", include((coordinator_urls, "coordinators"))),
    path("about/", include((about_urls, "about"))),
    path("", include((verifier_urls, "verifiers"))),
    path("healthz", operators.health, name="health"),
    path("media/images/<path:path>", operators.picture, name="picture"),
    path(".well-known/security.txt", operators.security_txt, name="security_txt"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    *login_door,
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]

handler400 = "training.errors.bad_request"
handler403 = "training.errors.forbidden"
handler404 = "training.errors.not_found"
handler500 = "training.errors.server_error"

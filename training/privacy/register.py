"""The register: every model of every app, ours and the libraries', with what it holds about people.

Tests compare it with the models, with their docstrings, with the export and with what is left after an erasure.
Times are those of the data map in the security design; `keep` is the words of the model's docstring.
"""

from collections.abc import Mapping

from training.privacy.entry import Basis, Entry, Erasure, NoPersonalData, Subject
from training.privacy.nobody import NOBODY
from training.privacy.staff import NAMES_AN_AUTHOR as NAMES_AN_AUTHOR
from training.privacy.staff import OF_STAFF, STAFF

COURSE = "until the learner leaves the course, erases or is idle"
IDLE = "until erased or idle"
FIVE_YEARS, YEAR, TWO_YEARS = "5 years", "12 months idle or after completion", "24 months idle"
SECRET = "a secret: whoever finds the file could use it"  # noqa: S105 -- a reason, not a secret

PUBLIC_HALF = (
    "number_hash",
    "course_key",
    "course_version",
    "course_title",
    "modules",
    "kind",
    "month",
    "hours",
    "online_minutes",
    "practice_minutes",
    "language",
    "line",
    "status_list",
    "status_index",
    "replaced",
)


def _progress(
    fields: Mapping[str, str], *, section: str, columns: tuple[str, ...], path: str = "start__learner", fact: str = ""
) -> Entry:
    """What somebody did in a course."""
    return Entry(
        subject=Subject.LEARNER,
        path=path,
        basis=Basis.CONTRACT,
        keep=COURSE,
        at_most=YEAR,
        fields=fields,
        links=(path.split("__", maxsplit=1)[0],),
        section=section,
        columns=columns,
        fact=fact,
    )


LEARNERS: Mapping[str, Entry] = {
    "training.Learner": Entry(
        subject=Subject.LEARNER,
        path="",
        basis=Basis.CONTRACT,
        keep=IDLE,
        at_most="12 months idle, with an account 24, or as long as its certificate",
        fields={
            "recovery_hash": "opens the place again; only the hash",
            "former_recovery_hash": "keeps the owner in when somebody copied a cookie",
            "former_until": "when the former code ends",
            "claimed_until": "until when a claim by cookie can be undone",
            "role": "which texts and scenarios are shown",
            "language": "which language is shown",
            "country": "which card is shown; a choice",
            "active_month": "ends idle places; the month only",
        },
        links=("user",),
        section="learner",
        columns=("id", "role", "language", "country", "active_month", "former_until", "claimed_until"),
        not_exported={"recovery_hash": SECRET, "former_recovery_hash": SECRET},
    ),
    "training.CourseStart": _progress(
        {"key": "names the place", "version": "which version counts", "course_key": "which course"},
        path="learner",
        section="courses",
        columns=("key", "course_key", "version__number", "version__content__title"),
    ),
    "training.CourseDone": _progress(
        {"completed_on": "what the certificate says"}, section="courses_done", columns=("start__key", "completed_on")
    ),
    "training.LessonOpened": _progress(
        {"lesson": "what is done and what comes next"}, section="lessons_opened", columns=("start__key", "lesson")
    ),
    "training.StepSkipped": _progress(
        {"step": "that it need not be played"}, section="steps_skipped", columns=("start__key", "step")
    ),
    "training.QuestionAnswered": _progress(
        {
            "question": "what is done",
            "picked": "keys of options, to show the answer again",
            "right": "what is done",
            "confidence": "said before the feedback, shown to the learner",
        },
        section="answers",
        columns=("start__key", "question", "picked", "right", "confidence"),
    ),
    "training.Attempt": _progress(
        {
            "version": "which text the conversation had",
            "scenario": "what is done",
            "number": "which of several attempts",
            "role": "in whose words it was played",
            "from_scene": "where a replay began",
        },
        section="attempts",
        columns=("id", "start__key", "scenario", "number", "role", "from_scene", "version__number"),
    ),
    "training.Turn": _progress(
        {"number": "the order", "scene": "where it was", "choice": "resumes the exact scene, draws the debrief"},
        path="attempt__start__learner",
        section="turns",
        columns=("attempt_id", "number", "scene", "choice"),
    ),
    "training.EndingReached": _progress(
        {"ending": "shown in the debrief", "door": "what is done"},
        path="attempt__start__learner",
        section="endings",
        columns=("attempt_id", "ending", "door"),
    ),
    "training.DebriefRead": _progress(
        {}, path="attempt__start__learner", section="debriefs_read", columns=("attempt_id",), fact="that it was read"
    ),
    "certificates.Certificate": Entry(
        subject=Subject.LEARNER,
        path="learner",
        basis=Basis.CONTRACT,
        keep="until the learner lets go or erases",
        at_most=FIVE_YEARS,
        fields={
            "number": "printed; found when it is checked; the credential for wallets has an id made from it",
            "name": "printed as typed; the only text a learner types",
            "completed_on": "printed, and in the credential for wallets",
            "token": "signed, in the code of the PDF",
            "stamps": "signed by a time-stamping service, in the PDF",
            **dict.fromkeys(
                PUBLIC_HALF, "the nameless half, ten years: lets a certificate be checked after its holder has gone"
            ),
        },
        links=("learner", "emblem", "replaced_by"),
        section="certificates",
        columns=("number", "name", "completed_on", *PUBLIC_HALF[1:]),
        not_exported={
            "stamps": "bytes; the certificate's PDF holds them",
            "token": "bytes; the certificate's PDF holds them in its code",
            "number_hash": "made from the number, which is there",
        },
        erasure=Erasure.EMPTIED,
        stays=frozenset(PUBLIC_HALF),
    ),
    "training.Share": Entry(
        subject=Subject.LEARNER,
        path="certificate__learner",
        basis=Basis.CONSENT,
        keep="until the learner stops sharing",
        at_most=FIVE_YEARS,
        fields={"public_id": "names the share", "organisation": "who sees it", "shared_on": "since when"},
        links=("certificate",),
        section="shares",
        columns=("public_id", "certificate__number", "organisation__name", "shared_on"),
    ),
    "training.ShareSeen": Entry(
        subject=Subject.LEARNER,
        path="share__certificate__learner",
        basis=Basis.CONSENT,
        keep="until the share ends",
        at_most=FIVE_YEARS,
        fields={"user": "who is answerable in the organisation", "how": "list or file", "seen_at": "when"},
        links=("share",),
        section="who_looked",
        columns=("share__public_id", "share__organisation__name", "how", "seen_at"),
        not_exported={"user": "a colleague's account; the organisation is named"},
    ),
    "training.ShareHidden": Entry(
        subject=Subject.LEARNER,
        path="share__certificate__learner",
        basis=Basis.INTEREST,
        keep="until the share ends",
        at_most=FIVE_YEARS,
        fields={},
        links=("share",),
        fact="that it was hidden",
        not_exported={"share": "what a coordinator looks at, not the learner's act; nothing is lost by it"},
    ),
    "training.LearnerDevice": Entry(
        subject=Subject.LEARNER,
        path="learner",
        basis=Basis.CONTRACT,
        keep="until it expires or the learner leaves the device",
        at_most="12 hours, or 30 days where the learner asked for it",
        fields={"secret_hash": "opens the place in this browser", "kept": "12 hours or 30 days", "expires_at": "when"},
        links=("learner",),
        section="devices",
        columns=("kept", "expires_at"),
        not_exported={"secret_hash": SECRET},
    ),
}
ACCOUNTS: Mapping[str, Entry] = {
    "training.User": Entry(
        subject=Subject.ACCOUNT,
        path="",
        basis=Basis.CONTRACT,
        keep=IDLE,
        at_most=TWO_YEARS,
        fields={
            "email": "signs in, gets mails about the account",
            "password": "signs in; a hash",
            "first_name": "filled for staff only",
            "last_name": "filled for staff only",
            "profession": "filled for staff only: who may review what",
            "last_login": "ends idle accounts; the month only",
            "date_joined": "the month only",
            "is_active": "whether it may sign in",
            "is_staff": "opens the admin",
            "is_superuser": "operates the site",
        },
        links=("groups", "user_permissions", "stands_in_for"),
        section="account",
        columns=(
            "email",
            "first_name",
            "last_name",
            "profession",
            "last_login",
            "date_joined",
            "is_active",
            "is_staff",
            "is_superuser",
        ),
        not_exported={"password": SECRET},
    ),
    "account.EmailAddress": Entry(
        subject=Subject.ACCOUNT,
        path="user",
        basis=Basis.CONTRACT,
        keep=IDLE,
        at_most=TWO_YEARS,
        fields={"email": "confirmed before it is used", "verified": "whether", "primary": "where mails go"},
        links=("user",),
        section="addresses",
        columns=("email", "verified", "primary"),
    ),
    "account.EmailConfirmation": Entry(
        subject=Subject.ACCOUNT,
        path="email_address__user",
        basis=Basis.CONTRACT,
        keep="until the address is confirmed or the link ends",
        at_most="3 days",
        fields={"created": "when the link was made", "sent": "when the link ends", "key": "the link"},
        links=("email_address",),
        not_exported={"created": "ends with the link", "sent": "ends with the link", "key": SECRET},
    ),
    "mfa.Authenticator": Entry(
        subject=Subject.ACCOUNT,
        path="user",
        basis=Basis.CONTRACT,
        keep=IDLE,
        at_most=TWO_YEARS,
        fields={
            "type": "app, key or codes",
            "data": "sealed secret or public key",
            "created_at": "shown in the account",
            "last_used_at": "shown in the account",
        },
        links=("user",),
        section="factors",
        columns=("type", "created_at", "last_used_at"),
        not_exported={"data": SECRET},
    ),
    "sessions.Session": Entry(
        subject=Subject.ACCOUNT,
        path="",
        basis=Basis.CONTRACT,
        keep="until signed out",
        at_most="12 hours",
        fields={"session_key": "the cookie", "session_data": "ids and times, signed", "expire_date": "its end"},
        not_exported=dict.fromkeys(
            ("session_key", "session_data", "expire_date"), "gone in 12 hours, found by cookie only"
        ),
        erasure=Erasure.RUNS_OUT,
    ),
    "training.Coordinator": Entry(
        subject=Subject.STAFF,
        path="user",
        basis=Basis.INTEREST,
        keep="until the role ends",
        at_most="the role",
        fields={"user": "who may look", "organisation": "at whose completions"},
        not_exported={"user": OF_STAFF, "organisation": OF_STAFF},
    ),
}
REGISTER: Mapping[str, Entry | NoPersonalData] = {**LEARNERS, **ACCOUNTS, **STAFF, **NOBODY}

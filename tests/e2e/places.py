"""The pages of the site by address, in the states that matter to whoever looks, listens or presses Tab."""

from modules.models import ReferenceCard
from tests import curriculum_site
from tests.curriculum_site import ABOUT, CARD
from tests.e2e import people
from tests.e2e.people import COURSE

# Together these lessons hold every kind of block and of question that the course uses.
LESSONS = (
    "what-this-course-is",
    "one-pattern-many-forms",
    "group-focused-enmity",
    "needs-hurts-and-strengths",
    "words-that-open-or-close-doors",
    "prevention-and-your-place-in-it",
    "listening-so-that-a-story-can-be-told",
    "when-danger-is-imminent",
)
CONVERSATION, WITH_NOTICE, OF_OTHERS = "not-another-number", "the-one-limit", "something-has-changed"
ENTRANCES = (
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/confirm-email/",
    "/accounts/inactive/",
    "/resume/",
)
ACCOUNT = (
    "/mine/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/logout/",
)
WITH_A_FACTOR = (
    "/accounts/2fa/",
    "/accounts/2fa/totp/deactivate/",
    "/accounts/2fa/recovery-codes/",
    "/accounts/2fa/recovery-codes/generate/",
    "/accounts/reauthenticate/",
)
ERRORS = ("400", "403", "403_csrf", "404", "429", "500")


def course_pages() -> list[str]:
    """The first page, the course and its modules."""
    course = people.outline()
    return ["/", curriculum_site.COURSE, *(f"{curriculum_site.COURSE}{module.slug}/" for module in course)]


def public() -> list[str]:
    """Every public page; of the reference cards, which are drawn alike, one."""
    card = ReferenceCard.objects.order_by("key").values_list("key", flat=True)[0]
    return [*course_pages(), *ABOUT, CARD.format(card), *ENTRANCES, "/check/", "/mine/"]


def lessons() -> list[str]:
    """Lessons that together show everything a lesson can hold."""
    return [curriculum_site.step(slug) for slug in LESSONS]


def own_pages() -> list[str]:
    """What somebody has who has just started."""
    return [
        f"/learn/{COURSE}/certificate/",
        "/mine/",
        "/mine/download/",
        f"/mine/leave/{COURSE}/",
        "/mine/delete/",
    ]

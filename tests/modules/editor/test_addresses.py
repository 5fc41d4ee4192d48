"""Numbers that no database holds lead nowhere, instead of breaking the page."""

import pytest

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
HUGE = "9223372036854775808"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "path",
    [
        "content/lessons/{}/import-questions/",
        "content/lessons/{}/imported-questions/",
        "content/pages/{}/review/",
        "content/pages/{}/publish-without-review/",
        "content/pages/{}/compare/",
        "content/scenarios/{}/text/",
        "content/scenarios/{}/imported/",
        "content/modules/{}/import-story/",
        "content/courses/{}/forms/",
        "content/scenarios/{}/play/",
        "content/scenarios/{}/check/",
        "content/modules/{}/check-new-scenario/",
        "reports/answers/scenario/{}/",
        "reports/answers/questions/{}/2026-11-23/",
    ],
)
def test_a_number_beyond_the_database_is_not_found(client, method, path):
    client.force_login(UserFactory(operator=True, factor=True))

    answer = getattr(client, method)("/admin/" + path.format(HUGE))

    assert answer.status_code == 404

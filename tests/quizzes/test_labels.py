import pytest

from quizzes import labels
from quizzes.questions.kinds import Kind
from quizzes.terms import Competence, Door, Form, Role, Seat, Standing, ThreadState


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        (labels.ROLES, Role),
        (labels.ROLE_GROUPS, Role),
        (labels.FORMS, Form),
        (labels.DOORS, Door),
        (labels.COMPETENCES, Competence),
        (labels.STANDINGS, Standing),
        (labels.SEATS, Seat),
        (labels.THREAD_STATES, ThreadState),
        (labels.KINDS, Kind),
    ],
)
def test_every_term_has_its_own_words(words, terms):
    assert list(words) == list(terms)
    assert len({str(label) for label in words.values()}) == len(words)

"""The people of the demo. Everybody can read their passwords here, so a real site refuses to run with them."""

from dataclasses import dataclass

from training.models.people import User


@dataclass(frozen=True, kw_only=True)
class DemoPerson:
    """An account that anybody may use to look around. `totp_secret` in base 32; `group`: a role in the admin."""

    email: str
    password: str
    totp_secret: str
    work: str
    path: str
    first_name: str
    last_name: str
    profession: str = ""
    group: str = ""
    coordinates: bool = False
    is_operator: bool = False


SERVICE, OFFICE = "Probation Service North", "Probation Service North, Harbour office"
SERVICE_CODE, OFFICE_CODE = "N0RTH7AM", "HARB0R3K"
PEOPLE = (
    DemoPerson(
        email="coordinator@demo.example.org",
        password="letters from the harbour",  # noqa: S106 -- the demo protects nothing
        totp_secret="TANDEMDEMOCOORDINATORABCDEFGHIJK",  # noqa: S106 -- the demo protects nothing
        work="coordinator",
        path="/coordinators/",
        first_name="Cora",
        last_name="Lindqvist",
        coordinates=True,
    ),
    DemoPerson(
        email="trainer@demo.example.org",
        password="chalk dust and daylight",  # noqa: S106 -- the demo protects nothing
        totp_secret="TANDEMDEMOTRAINERABCDEFGHIJKLMNO",  # noqa: S106 -- the demo protects nothing
        work="trainer",
        path="/admin/",
        first_name="Tomas",
        last_name="Brandt",
        profession="teacher",
        group="Trainers",
    ),
    DemoPerson(
        email="reviewer@demo.example.org",
        password="second pair of glasses",  # noqa: S106 -- the demo protects nothing
        totp_secret="TANDEMDEMOREVIEWERABCDEFGHIJKLMN",  # noqa: S106 -- the demo protects nothing
        work="reviewer",
        path="/admin/",
        first_name="Rita",
        last_name="Moreau",
        profession="prison-probation",
        group="Reviewers",
    ),
    DemoPerson(
        email="reviewer2@demo.example.org",
        password="the other chair is free",  # noqa: S106 -- the demo protects nothing
        totp_secret="TANDEMDEMOSECONDREVIEWERABCDEFGH",  # noqa: S106 -- the demo protects nothing
        work="second reviewer",
        path="/admin/",
        first_name="Piet",
        last_name="Okafor",
        profession="police",
        group="Reviewers",
    ),
    DemoPerson(
        email="operator@demo.example.org",
        password="lanterns along the quay",  # noqa: S106 -- the demo protects nothing
        totp_secret="TANDEMDEMOOPERATORABCDEFGHIJKLMN",  # noqa: S106 -- the demo protects nothing
        work="operator",
        path="/admin/",
        first_name="Olu",
        last_name="Adeyemi",
        is_operator=True,
    ),
    DemoPerson(
        email="operator2@demo.example.org",
        password="two keys for one door",  # noqa: S106 -- the demo protects nothing
        totp_secret="TANDEMDEMOSECONDOPERATORABCDEFGH",  # noqa: S106 -- the demo protects nothing
        work="second operator",
        path="/admin/",
        first_name="Signe",
        last_name="Vanags",
        is_operator=True,
    ),
)


def present() -> list[str]:
    """The addresses of demo people that have an account here. One query."""
    emails = [person.email for person in PEOPLE]
    return sorted(User.objects.filter(email__in=emails).values_list("email", flat=True))

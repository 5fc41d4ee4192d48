"""The codes of organisations: made, shown, rotated. Whoever types one shows a certificate to that organisation."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from certificates.normal import typed_code
from certificates.serials import ALPHABET
from training.access import Branch
from training.models.organisations import Organisation, OrganisationCode

LENGTH = 8  # 40 random bits, and at most ten tries an hour for each learner


@dataclass(frozen=True)
class OpenCode:
    """The code that works now. `code`: as stored; `shown`: in two groups, easier to read out."""

    organisation: str
    code: str
    shown: str


def new_code() -> str:
    """A random code in its normal form."""
    return "".join(secrets.choice(ALPHABET) for _letter in range(LENGTH))


def first_code(organisation: Organisation) -> None:
    """Gives an organisation its code, unless it has an open one. Two queries at most."""
    if not OrganisationCode.objects.filter(organisation=organisation, is_open=True).exists():
        OrganisationCode.objects.create(organisation=organisation, code=new_code())


def open_codes(branch: Branch) -> Sequence[OpenCode]:
    """The codes of the branch, the own organisation first, its offices by name. One query."""
    rows = OrganisationCode.objects.filter(organisation__in=branch.organisation_ids, is_open=True).order_by(
        "organisation__name", "organisation_id"
    )
    own = branch.organisation.pk
    found = rows.values_list("organisation_id", "organisation__name", "code")
    return [OpenCode(name, code, shown(code)) for _pk, name, code in sorted(found, key=lambda row: row[0] != own)]


def shown(code: str) -> str:
    """The code as people read it out: two groups."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


@transaction.atomic
def rotate(branch: Branch, code: str) -> bool:
    """Closes this code and opens another; False if the branch never had it.

    A second click finds the code closed already and changes nothing. Shares stay.
    """
    mine = OrganisationCode.objects.filter(organisation__in=branch.organisation_ids, code=typed_code(code))
    found = mine.select_for_update(of=("self",)).first()
    if found is not None and found.is_open:
        found.is_open = False
        found.save(update_fields=["is_open"])
        OrganisationCode.objects.create(organisation_id=found.organisation_id, code=new_code())
    return found is not None

"""The fields of the sheet in their order, their limits, and what is still missing. No query.

Source: RAN Collection practice template as described in the curriculum, part G6, and the short public form (S2-3).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from modules.models.sheets import PracticeSheet
from training.trainers.practice_sheet.facts import Facts

DESCRIPTION_WORDS, TRANSFER_WORDS, EU_WORDS = 300, 200, 100
THEME_COUNT = 2
NONE = "none"  # there was no meeting: an answer, too
YES, NO = "yes", "no"
THEMES = {
    "training": _("Training for first-line practitioners"),
    "exit": _("Exit: leaving, rehabilitation, reintegration"),
    "prison-probation": _("Prison and probation"),
    "schools": _("Schools and education"),
    "youth": _("Youth work"),
    "police": _("Police"),
    "families": _("Families"),
    "communities": _("Communities"),
    "multi-agency": _("Working across agencies"),
    "mental-health": _("Health and mental health"),
    "narratives": _("Communication and narratives"),
    "polarisation": _("Polarisation and group-focused enmity"),
    "early-prevention": _("Early prevention"),
    "internet": _("Internet"),
    "gender": _("Gender"),
}
KINDS = {
    "public": _("Public body"),
    "ngo": _("Non-governmental organisation"),
    "school": _("School or university"),
    "company": _("Company"),
    "network": _("Network or partnership"),
}
# Fields that share one limit of words.
LIMITS: Mapping[tuple[str, ...], int] = {
    ("description", "prevention_link"): DESCRIPTION_WORDS,
    ("sustainability",): TRANSFER_WORDS,
    ("eu_links",): EU_WORDS,
}


@dataclass(frozen=True)
class Row:
    """A field of the sheet as it reads. `text` is empty where nothing is filled in; `key`: stable, for files."""

    key: str
    label: str
    text: str


@dataclass(frozen=True)
class Gap:
    """Something that the collection will ask for. `blocks`: no file is made before. `on_site`: no field of the form."""

    field: str
    sentence: str
    blocks: bool = False
    on_site: bool = False


def word_count(text: str) -> int:
    """How many words a text has, counted as word processors do."""
    return len(re.findall(r"\S+", text))


def too_long(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Field and sentence for each limit of words that these values break."""
    for fields, limit in LIMITS.items():
        count = sum(word_count(values.get(name) or "") for name in fields)
        if count > limit:
            over = count - limit
            yield (
                fields[0],
                ngettext(
                    "%(count)s words, and %(limit)s fit. Take out %(over)s word.",
                    "%(count)s words, and %(limit)s fit. Take out %(over)s words.",
                    over,
                )
                % {"count": count, "limit": limit, "over": over},
            )


def rows(sheet: PracticeSheet, facts: Facts, contact: str = "", last_update: str = "") -> list[Row]:
    """The whole sheet, field by field. `contact`: typed for this file. `last_update`: the day of the file."""
    return [
        Row("name", _t("Name of the practice"), sheet.name or facts.site_name),
        Row("description", _t("Description"), _paragraphs(sheet.description, sheet.prevention_link)),
        Row("peer-reviewed", _t("Peer reviewed"), _peer_reviewed(sheet, facts)),
        Row("themes", _t("Key themes"), _listed(THEMES, sheet.themes)),
        Row("audience", _t("Target audience"), ", ".join(facts.audience)),
        Row("scope", _t("Geographical scope"), ", ".join(facts.countries)),
        Row("start", _t("Start of the practice"), str(sheet.started_in or facts.first_year or "")),
        Row("end", _t("End of the practice"), str(sheet.ended_in or "") or _t("Ongoing")),
        Row("deliverables", _t("Deliverables"), _paragraphs(*facts.deliverables, sheet.deliverables)),
        Row("output", _t("Evidence: what was done"), _paragraphs(facts.certificates, sheet.output)),
        Row("effect", _t("Evidence: what it changed"), sheet.effect),
        Row("feedback", _t("Evidence: feedback"), sheet.feedback),
        Row("peer-review", _t("Evidence: peer review"), _paragraphs(facts.reviews, sheet.peer_review)),
        Row("transfer", _t("Sustainability and transferability"), _paragraphs(sheet.sustainability, facts.licence)),
        Row("costs", _t("Costs"), sheet.costs),
        Row("ran-meeting", _t("RAN meeting"), sheet.ran_meeting),
        Row("eu-links", _t("Links to EU initiatives, EU funding"), _paragraphs(sheet.eu_links, sheet.eu_fund)),
        Row("organisation", _t("Organisation"), _organisation(sheet)),
        Row("origin", _t("Country of origin"), sheet.origin),
        Row("based-in", _t("Country where it is based"), _based_in(sheet)),
        Row("contact", _t("Contact"), contact),
        Row("last-update", _t("Last update"), last_update),
    ]


def short_rows(sheet: PracticeSheet, facts: Facts) -> list[Row]:
    """The seven fields of the public short form."""
    long = {row.key: row for row in rows(sheet, facts)}
    return [
        Row("country", _t("Country"), long["based-in"].text or long["origin"].text),
        Row("audience", _t("Audience"), long["audience"].text),
        Row("themes", _t("Themes"), long["themes"].text),
        Row("year", _t("Year"), long["start"].text),
        Row("organisation", _t("Organisation"), sheet.organisation),
        Row("description", _t("Description"), long["description"].text),
        Row("deliverables", _t("Deliverables"), long["deliverables"].text),
    ]


def gaps(sheet: PracticeSheet, facts: Facts) -> list[Gap]:
    """What is missing before the collection will take the sheet, in the order of the form."""
    found = [
        Gap("description", _t("Describe the practice in a few sentences.")),
        Gap(
            "prevention_link",
            _t("Say how the practice helps to prevent violent extremism. Without it no file is made."),
            blocks=True,
        ),
        Gap("themes", _t("Choose exactly two key themes.")),
        Gap("audience", _t("Publish a scenario: its roles are the target audience."), on_site=True),
        Gap("countries", _t("Publish a reviewed country card: its country is the geographical scope."), on_site=True),
        Gap("deliverables", _t("Publish a course, or name what else there is to take along.")),
        Gap("output", _t("Say what was done, for instance how many courses and people.")),
        Gap("effect", _t("Say what it changed, or that this is not known yet. What was done is not yet an effect.")),
        Gap("feedback", _t("Say what those who took part thought.")),
        Gap("sustainability", _t("Say how it can go on, and what others need to take it over.")),
        Gap("costs", _t("Name the costs, at least of hosting.")),
        Gap("ran_meeting", _t("Name meeting, date, place and subject, or write “none”.")),
        Gap("eu_links", _t("Name links to EU initiatives or funding with their source, or write “none”.")),
        Gap("organisation", _t("Name the organisation.")),
        Gap("organisation_kind", _t("Choose the kind of organisation.")),
        Gap("legal_status", _t("Name the legal status.")),
        Gap("origin", _t("Name the country of origin.")),
        Gap("based_in", _t("Name the country where it is based.")),
        Gap("in_eu", _t("Say whether that country is in the European Union.")),
    ]  # fmt: skip
    have = _answered(sheet, facts)
    missing = [gap for gap in found if not have.get(gap.field, bool(getattr(sheet, gap.field, "")))]
    if sheet.eu_fund and not sheet.eu_links:
        missing.append(
            Gap("eu_fund", _t("The fund stands without a source. Say in the field above where it is published."))
        )
    return missing


def _answered(sheet: PracticeSheet, facts: Facts) -> dict[str, bool]:
    """Fields that are not simply full or empty."""
    return {
        "themes": len(sheet.themes) == THEME_COUNT,
        "audience": bool(facts.audience),
        "countries": bool(facts.countries),
        "deliverables": bool(facts.deliverables or sheet.deliverables),
        "output": bool(facts.certificates or sheet.output),
    }


def _peer_reviewed(sheet: PracticeSheet, facts: Facts) -> str:
    if sheet.outside_review:
        return _paragraphs(_t("Yes."), sheet.outside_review)
    if facts.reviews:
        return _t("No review from outside. Internal tandem review.")
    return _t("No.")


def _organisation(sheet: PracticeSheet) -> str:
    kind = str(KINDS.get(sheet.organisation_kind, ""))
    return ", ".join(part for part in (sheet.organisation, kind, sheet.legal_status) if part)


def _based_in(sheet: PracticeSheet) -> str:
    where = {YES: _t("in the European Union"), NO: _t("not in the European Union")}.get(sheet.in_eu, "")
    return ", ".join(part for part in (sheet.based_in, where) if part)


def _listed(labels: Mapping[str, Any], keys: list[str]) -> str:
    return ", ".join(str(labels[key]) for key in keys if key in labels)


def _paragraphs(*texts: str) -> str:
    return "\n".join(text.strip() for text in texts if text.strip())

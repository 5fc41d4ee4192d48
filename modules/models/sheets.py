"""The practice sheet of the site: what the field asks about a practice before it lists it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PracticeSheet(models.Model):
    """The words of the practice sheet that the site cannot know by itself. One row.

    `themes`: two keys of `training.trainers.practice_sheet.template.THEMES`. `edition` counts up with each saving, so
    that nobody overwrites what somebody else saved meanwhile. Empty fields are shown as not filled in. The contact is
    typed when a file is made and never stored.

    Personal data: none.
    """

    name = models.CharField(_("name of the practice"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True)
    prevention_link = models.TextField(_("link to prevention"), blank=True)
    outside_review = models.TextField(_("review from outside"), blank=True)
    themes = models.JSONField(_("key themes"), default=list, blank=True)
    started_in = models.PositiveSmallIntegerField(_("started in"), null=True, blank=True)
    ended_in = models.PositiveSmallIntegerField(_("ended in"), null=True, blank=True)
    deliverables = models.TextField(_("other deliverables"), blank=True)
    output = models.TextField(_("evidence: what was done"), blank=True)
    effect = models.TextField(_("evidence: what it changed"), blank=True)
    feedback = models.TextField(_("evidence: feedback"), blank=True)
    peer_review = models.TextField(_("evidence: peer review"), blank=True)
    sustainability = models.TextField(_("sustainability and transferability"), blank=True)
    costs = models.CharField(_("costs"), max_length=300, blank=True)
    ran_meeting = models.CharField(_("RAN meeting"), max_length=300, blank=True)
    eu_links = models.TextField(_("links to EU initiatives, funding"), blank=True)
    eu_fund = models.CharField(_("EU fund"), max_length=200, blank=True)
    organisation = models.CharField(_("organisation"), max_length=300, blank=True)
    organisation_kind = models.CharField(_("kind of organisation"), max_length=20, blank=True)
    legal_status = models.CharField(_("legal status"), max_length=200, blank=True)
    origin = models.CharField(_("country of origin"), max_length=80, blank=True)
    based_in = models.CharField(_("country where it is based"), max_length=80, blank=True)
    in_eu = models.CharField(_("in the European Union"), max_length=3, blank=True)
    edition = models.PositiveIntegerField(_("edition"), default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="practice_sheet_once",
                violation_error_message=_("There is one practice sheet."),
            ),
        ]
        verbose_name = _("practice sheet")
        verbose_name_plural = _("practice sheets")

    def __str__(self) -> str:
        return self.name or str(self._meta.verbose_name)

"""Pages of the folder: made in their place, and published where the files say something new."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from wagtail.log_actions import log
from wagtail.models import Locale, Page, Site

from modules import reviewing
from modules.curriculum.fitting import PAGES
from modules.curriculum.planning import PlannedPage
from modules.curriculum.reading import Refused
from modules.models import CourseOutcome, CurriculumLoad, HomePage

if TYPE_CHECKING:
    from modules.curriculum.loading import Report


class PageLoader:
    """Writes the planned pages that are new or changed."""

    def __init__(self, planned: list[PlannedPage], loads: Mapping[str, CurriculumLoad], on: date) -> None:
        self.planned = planned
        self.on = on
        self.loads = loads
        self.locale = Locale.get_default()
        self.pages: dict[str, Page] = {}
        for page in planned:
            found = self._page(page)
            if found is not None:
                self.pages[page.name] = found

    def _page(self, planned: PlannedPage) -> Page | None:
        model = PAGES[planned.kind]
        pages = model.objects.filter(locale=self.locale)
        found: Page | None = pages.filter(translation_key=planned.key).first()
        if found is None and model is HomePage:  # a site has one door, whoever made it
            found = pages.order_by("path").first()
        return found

    def edited(self) -> Iterator[str]:
        """The pages that the files would overwrite although somebody changed them since the last load."""
        for planned in self.planned:
            page, load = self.pages.get(planned.name), self.loads.get(planned.name)
            if page is None or (load is not None and load.digest == planned.digest) or self._is_foreign_door(planned):
                continue
            if load is None or load.mark != str(page.latest_revision_id):
                yield page.get_admin_display_title()

    def run(self, report: "Report", *, overwrite: bool) -> None:
        """Makes what is missing, puts it in order, then publishes what is new or changed."""
        wanted = [planned for planned in self.planned if self._is_wanted(planned, report, overwrite=overwrite)]
        made = {planned.name for planned in wanted if self._made(planned)}
        for planned in wanted:
            if planned.kind in {"course", "module"}:
                self._put_in_order(planned.name, wanted)
        for planned in wanted:
            if planned.name not in made and self._is_left(planned, overwrite=overwrite):
                report.unchanged.append(planned.name)
            else:
                (report.made if planned.name in made else report.updated).append(planned.name)
                self._publish(planned)

    def _is_left(self, planned: PlannedPage, *, overwrite: bool) -> bool:
        """Whether the page stays as it is: the files say nothing new, and nobody's change is to be overwritten."""
        load, page = self.loads.get(planned.name), self.pages[planned.name]
        is_same = load is not None and load.digest == planned.digest
        if overwrite:
            return is_same and load is not None and page.live and load.mark == str(page.latest_revision_id)
        return is_same or self._is_foreign_door(planned)

    def _is_foreign_door(self, planned: PlannedPage) -> bool:
        """Whether the site had a home page before the first load: then its words are not ours."""
        return planned.kind == "home" and planned.name in self.pages and planned.name not in self.loads

    def _is_wanted(self, planned: PlannedPage, report: "Report", *, overwrite: bool) -> bool:
        was_there = planned.name in self.loads and planned.name not in self.pages
        parent_is_gone = planned.parent in report.kept
        if (was_there or parent_is_gone) and not overwrite:
            report.kept.append(planned.name)
            return False
        return True

    def _made(self, planned: PlannedPage) -> bool:
        if planned.name in self.pages:
            return False
        page = PAGES[planned.kind](translation_key=planned.key, locale=self.locale, live=False)
        self._fill(page, {name: value for name, value in planned.fields.items() if name != "replay"})
        if planned.kind == "home":
            _put_at_the_door(page)
        else:
            self.pages[planned.parent].add_child(instance=page)
        self.pages[planned.name] = page
        return True

    def _put_in_order(self, parent: str, wanted: list[PlannedPage]) -> None:
        names = [planned.name for planned in wanted if planned.parent == parent]
        above = Page.objects.get(pk=self.pages[parent].pk)
        here = {pk: place for place, pk in enumerate(above.get_children().values_list("pk", flat=True))}
        places = [here.get(self.pages[name].pk, -1) for name in names]
        if places == sorted(places) and -1 not in places:
            return
        for name in names:
            page = Page.objects.get(pk=self.pages[name].pk)
            page.specific.move(Page.objects.get(pk=above.pk), pos="last-child")

    def _publish(self, planned: PlannedPage) -> None:
        page = PAGES[planned.kind].objects.get(pk=self.pages[planned.name].pk)
        self._fill(page, planned.fields)
        for relation, texts in planned.lists.items():
            children = [CourseOutcome(text=text, sort_order=number) for number, text in enumerate(texts)]
            setattr(page, relation, children)
        if planned.kind == "course":
            page.starter = True
        try:
            revision = page.save_revision(changed=True)
            with reviewing.starter(self.on):
                revision.publish()
        except ValidationError as error:  # a rule of the pages that the files' own checks do not know
            raise Refused(
                [planned.placed.problem(reason) for reason in error.messages] if planned.placed else []
            ) from error
        log(instance=page, action=reviewing.STARTER)
        values = {"digest": planned.digest, "mark": str(revision.pk)}
        CurriculumLoad.objects.update_or_create(name=planned.name, defaults=values)

    def _fill(self, page: Page, fields: Mapping[str, Any]) -> None:
        for name, value in fields.items():
            setattr(page, name, self._replays(value) if name == "replay" else value)

    def _replays(self, blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
        known = [block for block in blocks if block["value"] in self.pages]
        return [{**block, "value": self.pages[block["value"]].pk} for block in known]


def _put_at_the_door(page: Page) -> None:
    """The home page becomes what the site opens with; Wagtail's own welcome page goes, if nobody used it."""
    root = Page.get_first_root_node()
    root.add_child(instance=page)
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(hostname="localhost", site_name="Tandem", root_page=page, is_default_site=True)
        return
    old = site.root_page
    site.root_page = page
    site.site_name = site.site_name or "Tandem"  # the admin greets with it
    site.save()
    if old.specific_class is Page and old.is_leaf() and old.owner_id is None:
        old.delete()

"""Models that say nothing about a person, with the reason. A part of the register."""

from collections.abc import Mapping

from training.privacy.entry import NoPersonalData

CONTENT = NoPersonalData("content of the course")
FROZEN = NoPersonalData("content as it was published")
SETTINGS = NoPersonalData("settings of the admin")
KINDS = NoPersonalData("names of models and rights")
TREE = NoPersonalData("where content is kept and how it is found again")

NOBODY: Mapping[str, NoPersonalData] = {
    "training.Organisation": NoPersonalData("services and offices"),
    "training.OrganisationCode": NoPersonalData("codes of organisations"),
    "training.Snapshot": NoPersonalData("answers of ten and more learners together, rounded before they are written"),
    "certificates.Revocation": NoPersonalData("that a nameless half does not hold any more"),
    "certificates.VerificationKey": NoPersonalData("public keys of the site"),
    "certificates.SealChain": NoPersonalData("public certificates of the site's seals"),
    "certificates.Emblem": NoPersonalData("pictures of organisations that courses are offered with"),
    "certificates.CompiledTemplate": NoPersonalData("certificates without what differs between two of them"),
    "django_tasks_database.DBTaskResult": NoPersonalData("work that waits: names of functions and keys of rows"),
    "modules.CurriculumLoad": NoPersonalData("what the loader brought in"),
    "modules.PracticeSheet": NoPersonalData("words about the practice; the contact is never stored"),
    **dict.fromkeys(("modules.CourseVersion", "modules.LessonVersion", "quizzes.ScenarioVersion"), FROZEN),
    **dict.fromkeys(
        (
            "modules.HomePage", "modules.CoursePage", "modules.CourseOutcome", "modules.ModulePage",
            "modules.LessonPage", "modules.ScenarioPage", "modules.Source", "modules.Principle",
            "modules.EditorialNote", "modules.ReferenceCard", "modules.GlossaryTerm", "modules.CountryCard",
            "modules.CountryCardEntry",
            "wagtailimages.Rendition", "wagtailcore.Page", "wagtaildocs.Document", "wagtailimages.Image",
        ),
        CONTENT,
    ),
    **dict.fromkeys(
        (
            "wagtailsearch.IndexEntry", "wagtailsearch.SQLiteFTSIndexEntry", "wagtailcore.ReferenceIndex",
            "wagtailcore.Collection", "taggit.Tag", "taggit.TaggedItem", "wagtailcore.Locale", "wagtailcore.Site",
        ),
        TREE,
    ),
    **dict.fromkeys(
        (
            "wagtailadmin.Admin", "wagtailcore.CollectionViewRestriction", "wagtailcore.PageViewRestriction",
            "wagtailcore.GroupCollectionPermission", "wagtailcore.GroupPagePermission",
            "wagtailcore.GroupSitePermission", "wagtailcore.Workflow", "wagtailcore.WorkflowContentType",
            "wagtailcore.WorkflowPage", "wagtailcore.WorkflowTask", "wagtailcore.Task", "wagtailcore.GroupApprovalTask",
            "modules.TandemReview",
        ),
        SETTINGS,
    ),
    **dict.fromkeys(("auth.Permission", "auth.Group", "contenttypes.ContentType"), KINDS),
}  # fmt: skip

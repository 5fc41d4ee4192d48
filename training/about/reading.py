"""What the pages about the sources read: the texts that the course rests on, its cards and its words."""

from modules.models import EditorialNote, GlossaryTerm, ReferenceCard, Source


def sources() -> list[Source]:
    """S1 to S5. One query."""
    return list(Source.objects.order_by("key"))


def sources_with_principles() -> list[Source]:
    """S1 to S5, each with its principles in the order of the source. Two queries, however many principles."""
    return list(Source.objects.prefetch_related("principles").order_by("key"))


def notes() -> list[EditorialNote]:
    """Where the sources clash or err, and what was decided. One query."""
    return list(EditorialNote.objects.order_by("position"))


def cards() -> list[ReferenceCard]:
    """The reference cards in their order. One query."""
    return list(ReferenceCard.objects.order_by("position", "key"))


def card(key: str) -> ReferenceCard | None:
    """The reference card with this key. One query."""
    return ReferenceCard.objects.filter(key=key).first()


def terms() -> list[GlossaryTerm]:
    """The words of the field, by alphabet. One query."""
    return list(GlossaryTerm.objects.order_by("term"))

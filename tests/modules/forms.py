"""What a browser sends when a trainer presses save: every field of the page's form, blocks included."""

from typing import Any

from django.forms import CheckboxInput
from wagtail import blocks
from wagtail.blocks.base import BlockField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page
from wagtail.test.utils.form_data import rich_text


def posted(page: Page, **changed: Any) -> dict[str, str]:
    """The form of this page as it stands, with these fields changed to other values."""
    form = page.get_edit_handler().get_form_class()(instance=page)
    data: dict[str, str] = {}
    for name, field in form.fields.items():
        value = changed.get(name, form.get_initial_for_field(field, name))
        if isinstance(field, BlockField):
            data |= of_block(field.block, value, name)
        elif isinstance(field.widget, CheckboxInput):
            data |= {name: "on"} if value else {}
        else:
            data[name] = "" if value is None else str(value)
    for name, formset in form.formsets.items():
        data |= of_formset(name, formset)
    return data


def of_formset(name: str, formset: Any) -> dict[str, str]:
    """Child rows of the page, unchanged."""
    count = len(formset.forms)
    data = {f"{name}-TOTAL_FORMS": str(count), f"{name}-INITIAL_FORMS": str(count)}
    data |= {f"{name}-MIN_NUM_FORMS": "0", f"{name}-MAX_NUM_FORMS": "1000"}
    for number, form in enumerate(formset.forms):
        for field in form.fields:
            value = form.initial.get(field, form.instance.pk if field == "id" else "")
            data[f"{name}-{number}-{field}"] = "" if value is None or value is False else str(value)
        data[f"{name}-{number}-ORDER"] = str(number + 1)
        data[f"{name}-{number}-DELETE"] = ""
    return data


def of_block(block: Any, value: Any, prefix: str) -> dict[str, str]:
    """The fields of one block, with those of the blocks inside."""
    if isinstance(block, blocks.StreamBlock):
        children = [(child.block_type, child.block, child.value, child.id) for child in value or []]
        return _many(children, prefix)
    if isinstance(block, blocks.ListBlock):
        return _many([("", child.block, child.value, child.id) for child in value.bound_blocks], prefix)
    if isinstance(block, blocks.StructBlock) and not isinstance(block, ImageBlock):
        parts = [of_block(part, value[name], f"{prefix}-{name}") for name, part in block.child_blocks.items()]
        return {name: text for part in parts for name, text in part.items()}
    return _field(block, value, prefix)


def _many(children: list[tuple[str, Any, Any, Any]], prefix: str) -> dict[str, str]:
    data = {f"{prefix}-count": str(len(children))}
    for number, (kind, block, value, key) in enumerate(children):
        path = f"{prefix}-{number}"
        data |= {f"{path}-deleted": "", f"{path}-order": str(number), f"{path}-id": str(key), f"{path}-type": kind}
        data |= of_block(block, value, f"{path}-value")
    return data


def _field(block: Any, value: Any, prefix: str) -> dict[str, str]:
    if isinstance(block, blocks.RichTextBlock):
        return {prefix: rich_text(value.source, features=block.features)}
    if isinstance(block, blocks.BooleanBlock):
        return {prefix: "on"} if value else {}
    return {prefix: "" if value is None else str(getattr(value, "pk", value))}

"""The hash of what learners get of a page: the same for a form that was saved, its revision and the published page."""

import hashlib
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import DecimalField, Field, Model
from modelcluster.models import get_all_child_relations
from wagtail.blocks import Block, ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page

from quizzes import shapes

OF_EVERY_PAGE = ("title", "slug")
NOTES = frozenset({"starter"})  # written by the loader, shown to nobody
# Left out where empty: what was approved before there was this field stays approved.
ADDED_LATER = frozenset({"certificate_line", "partner_name", "partner_emblem"})
# The editor gives every paragraph a new one. Only inside a tag: the same signs in a sentence are read by learners.
BLOCK_KEY = re.compile(r'(<[a-z][a-z0-9]*(?: [a-z-]+="[^"<>]*")*?) data-block-key="[^"<>]*"')


def content_hash(page: Page) -> str:
    """64 hex digits of the content that this page has in memory. No query but for child rows."""
    return hash_of(type(page), page.serializable_data())


def hash_of(model: Any, stored: Mapping[str, Any]) -> str:
    """64 hex digits of the content of a revision. No query."""
    content: dict[str, Any] = {name: _plain(field, stored.get(name)) for name, field in _fields(model).items()}
    content = {name: value for name, value in content.items() if value != "" or name not in ADDED_LATER}
    for name, fields in _children(model).items():
        rows = sorted(enumerate(stored.get(name) or ()), key=lambda row: _place(*row))
        content[name] = [{key: _plain(field, row.get(key)) for key, field in fields.items()} for _at, row in rows]
    return hashlib.sha256(shapes.canonical(content)).hexdigest()


def content_names(model: Any) -> frozenset[str]:
    """The fields and child rows that make the content of a page."""
    return frozenset({*_fields(model), *_children(model)})


@cache
def _fields(model: Any) -> dict[str, "Field[Any, Any]"]:
    of_page = {field.name for field in Page._meta.get_fields()} - set(OF_EVERY_PAGE)
    return {
        field.name: field
        for field in model._meta.concrete_fields
        if field.name not in of_page | NOTES and not field.primary_key
    }


@cache
def _children(model: Any) -> dict[str, dict[str, "Field[Any, Any]"]]:
    found = {}
    for relation in get_all_child_relations(model):
        if relation.get_accessor_name() != COMMENTS_RELATION_NAME:
            row: type[Model] = relation.related_model
            found[relation.get_accessor_name()] = {
                field.name: field
                for field in row._meta.concrete_fields
                if not field.primary_key and field is not relation.field and field.name != "sort_order"
            }
    return found


def _place(at: int, row: Mapping[str, Any]) -> tuple[int, int]:
    order = row.get("sort_order")
    return (at if order is None else int(order), at)


def _plain(field: "Field[Any, Any]", value: Any) -> Any:
    if isinstance(field, StreamField):
        return _of_block(field.stream_block, json.loads(value or "[]") if isinstance(value, str) else value or [])
    if isinstance(field, DecimalField) and value is not None:
        return f"{Decimal(str(value)).normalize():f}"
    return _leaf(value if value is None or isinstance(value, (str, int, float)) else str(value))


def _of_block(block: Block, value: Any) -> Any:
    """The stored value with every part that a form would fill in, and without what differs from form to form."""
    if isinstance(block, StreamBlock):
        known = [child for child in value or [] if child["type"] in block.child_blocks]
        return [
            [child["type"], child.get("id") or "", _of_block(block.child_blocks[child["type"]], child["value"])]
            for child in known
        ]
    if isinstance(block, ListBlock):
        return [_of_block(block.child_block, _item(block, item)) for item in value or []]
    if isinstance(block, StructBlock) and isinstance(value, Mapping):
        return {
            name: _of_block(child, value[name] if name in value else child.get_prep_value(child.get_default()))
            for name, child in block.child_blocks.items()
        }
    if isinstance(block, RichTextBlock) and isinstance(value, str):
        return _leaf(without_block_keys(value))
    return _leaf(value)


def without_block_keys(html: str) -> str:
    """Rich text without the marks that the editor gives its paragraphs."""
    return BLOCK_KEY.sub(r"\1", html)


def _item(block: ListBlock, item: Any) -> Any:
    """An item of a list, in the older and in the newer form of storing."""
    return item["value"] if block._item_is_in_block_format(item) else item


def _leaf(value: Any) -> Any:
    if value is None or value is False:
        return ""
    # Browsers send their own line ends, and forms strip what stands around the words.
    return value.replace("\r\n", "\n").replace("\r", "\n").strip() if isinstance(value, str) else value

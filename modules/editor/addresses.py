"""Numbers in addresses of the admin."""

from django.urls import register_converter
from django.urls.converters import IntConverter


class KeyConverter(IntConverter):
    """The number of something in the database. A longer one is nobody's: databases refuse to look for it."""

    regex = "[0-9]{1,18}"


register_converter(KeyConverter, "key")

"""Checking a certificate, open to anybody."""

"""Withdrawing a certificate by two operators, in the admin."""

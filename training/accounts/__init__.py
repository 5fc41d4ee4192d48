"""Accounts: one login door, second factors, and what is not kept about them."""

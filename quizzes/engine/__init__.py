"""Scenarios as graphs: playing, looking back, checking, text. Plain Python."""

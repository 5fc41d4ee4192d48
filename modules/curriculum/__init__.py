"""The content folder: read with line numbers, checked whole, and loaded in one transaction."""

"""Pages that explain: what is kept, help, sources, accessibility."""

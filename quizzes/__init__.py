"""What is asked and played: scenes, choices, questions. Knows no page and no person."""

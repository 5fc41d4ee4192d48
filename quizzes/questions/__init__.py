"""Check questions: their kinds, marking and shuffling. Plain Python."""

"""Forms for scenes and questions in the admin. They hold words; the rules are in the engine."""

"""The pages and forms of learners; each view finds, asks a use case and answers."""

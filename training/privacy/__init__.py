"""What is held about people, why and how long; export and erasure."""

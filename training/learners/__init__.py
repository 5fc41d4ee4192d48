"""What learners do: start, read, play, finish, share, leave."""

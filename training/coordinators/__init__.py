"""What coordinators see: completions that were shared with their branch, and nothing else."""

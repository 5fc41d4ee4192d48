"""What a lesson is made of: forms in the admin, and how each block looks on a page."""

"""What is taught: courses, modules, lessons, their order and their publishing."""

"""What the certificate of a course will look like, before anybody has one."""

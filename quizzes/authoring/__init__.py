"""Between the forms of authors and the plain values of the rules: both ways, and problems at their place."""

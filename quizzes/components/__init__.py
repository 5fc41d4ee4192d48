"""What scenes and questions look like: typed values in, a template each."""

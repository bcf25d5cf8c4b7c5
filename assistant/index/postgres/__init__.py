"""The index in PostgreSQL with pgvector: the second store, beside the folder of files."""

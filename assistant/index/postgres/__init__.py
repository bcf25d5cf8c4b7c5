"""The index in PostgreSQL with pgvector: the second store, beside the embedded one."""

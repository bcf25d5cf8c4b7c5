"""The encoder that the embedder and the reader share: all-MiniLM-L6-v2, run without a library."""

"""What is stored and how it is found: the versions on disk, the catalogue, dense, lexical."""

"""Looking after the corpus and the index: what staff and the operator do to them."""

"""The passages found are read: which sentences answer, and how likely it is that any does."""

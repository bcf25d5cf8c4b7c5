"""The board paper that quotes are collected into, as Word, Markdown and a page to print."""

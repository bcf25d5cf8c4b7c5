"""The pages that list documents and show one."""

"""An index in a folder of files: the store that needs no server."""

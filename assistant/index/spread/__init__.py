"""Reading and embedding spread over the machines of a Dask cluster; nothing of it is needed."""

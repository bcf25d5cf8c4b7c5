"""Looking after the corpus and the index: what staff and the operator do to them.

A file is brought (`uploads`), read for what it says of itself (`describing`, `described`) and put
in (`intake`) with what staff correct of that (`catalogue_file`). A build, a process of its own
(`rebuild`, `building`), then reads it with all the others.
"""

#!/usr/bin/env bash
# Copies what cannot be made again into a new folder below the one that is named, while the app
# runs: the documents, the records with the audit log and the key of the pseudonyms, and the reports
# of what builds changed. Run it as the user of the app or as root:
#   ASSISTANT_CORPUS=... ASSISTANT_INDEX=... ASSISTANT_RECORDS=... deploy/backup.sh /backup
# ASSISTANT_AUDIT_FOLDER is taken too where it is set. PYTHON names another Python. The copy holds
# what people asked: keep it as close as the original.
set -euo pipefail
umask 077

[[ $# -eq 1 && -d $1 ]] || { echo "Usage: $0 FOLDER, which must be there" >&2; exit 2; }
corpus=${ASSISTANT_CORPUS:-corpus}
index=${ASSISTANT_INDEX:-index}
records=${ASSISTANT_RECORDS:-records}
audit=${ASSISTANT_AUDIT_FOLDER:-}
to=$1/$(date -u +%Y%m%dT%H%M%SZ)
new=$to.unfinished
mkdir "$new"

mkdir "$new/corpus"
# Without what staff have brought and not yet put among the documents.
find "$corpus" -mindepth 1 -maxdepth 1 ! -name .incoming -exec cp -a {} "$new/corpus/" \;
if [[ -d $records ]]; then
  mkdir "$new/records"
  # All but the database, which may be written to at this moment: SQLite copies that itself.
  find "$records" -mindepth 1 -maxdepth 1 ! -name 'records.sqlite*' -exec cp -a {} "$new/records/" \;
  if [[ -e $records/records.sqlite ]]; then
    "${PYTHON:-python3}" - "$records/records.sqlite" "$new/records/records.sqlite" <<'COPY'
import pathlib
import sqlite3
import sys

source = sqlite3.connect(pathlib.Path(sys.argv[1]).resolve().as_uri() + "?mode=ro", uri=True)
target = sqlite3.connect(sys.argv[2])
source.backup(target)
(said,) = target.execute("PRAGMA integrity_check").fetchone()
target.execute("PRAGMA journal_mode = DELETE").fetchall()
target.close()
if said != "ok":
    sys.exit(f"The copy of the records is damaged: {said}")
COPY
  fi
fi
if [[ -n $audit && -d $audit ]]; then cp -a "$audit" "$new/audit"; fi
if [[ -d $index/changes ]]; then mkdir "$new/index" && cp -a "$index/changes" "$new/index/changes"; fi

(cd "$new" && find . -type f ! -name SHA256SUMS -print0 | sort -z | xargs -0 -r sha256sum > SHA256SUMS)
sync
mv "$new" "$to"
echo "$to"

"""Make the PDF and the Word file of the starter corpus from their sources beside this file.

    python tools/starter_corpus/make.py [FOLDER]        (corpus/ unless a folder is named)

The same sources give the same files, to the byte with the same reportlab and python-docx.
"""

import sys
from pathlib import Path

import make_docx
import make_pdf
import markup

HERE = Path(__file__).parent


def main() -> None:
    """Write both files."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[1] / "corpus"
    report = markup.read(HERE / "nhs-productivity-and-finance-report.md")
    make_pdf.write(report, folder / "nhs-productivity-and-finance-report.pdf")
    briefing = markup.read(HERE / "workforce-and-estates-briefing.md")
    make_docx.write(briefing, folder / "workforce-and-estates-briefing.docx")


if __name__ == "__main__":
    main()

"""Words and lines as every text-like format needs them: cleaning, bullets, sentence ends, joining.

While a reader works, a block's text may hold six signs from Unicode's private area: where bold, a
footnote mark, and a cell of a table begin and end. Joining and splitting strings then
keeps them in place with no offsets to mend; `Piece.block` takes them out and notes the marks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from charset_normalizer import from_bytes

from assistant.documents import Role
from assistant.errors import DocumentError
from assistant.ingest.draft import DraftBlock, DraftCell, Place

BOLD, PLAIN, MARK, UNMARK = "\ue000", "\ue001", "\ue002", "\ue003"
CELL, UNCELL = "\ue004", "\ue005"
_SIGNS = re.compile("[\ue000-\ue005]")
_DROPPED = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff\x00-\x08\x0e-\x1b\x7f\ufffc]")
# Only these are spelt out: NFKC would also rewrite ½, ², … and other signs that are on the page.
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_SYMBOLS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf02d": "–", "\uf06f": "o"}
SPELT = str.maketrans({**_LIGATURES, **_SYMBOLS})
"""Ligatures as letters, and private codes of symbol fonts, which show as empty boxes elsewhere."""
BULLETS = "•●○◦▪■□◆◇►▸➢‣∙⁃\uf0b7\uf0a7\uf0d8"
_SENTENCE_END = re.compile(rf"[.!?…][\"'”’)\]]*(?:\s?{MARK}\w+{UNMARK}|\s\d{{1,3}})?$")
SECTION_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}|[A-Z]\.?\d{1,2}(?:\.\d{1,2})?)\.?")
_FIRST_PART_WORDS = (
    "non self long short high low well cross multi co pre post out anti ex year day two three four "
    "full part real mid half all ever evidence so risk cost patient nurse data"
)
_FIRST_PARTS = frozenset(_FIRST_PART_WORDS.split())


def clean(text: str) -> str:
    """Single spaces, NFC, ligatures spelt out, soft hyphens and invisible signs removed."""
    text = _DROPPED.sub("", text.translate(SPELT))
    return " ".join(unicodedata.normalize("NFC", text).split())


def without_signs(text: str) -> str:
    """The text without what it says of bold and of marks; for the outside world to begin clean."""
    return _SIGNS.sub("", text)


@dataclass(slots=True)
class Piece:
    """A block in the making: its text may hold signs and loose white space.

    `bullet` is the character of the file that makes it a list item, and begins the finished text.
    `places` are those of the cells that its signs mark, in order; `caption` is the table that it is
    the caption of.
    """

    role: Role
    text: str
    level: int = 0
    bullet: str = ""
    places: tuple[Place, ...] = ()
    caption: tuple[int, ...] | None = None

    @property
    def plain(self) -> str:
        """The words without signs."""
        return clean(without_signs(self.text))

    @property
    def all_bold(self) -> bool:
        """Whether every word is bold."""
        rest = re.sub(f"{BOLD}[^{PLAIN}]*{PLAIN}", "", self.text)
        return BOLD in self.text and not without_signs(rest).strip()

    def block(self) -> DraftBlock | None:
        """The finished block; None where there are no words."""
        text = re.sub(f"\\s*{MARK}\\s*(\\w+)\\s*{UNMARK}", f" {MARK}\\1{UNMARK}", self.text)
        text = re.sub(f"{UNMARK}(?=\\w)", f"{UNMARK} ", text.replace(BOLD, "").replace(PLAIN, ""))
        if not any(character.isalnum() for character in text):
            return None
        words: list[str] = []
        marks: list[tuple[int, int]] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for part in re.split(f"([{MARK}{UNMARK}{CELL}{UNCELL}])", clean(f"{self.bullet} {text}")):
            if part == MARK:
                marks.append((at, at))
            elif part == UNMARK:
                marks[-1] = (marks[-1][0], at)
            elif part == CELL:
                starts.append(at)
            elif part == UNCELL:
                ends.append(at)
            else:
                words.append(part)
                at += len(part)
        cells = [
            DraftCell(start, end, place)
            for start, end, place in zip(starts, ends, self.places, strict=False)
            if start < end
        ]
        return DraftBlock(
            *(self.role, "".join(words), self.level, tuple(marks)),
            cells=tuple(cells),
            caption=self.caption,
        )


def finish(pieces: Iterable[Piece], name: str) -> tuple[DraftBlock, ...]:
    """The blocks of a draft.

    Raises:
        DocumentError: `empty` where no piece has words.
    """
    blocks = tuple(block for piece in pieces if (block := piece.block()) is not None)
    if not blocks:
        raise DocumentError("empty", f"{name} holds no text. Put a file with text in its place.")
    return blocks


def raised(before: str, raised_text: str) -> str:
    """Superscript digits as a footnote mark, or glued where they are a power or a unit (m², 10³).

    A mark follows a word or a closing sign; a power follows a number or one or two letters.
    """
    digits = raised_text.strip().strip("[]()")
    if re.fullmatch(r"\d{1,3}", digits) and re.search(r"([^\W\d_]{3}|[.,;:!?)”’\"'%])$", before):
        return f"{MARK}{digits}{UNMARK}"
    return raised_text


def ends_sentence(text: str) -> bool:
    """Whether the text ends as a sentence does."""
    return _SENTENCE_END.search(_strip_bold(text)) is not None


def ends_open(text: str) -> bool:
    """Whether the text announces what follows: it ends with a colon."""
    return _strip_bold(text).endswith((":", ":-", ": –"))


def starts_lower(text: str) -> bool:
    """Whether the text goes on in the middle of a sentence."""
    return re.match(r"[\"'“‘(]*[a-zà-ÿ]", _strip_bold(text)) is not None


def _strip_bold(text: str) -> str:
    return text.replace(BOLD, "").replace(PLAIN, "").strip()


def is_dated(text: str) -> bool:
    """Whether a line is a date and little else: "01 July 2024", "Date published: 3 May, 2024"."""
    return (
        re.fullmatch(
            r"(?:(?:date |last )?(?:published|updated|issued)(?: on)?:? )?(?:\w+day,? )?"
            r"(?:\d{1,2}(?:st|nd|rd|th)? )?(?:january|february|march|april|may|june|july|august|"
            r"september|october|november|december)(?: \d{1,2},?)?,? \d{4}",
            text.strip().lower(),
        )
        is not None
    )


def could_be_heading(text: str) -> bool:
    """Whether a short line could head a section: words, a capital or a number, no full stop."""
    text = clean(without_signs(text))
    words = text.split()
    if not 1 <= len(words) <= 22 or len(text) > 140 or text.endswith((".", ",", ";")):
        return False
    if starts_lower(text) or is_dated(text) or re.search(r"https?:|www\.|@\w|\.{4}", text):
        return False
    letters = sum(character.isalpha() for character in text)
    return letters >= 4 and letters * 2 > len(text.replace(" ", ""))


def section_number(text: str) -> int:
    """How many parts the number of a heading has: "3.2 Retention" 2, "Retention" 0."""
    match = re.match(rf"({SECTION_NUMBER.pattern})\s+\S", text)
    return len(re.findall(r"\d+", match[1])) if match else 0


def glue(before: str, after: str, vocabulary: frozenset[str] = frozenset()) -> str:
    """Two halves of a sentence as one, with a word that a hyphen broke at the line end mended."""
    before, after = before.rstrip(), after.lstrip()
    if re.search(r"\S/$", before) and re.search(r"(?:https?:|www\.)\S*$", before):
        return before + after
    broken = re.search(r"([^\W\d_]+)-$", before)
    if not broken:
        return f"{before}{after}" if re.search(r"\w-$", before) else f"{before} {after}"
    rest = re.match(r"[^\W\d_]*", after)
    first, second = broken[1].lower(), rest[0].lower() if rest else ""
    whole = first + second in vocabulary or (
        f"{first}-{second}" not in vocabulary and first not in _FIRST_PARTS
    )
    if vocabulary and whole and after[:1].islower() and not after[len(second) :].startswith("-"):
        return before[:-1] + after
    return before + after


def vocabulary_of(text: str) -> frozenset[str]:
    """The words of a text, and its compounds with their hyphens, in lower case."""
    return frozenset(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*(?!-\n)", text.lower()))


def has_bullet(text: str) -> bool:
    """Whether the text begins with a bullet sign."""
    return re.match(rf"(?:{BOLD}|\s)*[{BULLETS}]", text) is not None


_REFERENCES = re.compile(
    r"(?:\W*[\dA-Z]{1,3}[.:]?\s+)?(?:references|bibliography|end\s?notes|footnotes|works cited|"
    r"references and (?:notes|further reading)|notes and references|list of references)\W*",
    re.IGNORECASE,
)
_CONTENTS = re.compile(
    r"\W*(?:table of )?contents?(?: page| list)?\W*|in this (?:section|report)|on this page\W*|"
    r"document outline|page contents\W*",
    re.IGNORECASE,
)


def heads_references(text: str) -> bool:
    """Whether a heading opens a list of references or endnotes."""
    return _REFERENCES.fullmatch(text) is not None


def heads_contents(text: str) -> bool:
    """Whether a heading opens a table of contents."""
    return _CONTENTS.fullmatch(text) is not None


def mark_lists(pieces: Sequence[Piece]) -> list[Piece]:
    """Gives the entries of reference lists and tables of contents their roles."""
    done: list[Piece] = []
    under: Role | None = None
    level = 0
    for piece in pieces:
        role = piece.role
        if role == "heading":
            plain = piece.plain
            if under is None or piece.level <= level:
                under = "reference" if heads_references(plain) else None
                level = piece.level
            if heads_contents(plain):
                under, level, role = "contents", 6, "contents"
        elif under == "contents" and (role != "item" and ends_sentence(piece.text)):
            under = None
        elif under is not None and role in ("paragraph", "item"):
            role = under
        level_ = 0 if role in ("reference", "contents") else piece.level
        done.append(replace(piece, role=role, level=level_))
    return done


_CONTROL = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27})


def decode(data: bytes, name: str) -> str:
    """The characters of a text file: by its byte order mark, else UTF-8, else as it looks.

    Raises:
        DocumentError: `unsupported` where the bytes are no text.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    control = len(data[:65536]) - len(data[:65536].translate(None, delete=_CONTROL))
    if b"\0" in data[:65536] or control * 10 > len(data[:65536]):
        raise DocumentError(
            "unsupported",
            f"{name} is not text. Save it as PDF, DOCX, HTML, Markdown or UTF-8 text.",
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # English text in a single-byte encoding: the detector is asked only about the likely ones.
        best = from_bytes(
            data, cp_isolation=["cp1252", "latin_1", "mac_roman", "iso8859_15"]
        ).best()
        return str(best) if best is not None else data.decode("cp1252", errors="replace")


def read_source(path: Path) -> str:
    """The text of a file with plain line ends, free of the signs that this module uses.

    Raises:
        DocumentError: `unsupported` where it is no text, `empty` where it holds none, `damaged`
            where it cannot be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError("damaged", f"{path.name} cannot be read: {error.strerror}.") from error
    text = without_signs(decode(data, path.name)).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise DocumentError(
            "empty", f"{path.name} holds no text. Put a file with text in its place."
        )
    return text

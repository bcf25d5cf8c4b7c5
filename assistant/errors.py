"""What can go wrong, each with a sentence for a person: what, where, and how to mend it.

AssistantError
├── SettingsError         a setting of the environment is not of its form
├── AccessDenied          somebody may not do this: not signed in, or without the role
├── AuditError            the audit log cannot be read or written
├── CorpusError           the corpus folder is missing or holds nothing readable
├── IntakeError           a document cannot be added, replaced, removed or described
├── DocumentError         one file cannot be read; `reason` is a word, `detail` a sentence
├── IndexProblem
│   ├── NoIndex           nothing has been built yet
│   ├── StaleIndex        made by another version or model: build again
│   ├── DamagedIndex      a file of the index is missing or has changed
│   ├── IndexLocked       another build is running
│   ├── IndexNotWritten   the index folder cannot be written to, or its disk is full
│   │   └── OnlyStandbys  only standbys of the database answer, which take no writes
│   └── StoreAway         the database that holds the index does not answer
├── PageImageError        the page behind a quote cannot be drawn (assistant/page_images.py)
├── CitationError         what is cited no longer stands in the documents; `state` is a word
├── RecordsError          what people asked and kept cannot be read or written
├── FeedbackError         a comment is too long to be kept
├── PaperError            a file is no board paper of this program's
├── StandingError         a standing question cannot be kept, or is not on the list
├── VerifyError           a file has no citations that can be verified
├── ChangesError          there is no report of what a build changed
├── SpreadError           the machines that share the work of a build cannot do it
├── ModelError            the embedding model is missing or is not the one expected
├── FilterError           a filter is not of its form, or leaves no document to search
├── QuestionError         the question cannot be asked: empty, too long, no words
└── QuestionFileError     a gold question file, a saved run or a line of --jsonl is not in its form
"""

from __future__ import annotations

from typing import Literal

Reason = Literal["password", "damaged", "needs-ocr", "empty", "too-large", "timeout", "unsupported"]


class AssistantError(Exception):
    """Anything that a person is told about. `str(error)` is the sentence."""


class SettingsError(AssistantError):
    """A setting is not of its form."""


class AccessDenied(AssistantError):
    """Somebody may not do what they asked for."""


class AuditError(AssistantError):
    """The audit log cannot be read or written."""


class CorpusError(AssistantError):
    """The corpus folder is missing or holds nothing that can be read."""


class IntakeError(AssistantError):
    """A document cannot be added, replaced or removed, or what is said of it be changed."""


class DocumentError(AssistantError):
    """One document cannot be read; the build goes on without it."""

    def __init__(self, reason: Reason, detail: str, *, again: bool = False) -> None:
        """Say why; `again` where the fault may not be the file's, so that it is to be retried."""
        # Both arguments go to Exception so that the error can be pickled out of a worker.
        super().__init__(reason, detail)
        self.reason: Reason = reason
        self.detail = detail
        self.again = again

    def __str__(self) -> str:
        return self.detail


class IndexProblem(AssistantError):
    """The index cannot be used as it is."""


class NoIndex(IndexProblem):
    """Nothing has been built yet."""


class StaleIndex(IndexProblem):
    """The index was made by another version of the program or another model."""


class DamagedIndex(IndexProblem):
    """A file of the index is missing or is not what was written."""


class IndexLocked(IndexProblem):
    """Another build is running."""


class IndexNotWritten(IndexProblem):
    """The index folder cannot be written to, or its disk is full."""


class OnlyStandbys(IndexNotWritten):
    """No primary of the database answers, only standbys, which take no writes."""


class StoreAway(IndexProblem):
    """The database that holds the index does not answer, or not as it should."""


class CitationError(AssistantError):
    """The words that were cited are not where they were: changed, or their document is gone."""

    def __init__(self, state: Literal["changed", "gone"], detail: str) -> None:
        super().__init__(detail)
        self.state = state


class RecordsError(AssistantError):
    """The chats, papers or feedback that people left cannot be read or written."""


class PaperError(AssistantError):
    """A file is not a board paper that this program exported, or has been damaged."""


class StandingError(AssistantError):
    """A standing question cannot be kept, or is not on the list."""


class VerifyError(AssistantError):
    """A file cannot be read, or has no citations that can be verified."""


class ChangesError(AssistantError):
    """There is no report of what a build changed, or not of this one."""


class FeedbackError(AssistantError):
    """A comment is too long to be kept."""


class ModelError(AssistantError):
    """The embedding model is missing, or is not the one that was expected."""


class SpreadError(AssistantError):
    """No scheduler answers, it has no workers, or they are not as this machine is."""


class FilterError(AssistantError):
    """A filter is not of its form, or names what the index does not have."""


class QuestionError(AssistantError):
    """The question cannot be asked."""


class QuestionFileError(AssistantError):
    """A gold question file, a saved run or a line of `ask --jsonl` is not in its form."""

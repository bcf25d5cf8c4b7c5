"""Each kind of change, from a build of invented documents to the report that is kept."""

from __future__ import annotations

import stat
from pathlib import Path

import msgspec
import pytest

from assistant.changes import citations, kept
from assistant.changes.changed import Changes
from assistant.changes.report import all_reports, latest, report_changes
from assistant.index.build import build
from assistant.settings import Settings
from tests.changes.steps import EMBEDDER, Rebuilds
from tests.corpora import GUIDANCE, OPINION, REPORT, write_report

REVIEWED = "How long after discharge should patients be reviewed?"
WARD = "What is a virtual ward?"
PARKING = "What would the parking scheme raise at 20p an hour?"


def documents(changes: Changes | None) -> list[tuple[str, str]]:
    assert changes is not None
    return [(one.path, one.what) for one in changes.documents]


class TestDocuments:
    def test_the_first_build_adds_all(self, settings: Settings) -> None:
        first = Rebuilds(settings).changes()
        assert documents(first) == [(GUIDANCE, "added"), (OPINION, "added"), (REPORT, "added")]
        assert first.before is None
        assert first.documents[2].title == "The bed review"

    def test_what_is_added_updated_removed_and_failed(self, rebuilds: Rebuilds) -> None:
        rebuilds.replace(GUIDANCE, "within 14 days", "within 10 days")
        rebuilds.remove(OPINION)
        rebuilds.write("new.md", "# News\n\nThe trust opened 12 beds in May 2026.")
        rebuilds.write("broken.pdf", "%PDF-1.7 and nothing else")
        changes = rebuilds.changes()
        assert documents(changes) == [
            ("broken.pdf", "failed"), (GUIDANCE, "updated"), ("new.md", "added"),
            (OPINION, "removed"),
        ]  # fmt: skip
        assert changes.documents[0].why
        assert rebuilds.first is not None
        assert changes.before == rebuilds.first.version
        # What cannot be read still is not told again.
        rebuilds.remove("new.md")
        assert documents(rebuilds.build()) == [("new.md", "removed")]

    def test_another_name_and_other_facts(self, rebuilds: Rebuilds) -> None:
        corpus = rebuilds.settings.corpus
        (corpus / OPINION).rename(corpus / "parking.txt")
        rebuilds.replace("catalogue.toml", "The bed review", "The review of beds")
        changes = rebuilds.changes()
        assert documents(changes) == [("parking.txt", "updated"), (REPORT, "updated")]
        assert OPINION in changes.documents[0].why
        assert "facts" in changes.documents[1].why

    def test_nothing_changed_is_not_reported_twice(self, rebuilds: Rebuilds) -> None:
        assert rebuilds.build() is None
        assert len(all_reports(rebuilds.settings)) == 1

    def test_a_full_build_of_the_same_changes_nothing(self, rebuilds: Rebuilds) -> None:
        changes = rebuilds.build(full=True)
        assert changes is not None
        assert not changes.anything

    def test_an_index_from_before_there_were_reports(self, rebuilds: Rebuilds) -> None:
        for file in [*kept.reports(rebuilds.settings.index)]:
            file.unlink()
        (rebuilds.settings.index / "changes" / "last.json").unlink()
        assert documents(rebuilds.build()) == []  # what is there is no news
        rebuilds.remove(OPINION)
        assert documents(rebuilds.build()) == [(OPINION, "removed")]

    def test_a_build_whose_report_was_not_made_is_caught_up_with(self, rebuilds: Rebuilds) -> None:
        rebuilds.remove(OPINION)
        for number in range(3):  # so that the version that was reported is pruned
            rebuilds.write("new.md", f"# News\n\nThe trust opened {number + 5} beds.")
            build(rebuilds.settings, EMBEDDER)
        changes = rebuilds.build()
        assert documents(changes) == [("new.md", "added"), (OPINION, "removed")]


class TestCitations:
    def test_they_stand(self, rebuilds: Rebuilds) -> None:
        rebuilds.keep_in_chat(REVIEWED)
        rebuilds.remove(OPINION)
        changes = rebuilds.changes()
        assert (changes.citations, changes.checked) == ((), 1)

    def test_moved_once_with_its_places(self, rebuilds: Rebuilds) -> None:
        answer = rebuilds.keep_in_chat(REVIEWED)
        rebuilds.keep_in_chat(REVIEWED, "b", "Ben")
        rebuilds.keep_in_paper(answer)
        rebuilds.replace(GUIDANCE, "## Plans\n", "## Plans\n\nThis part is new.\n")
        changes = rebuilds.changes()
        (moved,) = changes.citations
        assert (moved.citation, moved.places) == (answer.quotes[0], 3)
        assert moved.verdict.state == "moved"
        assert moved.verdict.where is not None
        assert moved.verdict.where.text == moved.citation.text
        assert moved.verdict.where.start > moved.citation.start
        assert (changes.checked, changes.moved, changes.broken) == (1, 1, 0)

    def test_broken_with_what_stands_there_now(self, rebuilds: Rebuilds) -> None:
        rebuilds.keep_in_chat(REVIEWED)
        rebuilds.replace(GUIDANCE, "within 14 days", "within 10 days")
        (broken,) = rebuilds.changes().citations
        assert broken.verdict.state == "changed"
        assert broken.verdict.where is not None
        assert "within 10 days" in broken.verdict.where.text

    def test_gone_and_told_once(self, rebuilds: Rebuilds) -> None:
        rebuilds.keep_in_chat(PARKING)
        rebuilds.remove(OPINION)
        (gone,) = rebuilds.changes().citations
        assert (gone.verdict.state, gone.verdict.where) == ("gone", None)
        rebuilds.write("new.md", "# News\n\nThe trust opened 12 beds in May 2026.")
        changes = rebuilds.changes()
        assert (changes.citations, changes.checked) == ((), 1)

    def test_a_report_names_nobody(self, rebuilds: Rebuilds) -> None:
        rebuilds.keep_in_chat(PARKING, "chat-of-ada", "ada@example.org")
        rebuilds.remove(OPINION)
        rebuilds.changes()
        for file in (rebuilds.settings.index / "changes").iterdir():
            text = file.read_text().lower()
            assert "ada@" not in text
            assert "chat-of-ada" not in text
            assert PARKING.lower() not in text
            assert stat.S_IMODE(file.stat().st_mode) == 0o600

    def test_a_page_full_is_told_and_all_are_counted(
        self, rebuilds: Rebuilds, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(citations, "MOST", 1)
        rebuilds.keep_in_chat(PARKING)
        rebuilds.keep_in_chat("Which colleagues asked for more bicycle shelters?")
        rebuilds.remove(OPINION)
        changes = rebuilds.changes()
        assert len(changes.citations) == 1
        assert (changes.broken, changes.checked) == (2, 2)


class TestStanding:
    def test_answered_by_other_quotes(self, rebuilds: Rebuilds) -> None:
        for question in (REVIEWED, WARD):
            rebuilds.standing.add(question)
        # The version before is asked what was not asked when it was built.
        rebuilds.replace(GUIDANCE, "within 14 days", "within 10 days")
        changes = rebuilds.changes()
        (other,) = changes.standing
        assert (other.question, changes.asked) == (REVIEWED, 2)
        assert other.before is not None
        assert "14 days" in other.before.quotes[0].text
        assert "10 days" in other.now.quotes[0].text
        # And then what it answered is kept by value.
        rebuilds.replace(GUIDANCE, "within 10 days", "within 7 days")
        (other,) = rebuilds.changes().standing
        assert other.before is not None
        assert "10 days" in other.before.quotes[0].text

    def test_refused_now_and_answered_again(self, rebuilds: Rebuilds) -> None:
        rebuilds.standing.add(PARKING)
        text = (rebuilds.settings.corpus / OPINION).read_text()
        rebuilds.remove(OPINION)
        (refused,) = rebuilds.changes().standing
        assert refused.before is not None
        assert (refused.before.answered, refused.now.answered) == (True, False)
        rebuilds.write(OPINION, text)
        (answered,) = rebuilds.changes().standing
        assert answered.before is not None
        assert (answered.before.answered, answered.now.answered) == (False, True)

    def test_another_score_is_no_other_answer(self, rebuilds: Rebuilds) -> None:
        rebuilds.standing.add(REVIEWED)
        rebuilds.write("new.md", "# Cleaning\n\nThe porters clean the windows in the spring.")
        changes = rebuilds.changes()
        assert (changes.standing, changes.asked) == ((), 1)

    def test_without_an_embedder_none_is_asked(self, rebuilds: Rebuilds) -> None:
        rebuilds.standing.add(REVIEWED)
        rebuilds.remove(OPINION)
        changes = report_changes(
            rebuilds.settings, build(rebuilds.settings, EMBEDDER), embedder=None
        )
        assert changes is not None
        assert (changes.asked, documents(changes)) == (0, [(OPINION, "removed")])


class TestFigures:
    def test_of_the_same_sentence(self, rebuilds: Rebuilds) -> None:
        path = rebuilds.settings.corpus / REPORT
        beds = "The trust closed 230 beds between April 2022 and March 2023."
        path.unlink()
        write_report(rebuilds.settings.corpus, beds=beds)
        changes = rebuilds.changes()
        (figure,) = changes.figures
        assert (figure.before.value, figure.now.value) == ("214 beds", "230 beds")
        assert (figure.document, figure.unit, figure.now.page) == (REPORT, "beds", 1)
        assert "214" in figure.before.text
        assert figure.now.text == beds
        assert changes.figures_changed == 1

    def test_other_documents_change_none(self, rebuilds: Rebuilds) -> None:
        rebuilds.write("new.md", "# Beds\n\nThe trust closed 300 beds between April 2022 and "
                       "March 2023.")  # fmt: skip
        assert rebuilds.changes().figures == ()

    def test_a_new_edition_under_another_name(self, rebuilds: Rebuilds) -> None:
        more = "It asked them about their rotas.\n\n## Rest\n\nMost of them rest at home."
        rebuilds.write(
            "survey-1.md", f"# Survey 2025\n\nIn 2024 the trust had 1,200 nurses. {more}"
        )
        rebuilds.changes()
        rebuilds.remove("survey-1.md")
        rebuilds.write(
            "survey-2.md", f"# Survey 2026\n\nIn 2024 the trust had 1,300 nurses. {more}"
        )
        (figure,) = rebuilds.changes().figures
        assert figure.document == "survey-2.md"
        assert "1,300" in figure.now.value


class TestKeeping:
    def test_it_is_read_as_it_was_made(self, rebuilds: Rebuilds) -> None:
        rebuilds.keep_in_chat(REVIEWED)
        rebuilds.standing.add(REVIEWED)
        rebuilds.replace(GUIDANCE, "within 14 days", "within 10 days")
        changes = rebuilds.changes()
        assert changes.citations
        assert changes.standing
        assert changes.figures
        assert latest(rebuilds.settings) == changes
        assert [one.version for one in all_reports(rebuilds.settings)] == [
            changes.version, changes.before,
        ]  # fmt: skip
        assert msgspec.json.decode(msgspec.json.encode(changes), type=Changes) == changes

    def test_old_ones_are_dropped(
        self, rebuilds: Rebuilds, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(kept, "KEPT", 2)
        for number in range(3):
            rebuilds.write("new.md", f"# News\n\nThe trust opened {number + 5} beds.")
            rebuilds.changes()
        assert len(all_reports(rebuilds.settings)) == 2

    def test_one_that_cannot_be_read_is_left_out(self, rebuilds: Rebuilds) -> None:
        rebuilds.remove(OPINION)
        newest = rebuilds.changes()
        (rebuilds.settings.index / "changes" / f"{newest.version}.json").write_text("{")
        assert latest(rebuilds.settings) == rebuilds.first

    def test_none_yet(self, tmp_path: Path) -> None:
        assert latest(Settings(index=tmp_path)) is None

    def test_nothing_that_goes_wrong_harms_the_build(
        self, rebuilds: Rebuilds, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_: object) -> None:
            raise OSError("no space left")

        monkeypatch.setattr(kept, "keep", broken)
        rebuilds.remove(OPINION)
        assert rebuilds.build() is None

    def test_one_part_that_fails_leaves_the_others(
        self, rebuilds: Rebuilds, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        records = rebuilds.settings.records
        records.mkdir()
        (records / "records.sqlite").write_text("These are minutes. " * 500)
        rebuilds.remove(OPINION)
        changes = rebuilds.changes()
        assert documents(changes) == [(OPINION, "removed")]
        assert len(changes.problems) == 2

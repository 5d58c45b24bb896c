"""One unit of work each: ``Database.read()`` sees one moment, ``Database.write()`` is all or nothing.

A session never leaves the ``with`` block that opened it, nor the thread; what comes out are records.
"""

from __future__ import annotations

import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from db import history, models
from db.engine import open_engine, translated
from db.records import Action, RecordKind
from db.repositories.articles import ArticleRepository, EvidenceRepository, SuggestionRepository
from db.repositories.base import Links
from db.repositories.facts import FactRepository
from db.repositories.library import (
    ActionRepository,
    CountRepository,
    IndexQueueRepository,
    OrphanRepository,
    SettingRepository,
)
from db.repositories.records import (
    AgreementRepository,
    CommitmentRepository,
    FigureRepository,
    OrganisationRepository,
    PartnerRepository,
    PersonRepository,
    PlaceRepository,
    ProfileFactRepository,
    VisitRepository,
)
from db.upgrade import prepare


class Work:
    """The repositories of one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.links = Links(session)
        self.articles = ArticleRepository(session, self.links)
        self.suggestions = SuggestionRepository(session)
        self.evidence = EvidenceRepository(session)
        self.partners = PartnerRepository(session, self.links)
        self.profile_facts = ProfileFactRepository(session, self.links)
        self.places = PlaceRepository(session, self.links)
        self.organisations = OrganisationRepository(session, self.links)
        self.people = PersonRepository(session, self.links)
        self.visits = VisitRepository(session, self.links)
        self.agreements = AgreementRepository(session, self.links)
        self.commitments = CommitmentRepository(session, self.links)
        self.figures = FigureRepository(session, self.links)
        self.settings = SettingRepository(session)
        self.actions = ActionRepository(session)
        self.index_queue = IndexQueueRepository(session)
        self.counts = CountRepository(session)
        self.orphans = OrphanRepository(session)
        self.facts = FactRepository(session)

    def forget(self) -> None:
        """Drop loaded rows from memory while walking over a large library."""
        self._session.expunge_all()


class WritingWork(Work):
    """A unit of work that changes something; it is one action in the log."""

    def __init__(self, session: Session, recorder: history.Recorder) -> None:
        super().__init__(session)
        self._recorder = recorder
        self.action_id: int | None = None

    def touched(self) -> set[tuple[RecordKind, int]]:
        """Records changed so far (complete after the block)."""
        return self._recorder.touched()

    def queue_index(self, kind: RecordKind, record_id: int) -> None:
        """Let the index read a record again."""
        self._recorder.note_index(kind, record_id)

    def undo(self, action_id: int) -> Action:
        """Take back an action (see ``db.history.undo`` for what it raises)."""
        row = self._recorder.take_back(action_id)
        return Action(row.id, row.at, row.who, row.name, row.detail, row.undone_at)


class Database:
    """A library file."""

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self._engine = engine
        # SQLite has one writer; waiting here is fair and has no time limit.
        self._write_lock = threading.Lock()

    @classmethod
    def open(cls, path: Path, backups: Path | None = None) -> Database:
        """Open (create, upgrade) a library file.

        Raises:
            StorageError: see ``db.upgrade.prepare``.
        """
        return cls(path, prepare(path, backups))

    @classmethod
    def open_copy(cls, path: Path) -> Database:
        """Open a backup for looking into it; nothing is written to it or beside it.

        Raises:
            StorageError: it cannot be opened.
        """
        return cls(path, open_engine(path, read_only=True))

    @contextmanager
    def resting(self) -> Generator[None]:
        """Let no thread of this process write meanwhile."""
        with self._write_lock:
            yield

    def close(self) -> None:
        """Let the file go."""
        self._engine.dispose()

    @contextmanager
    def read(self) -> Generator[Work]:
        """A consistent look at one moment."""
        with translated(), Session(self._engine, autoflush=False) as session:
            yield Work(session)

    @contextmanager
    def write(self, who: str, name: str, detail: str = "") -> Generator[WritingWork]:
        """Change something: all of it, or nothing when an exception leaves the block."""
        with self._write_lock, translated(), Session(self._engine) as session:
            session.connection(execution_options={"begin_mode": "IMMEDIATE"})
            recorder = history.Recorder(session)
            work = WritingWork(session, recorder)
            yield work
            work.action_id = recorder.write(who, name, detail)
            session.commit()

    def tables(self) -> list[str]:
        """Names of all tables (for the check and the tests)."""
        return sorted(models.Base.metadata.tables)

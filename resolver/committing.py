"""Changes that threads of one process make at the same time, committed together.

A commit waits for the disk, and a change for the commits of all before it. So the block of a thread
whose turn it is goes on in the transaction of the one before, where that one left it open because
others waited; the last of them commits, and all return when it has. Reach for `Writers` where
threads write one database; `resolver.sqlite` does.

What one block did is undone where it raises, and the others stay. What the database itself refuses,
a full disk for one, is an error of all that are together.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Final

import sqlalchemy as sql
from sqlalchemy.exc import DatabaseError

MAX_TOGETHER: Final = 16
"""Blocks that are committed together at most: so soon may other processes write."""

TURN_S: Final = 5.0
"""Seconds that a thread waits for its turn."""

Begin = Callable[[], AbstractContextManager[sql.Connection]]
"""Begins a transaction, which its context commits or rolls back."""


class NoTurn(Exception):
    """Other threads wrote for all the time that one waits."""


class Writers:
    """The threads of a process that write one database: one at a time is at work."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._is_busy = False
        self._waiting = 0
        self._group: _Group | None = None

    @contextmanager
    def together(self, begin: Begin) -> Iterator[sql.Connection]:
        """A block of a thread; what it wrote is committed when it has returned.

        Args:
            begin: Begins the transaction where none is open.

        Raises:
            NoTurn: Others wrote for all the time that one waits.
            DatabaseError: The database did not take what the blocks that are together wrote.
        """
        group = self._take_turn(begin)
        try:
            with group.block():
                yield group.connection
        except BaseException as error:
            self._leave(group, error)
            raise
        self._leave(group)
        group.wait()

    def _take_turn(self, begin: Begin) -> _Group:
        """Wait for the turn; the transaction that is open then."""
        with self._changed:
            self._waiting += 1
            try:
                if not self._changed.wait_for(lambda: not self._is_busy, TURN_S):
                    raise NoTurn
                self._is_busy = True
            finally:
                self._waiting -= 1
        try:
            self._group = self._group or _Group(begin)
        except BaseException:
            with self._changed:
                self._end_turn()
            raise
        return self._group

    def _leave(self, group: _Group, error: BaseException | None = None) -> None:
        """End the turn, and the transaction where nobody goes on in it."""
        with self._changed:
            is_full = group.blocks >= MAX_TOGETHER
            if self._waiting and not is_full and not group.fails_with(error):
                self._end_turn()
                return
        self._group = None
        try:
            group.end(error)
        finally:
            with self._changed:
                self._end_turn()

    def _end_turn(self) -> None:
        self._is_busy = False
        self._changed.notify()


class _Group:
    """Blocks in one transaction.

    Args:
        begin: Begins it.
    """

    def __init__(self, begin: Begin) -> None:
        self.blocks = 0
        self._transaction = ExitStack()
        self.connection = self._transaction.enter_context(begin())
        self._ended = threading.Event()
        self._error: DatabaseError | None = None

    @contextmanager
    def block(self) -> Iterator[None]:
        """One more block, which is undone by itself where it raises and is not the first."""
        self.blocks += 1
        if self.blocks == 1:
            yield
            return
        self.connection.exec_driver_sql("SAVEPOINT block")
        try:
            yield
        except DatabaseError:
            raise  # SQLite may have ended the transaction, and the savepoint with it
        except BaseException:
            self.connection.exec_driver_sql("ROLLBACK TO block")
            self.connection.exec_driver_sql("RELEASE block")
            raise
        self.connection.exec_driver_sql("RELEASE block")

    def fails_with(self, error: BaseException | None) -> bool:
        """Whether an error of a block, if it raised one, is one of all that are together."""
        return error is not None and (self.blocks == 1 or isinstance(error, DatabaseError))

    def end(self, error: BaseException | None) -> None:
        """Commit, or roll back where an error is one of all."""
        try:
            if error is not None and self.fails_with(error):
                self._error = error if isinstance(error, DatabaseError) else None
                self._transaction.__exit__(type(error), error, None)
            else:
                self._transaction.close()
        except DatabaseError as refused:
            self._error = self._error or refused
        finally:
            self._ended.set()

    def wait(self) -> None:
        """Wait until what the blocks wrote is committed."""
        self._ended.wait()
        if self._error is not None:
            raise self._error

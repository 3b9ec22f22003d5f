"""Saved searches as the window has them: in the sidebar, stored by the job thread."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from tagger_app.catalog.saved_searches import SavedSearch, SavedSearches
from tagger_app.catalog.store import Catalog
from tagger_app.core.errors import CatalogError
from tagger_app.pipeline.workbench import Workbench
from tagger_app.ui import failures
from tagger_app.ui.jobs import JobRunner
from tagger_app.ui.message_bar import MessageBar
from tagger_app.ui.shelf import Shelf
from tagger_app.ui.sidebar import Sidebar

Change = Callable[[SavedSearches], object]


class Saved(QObject):
    """Keeps the sidebar's searches and the catalog's the same.

    Args:
        reader: the window's view of the catalog, for the list at the start.
        runner: stores.
    """

    stored = Signal()
    """What was asked for is in the catalog."""

    def __init__(
        self, reader: Catalog, runner: JobRunner, sidebar: Sidebar, message: MessageBar
    ) -> None:
        super().__init__(sidebar)
        self._runner = runner
        self._sidebar = sidebar
        self._message = message
        self._searches = {one.id: one for one in reader.saved_searches.all()}
        sidebar.show_searches(tuple(self._searches.values()))
        sidebar.rename_wanted.connect(self._rename)
        sidebar.delete_wanted.connect(self._delete)

    def get(self, search_id: int) -> SavedSearch | None:
        """The saved search with this id."""
        return self._searches.get(search_id)

    def save(self, query: str) -> None:
        """Keep a query: in place of that of the chosen search, or under a name of its own.

        A new one is named as it reads, and the name can be edited at once.
        """
        chosen = self._searches.get(self._sidebar.shelf.search_id)
        if chosen is not None:
            if chosen.query != query:
                self._store(lambda searches: searches.change(chosen.id, query))
                text = self.tr("“{0}” searches for this from now on.").format(chosen.name)
                self._message.say(
                    text,
                    button=self.tr("Undo"),
                    act=lambda: self._store(lambda s: s.change(chosen.id, chosen.query)),
                )
            return
        same = next((one for one in self._searches.values() if one.query == query), None)
        if same is not None:
            self._sidebar.name_search(Shelf(search_id=same.id))
            return
        self._store(lambda searches: searches.save(query, query), self._edit)

    def _edit(self, made: object) -> None:
        if isinstance(made, SavedSearch):
            self._sidebar.name_search(Shelf(search_id=made.id))

    def _rename(self, search_id: int, name: str) -> None:
        self._store(lambda searches: searches.rename(search_id, name))

    def _delete(self, search_id: int) -> None:
        gone = self._searches.get(search_id)
        if gone is None:
            return
        self._store(lambda searches: searches.delete(search_id))
        self._message.say(
            self.tr("The search “{0}” was deleted.").format(gone.name),
            button=self.tr("Undo"),
            act=lambda: self._store(lambda searches: searches.save(gone.name, gone.query)),
        )

    def _store(self, change: Change, then: Callable[[object], None] | None = None) -> None:
        def do(bench: Workbench) -> tuple[object, list[SavedSearch]]:
            searches = bench.catalog.saved_searches
            try:
                done = change(searches)
            except CatalogError as error:
                done = error
            return done, searches.all()

        def tell(answer: tuple[object, list[SavedSearch]]) -> None:
            done, searches = answer
            self._searches = {one.id: one for one in searches}
            self._sidebar.show_searches(searches)
            if isinstance(done, CatalogError):
                self._message.say(failures.said(done), failure=True)
            elif then is not None:
                then(done)
            self.stored.emit()

        self._runner.act(do, tell)

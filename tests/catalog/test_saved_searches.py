import pytest

from tagger_app.catalog.store import Catalog, open_catalog
from tagger_app.core.errors import CatalogError


def test_searches_are_kept_by_name(catalog: Catalog) -> None:
    searches = catalog.saved_searches
    calm = searches.save(" Calm  jazz ", "genre:jazz mood:calm")
    searches.save("Another", "x")
    assert [search.name for search in searches.all()] == ["Another", "Calm jazz"]
    searches.rename(calm.id, "calm JAZZ")
    searches.change(calm.id, "genre:jazz")
    [_, changed] = searches.all()
    assert (changed.id, changed.name, changed.query) == (calm.id, "calm JAZZ", "genre:jazz")
    searches.delete(calm.id)
    assert [search.name for search in searches.all()] == ["Another"]
    with open_catalog(catalog.path.with_name("other.sqlite")) as other:
        assert other.saved_searches.all() == []


def test_a_name_is_needed_and_taken_once(catalog: Catalog) -> None:
    searches = catalog.saved_searches
    first = searches.save("Évening", "x")
    with pytest.raises(CatalogError, match="already"):
        searches.save("EVENING", "y")
    with pytest.raises(CatalogError, match="needs a name"):
        searches.save("  ", "y")
    other = searches.save("Morning", "y")
    with pytest.raises(CatalogError, match="already"):
        searches.rename(other.id, "evening")
    assert searches.all() == [first, other]

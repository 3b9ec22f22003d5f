from pathlib import Path

from tagger_app.catalog.facets import FacetCounts
from tagger_app.ui.folder_tree import folder_tree

NONE_MISSING = FacetCounts({}, {}, {}, {}, {})


def test_folders_count_what_is_below_them_and_stand_below_the_nearest_worth_a_line() -> None:
    tree = folder_tree(
        {Path("/m/jazz/live"): 2, Path("/m/jazz"): 1, Path("/m/rock/a/b"): 4, Path("/n/x"): 8},
        FacetCounts({}, {}, {}, {Path("/m/jazz/live"): 1}, {Path("/n/x"): 8}),
    )
    assert tree.below == {
        None: (Path("/m"), Path("/n/x")),
        Path("/m"): (Path("/m/jazz"), Path("/m/rock/a/b")),
        Path("/m/jazz"): (Path("/m/jazz/live"),),
    }
    assert tree.totals == {
        Path("/m"): 7,
        Path("/m/jazz"): 3,
        Path("/m/jazz/live"): 2,
        Path("/m/rock/a/b"): 4,
        Path("/n/x"): 8,
    }
    assert tree.above[Path("/m/rock/a/b")] == Path("/m")
    assert tree.missing[Path("/m")] == 1
    assert tree.offline[Path("/n")] == 8


def test_a_folder_stands_right_before_those_in_it_whatever_their_names() -> None:
    tree = folder_tree({Path("/m/a"): 1, Path("/m/a b"): 1, Path("/m/a/c"): 1}, NONE_MISSING)
    assert list(tree.above) == [Path("/m"), Path("/m/a"), Path("/m/a/c"), Path("/m/a b")]


def test_a_library_in_the_topmost_folder_has_a_line_for_it_only_with_tracks_of_its_own() -> None:
    assert folder_tree({Path("/a"): 1, Path("/b"): 1}, NONE_MISSING).below == {
        None: (Path("/a"), Path("/b"))
    }
    assert folder_tree({Path("/"): 1, Path("/b"): 1}, NONE_MISSING).below == {
        None: (Path("/"),),
        Path("/"): (Path("/b"),),
    }

from tests.benchmarks.limits import Verdict


def test_a_limit_that_is_missed_counts_on_a_machine_at_rest_alone() -> None:
    kept, missed = {"memory": 512.0}, {"memory": 512.0, "decision": 60.0}
    assert not Verdict(kept, 0.5).failed
    assert Verdict(missed, 0.5).failed
    assert not Verdict(missed, 3.7).failed
    assert not Verdict(missed, None).failed


def test_each_figure_stands_beside_what_is_wanted_and_what_that_means() -> None:
    _, decision, memory, told = Verdict({"memory": 512.0, "decision": 60.0}, 0.5).lines()
    assert decision.split()[-6:] == ["≤", "50", "ms", "60", "ms", "missed"]
    assert memory.split()[-6:] == ["≤", "600", "MB", "512", "MB", "kept"]
    assert told == "1 missed on a machine at rest (load 0.5 before)."
    assert "do not count" in Verdict({"decision": 60.0}, 3.7).lines()[-1]
    assert "load 3.7" in Verdict({"decision": 60.0}, 3.7).lines()[-1]

"""One small and fixed world, on the product itself: what `make simulate` demands of many large ones."""

import pytest

from simulation import policies, run
from simulation.people import Scenario

SEED = 1
BRUSSELS = Scenario(volunteers=740, requests=105, only_brussels=True)


@pytest.mark.once
def test_in_brussels_nearly_everybody_is_helped_for_a_fifth_of_the_letters() -> None:
    contenders = [policies.OURS, policies.CONTENDERS["within_10_km"]]
    heard: list[float] = []

    worlds = run.rehearse(run.jobs_for(contenders, BRUSSELS, [SEED], [], cores=2), 2, heard.append)

    ours, blast = worlds["covidsol"][0], worlds["within_10_km"][0]
    assert ours["matched"] >= 0.98
    assert ours["letters_per_request"] <= 32
    assert ours["letters_per_request"] <= blast["letters_per_request"] / 5
    assert heard == sorted(heard)
    assert heard[-1] == 1


@pytest.mark.once
def test_a_world_that_fails_is_not_passed_over(capfd: pytest.CaptureFixture[str]) -> None:
    broken = policies.Contender("broken", "a number that nobody knows", {"frist_wave": 1})

    with pytest.raises(run.WorldFailed, match="broken"):
        run.rehearse(run.jobs_for([broken], Scenario(5, 1, 1), [SEED], [], cores=1), 1, lambda share: None)

    assert "frist_wave" in capfd.readouterr().err

import pytest
import rmtop


def test_agreement_counts_ordered_pairs():
    assert rmtop.agreement([3, 2, 1], [1, 1, 0]) == 1
    assert rmtop.agreement([1, 2, 3], [1, 1, 0]) == 0
    assert rmtop.agreement([1, 1], [0, 1]) == 0.5
    assert rmtop.agreement([1, 2, 3, 4], [0, 0, 1, 0]) == pytest.approx(2 / 3)
    assert rmtop.agreement([1, 2], [1, 1]) is None and rmtop.agreement([], []) is None
    with pytest.raises(ValueError, match="2 scores for 1 truths"):
        rmtop.agreement([1, 2], [1])

"""Numbers in words: halves as people round them, and parts that add up as printed."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ui.words import number, parts, percent, rounded


@given(st.lists(st.integers(-(10**6), 10**6).map(lambda n: n / 1000), min_size=1, max_size=7), st.integers(0, 3))
def test_parts_add_up_to_the_sum_as_it_is_printed_and_none_is_a_step_off(values, decimals):
    told, step = parts(values, decimals), 10.0**-decimals
    assert float(sum(Decimal(repr(part)) for part in told)) == rounded(sum(values), decimals)
    assert all(abs(part - value) < step + 1e-9 for part, value in zip(told, values))


@given(st.integers(-(10**6), 10**6), st.integers(0, 3))
def test_a_half_goes_away_from_zero_whatever_stands_before_it(n, decimals):
    half = float(Decimal(n).scaleb(-decimals) + Decimal("0.5").scaleb(-decimals))
    up = float(Decimal(n + 1 if n >= 0 else n).scaleb(-decimals))
    assert rounded(half, decimals) == up
    assert number(half, decimals).replace("−", "-").replace(",", "") == f"{up:.{decimals}f}"


def test_a_share_and_its_rest_are_never_said_to_be_all_and_nothing():
    for share in (1e-6, 0.0004, 0.5, 0.9996, 1 - 1e-6):
        assert percent(share) != "0\u00a0%" and percent(1 - share) != "100\u00a0%"

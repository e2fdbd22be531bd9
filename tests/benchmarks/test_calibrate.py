"""How a threshold is chosen on labelled values."""

from benchmarks.calibrate import Choice, Value, choose


def _values(*sure, right=True):
    return [Value("DATE", one, right) for one in sure]


def test_a_threshold_stands_above_what_was_misread():
    """Of a thousand values two misread ones at 0.6 and 0.7 leave none wrong above 0.71."""
    good = _values(*[0.5 + 0.0005 * n for n in range(1000)])
    choice = choose([*good, *_values(0.6, 0.7, right=False)])
    assert Choice(0.71, 1002, 2, 0, 420) == choice


def test_no_threshold_goes_below_what_was_seen():
    """Where every value is right and sure, less sure ones are still unknown."""
    assert 0.9 <= choose(_values(*[0.9 + 0.0001 * n for n in range(1000)])).threshold


def test_no_values_let_nothing_be_certain():
    """A class without labelled values needs the highest confidence there is."""
    assert 0.99 == choose([]).threshold

"""Which counties have an office at the desk (县级工考管理机构)."""

from __future__ import annotations

from review.desk.models import CountyOffice


def county_offices() -> dict[str, bool]:
    """Each county's office at the desk, and whether it decides below 一级."""
    return dict(CountyOffice.objects.values_list("place", "decides_below_one"))

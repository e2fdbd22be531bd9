"""Official records for tests."""

import datetime as dt

from evidence.places import Place
from evidence.register import OfficialRecord, RecordSource


def record(number="ZL202010430096.0", **values):
    """What a reviewer saw of a patent."""
    return OfficialRecord(
        **{
            "patent_number": number,
            "source": RecordSource.REVIEWER,
            "site": "pss",
            "place": Place(""),
            "patent_type": "invention",
            "title": "一种公路护栏清洗装置",
            "inventors": ("张三", "李四"),
            "as_of": dt.datetime(2024, 4, 8, 8, 30, tzinfo=dt.UTC),
            **values,
        }
    )

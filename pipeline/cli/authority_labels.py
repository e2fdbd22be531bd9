"""What a person reads for levels, forms, items and sources of the register, Chinese and English."""

from __future__ import annotations

from verifiers.authorities.entries import Level, Source
from verifiers.authorities.matching import NameForm
from verifiers.authorities.places import PlaceLevel

LEVELS = {
    Level.NATIONAL: ("国家级", "national"),
    Level.PROVINCIAL: ("省级", "provincial"),
    Level.PREFECTURE: ("省辖市级", "prefecture"),
    Level.DIRECT_COUNTY: ("省直管县（市），参照省辖市级", "direct county, counts as a prefecture"),
}
PLACE_LEVELS = {
    PlaceLevel.NATION: ("全国", "nation"),
    PlaceLevel.PROVINCE: ("省级", "province"),
    PlaceLevel.PREFECTURE: ("省辖市级", "prefecture"),
    PlaceLevel.CITY: ("市，级别不明", "city, level unknown"),
    PlaceLevel.DIRECT: ("省直管县级", "direct county"),
    PlaceLevel.COUNTY: ("县级", "county"),
    PlaceLevel.ZONE: ("开发区", "development zone"),
    PlaceLevel.TOWNSHIP: ("乡镇级", "township"),
}
FORMS = {
    NameForm.NAME: ("全称", "full name"),
    NameForm.ALIAS: ("别名", "alias"),
    NameForm.BARE: ("未写省名的简称", "short name without its province"),
    NameForm.AMBIGUOUS: ("多个机关共用的简称", "short name of several bodies"),
    NameForm.FORMER: ("曾用名", "former name"),
}
ITEMS = {
    1: ("表彰", "commendation"),
    2: ("五一劳动奖章", "1 May labour medal"),
    3: ("技术能手", "title of skill"),
    4: ("技能竞赛", "skills contest"),
}
SOURCES = {
    Source.NOTICE: ("通知原文", "the notice"),
    Source.GB2260: ("地名见 GB/T 2260", "place in GB/T 2260"),
    Source.PUBLISHED: ("公开发表的材料", "published"),
    Source.GENERAL_KNOWLEDGE: ("一般知识，未经核对", "general knowledge, not checked"),
}
SYSTEMS = {
    "党": "party",
    "政": "government",
    "人大政协司法": "congress, conference or court",
    "群团": "mass organisation",
    "社会组织": "social organisation",
    "企业": "company",
    "事业单位": "public institution",
    "军队": "military",
    "临时机构": "temporary body",
}

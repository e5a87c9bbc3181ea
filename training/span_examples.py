"""What the extractor learns from: a text, the spans of some labels, and the labels that are absent."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from engine.types import Field
from training.labels import GENERIC, LABELS, vary_case
from training.labels_own import OWN_NAMES, OWN_NAMES_ZH
from training.labels_zh import GENERIC_ZH, LABELS_ZH

Spans = dict[str, list[tuple[int, int]]]

NAMES: dict[str, tuple[str, ...]] = {
    **{key: label.names for key, label in LABELS.items()},
    **{f"any_{kind}": names for kind, names in GENERIC.items()},
    **OWN_NAMES,
    "ner_person": ("Person", "Person name", "People", "Name of a person", "Human", "~Human being"),
    "ner_location": (
        "Location",
        "Place",
        "Place name",
        "City or country",
        "Geographic location",
        "~Where",
    ),
    "ner_organization": (
        "Organization",
        "Organisation",
        "Company or institution",
        "Institution",
        "Organization name",
        "~Corporate body",
    ),
    "ner_corporation": (
        "公司",
        "企业",
        "公司企业",
        "商业公司",
        "企业名称",
        "公司名",
        "厂商",
        "商家",
        "公司或银行",
        "企业单位",
        "工商企业",
        "股份公司",
        "~商号",
    ),
    "ner_misc": ("Miscellaneous name", "Nationality, event, or work", "Other name", "~Misc"),
    "ner_product": ("Product", "Product name", "Brand", "~Device"),
    "ner_work": (
        "作品",
        "书名或电影名",
        "文艺作品",
        "书刊影视",
        "作品名",
        "作品名称",
        "书、影、歌",
        "文化作品",
        "~著作",
    ),
    "ner_group": ("Group", "Sports team or band", "Group name", "~Band"),
    "governing_law_clause": (
        "Governing law clause",
        "Choice of law clause",
        "Clause on applicable law",
        "~Governing law provision",
    ),
    "term_clause": (
        "Term clause",
        "Clause on term and expiration",
        "Expiration clause",
        "~Term provision",
    ),
    "renewal_clause": (
        "Renewal clause",
        "Automatic renewal clause",
        "Clause on renewal",
        "~Extension clause",
    ),
    "notice_clause": (
        "Notice clause for renewal",
        "Clause on notice to terminate renewal",
        "~Non-renewal notice clause",
    ),
}
"""Surface names by label key; a name that starts with ``~`` is held out of training."""

NAMES_ZH: dict[str, tuple[str, ...]] = {
    **{key: label.names for key, label in LABELS_ZH.items()},
    **{f"any_{kind}": names for kind, names in GENERIC_ZH.items()},
    **OWN_NAMES_ZH,
    "ner_person": ("人名", "人物", "姓名", "人物名称", "人", "个人姓名", "提到的人", "~人名实体"),
    "ner_location": ("地名", "地点", "位置", "地理位置", "地点名称", "地区", "提到的地方", "~处所"),
    "ner_region": ("行政区", "国家或城市", "地缘政治实体", "行政区划", "~国家地区"),
    "ner_organization": ("组织机构", "机构", "组织", "单位", "机构名", "~组织名称"),
    "deal_owner": (
        "甲方",
        "甲方",
        "甲方",
        "甲方名称",
        "招标人",
        "发包方",
        "业主",
        "采购方",
        "交易对方",
        "~项目业主",
    ),
    "deal_contractor": (
        "乙方",
        "乙方",
        "乙方",
        "乙方名称",
        "中标人",
        "中标单位",
        "承包方",
        "签约公司",
        "~承接单位",
    ),
    "deal_project": (
        "项目名称",
        "项目名称",
        "工程名称",
        "中标项目",
        "项目",
        "标的项目",
        "~工程项目",
    ),
    "deal_title": ("合同名称", "合同名称", "协议名称", "合同标题", "~所签合同"),
    "deal_amount": ("合同金额", "合同金额", "金额", "中标金额", "合同总价", "中标价", "~交易金额"),
    "ner_corporation": ("公司", "企业", "公司企业", "商业公司", "~商号"),
    "ner_government": (
        "政府机关",
        "政府",
        "行政机关",
        "政府机构",
        "国家机关",
        "官方部门",
        "主管部门",
        "党政机关",
        "行政单位",
        "~官方机构",
    ),
    "ner_work": ("作品", "书名或电影名", "文艺作品", "书刊影视", "~著作"),
    "ner_scene": (
        "景点",
        "景区",
        "名胜古迹",
        "旅游地",
        "景观",
        "旅游胜地",
        "风景名胜",
        "地标与场馆",
        "观光地",
        "~游览地",
    ),
    "ner_game": (
        "游戏",
        "游戏名",
        "游戏名称",
        "网游",
        "手机游戏",
        "游戏作品",
        "游戏产品",
        "~网络游戏",
    ),
    "ner_position": (
        "职位",
        "职务",
        "职业",
        "职称或职务",
        "头衔",
        "岗位",
        "身份",
        "官职",
        "担任的职务",
        "人物身份",
        "职业名称",
        "工作岗位",
        "~身份头衔",
    ),
    "any_institution": (
        "组织机构",
        "机构名称",
        "机构",
        "组织",
        "单位名称",
        "组织机构名",
        "单位与公司",
        "~各类机构",
    ),
    "ner_body": (
        "社会组织",
        "学校、媒体、协会等机构",
        "非政府非企业的机构",
        "团队与协会",
        "团体",
        "社团",
        "组织团体",
        "协会或球队",
        "事业单位与团体",
        "公共机构",
        "~民间组织",
    ),
    "ner_misc": ("其他专名", "其他名称", "~杂项"),
    "ner_product": ("产品", "产品名称", "品牌", "~商品"),
    "ner_group": ("团体", "乐队或球队", "~队伍"),
    "ner_person_noun": ("人物称谓", "对人的称呼", "人的泛指", "~人物泛称"),
}

ABSURD_ZH = (
    "血型",
    "航班号",
    "菜谱配料",
    "鞋码",
    "比赛比分",
    "用药剂量",
    "船名",
    "风速",
    "最喜欢的颜色",
    "化学式",
    "剧集名称",
    "纬度",
    "病人",
    "房间温度",
    "物种",
    "案号",
    "法官",
    "婚姻状况",
    "股票涨幅",
    "过敏史",
    "课程成绩",
    "车次",
    "话题标签",
    "子女人数",
    "海拔",
)

ABSURD = (
    "Blood type",
    "Flight number",
    "Recipe ingredient",
    "Licence plate",
    "Shoe size",
    "Football score",
    "Medication dose",
    "Vessel name",
    "Wind speed",
    "Favourite colour",
    "Chemical formula",
    "Episode title",
    "Latitude",
    "Patient name",
    "Room number",
    "Species",
    "Case number",
    "Judge",
    "Marital status",
    "Stock ticker",
    "Allergies",
    "Course grade",
    "Train number",
    "Hash tag",
    "Number of children",
)
"""Fields that none of the texts answers."""


@dataclass(slots=True)
class SpanExample:
    """``spans`` holds the labels present in ``text``; ``absent`` those that are surely not."""

    text: str
    spans: Spans
    absent: set[str]
    source: str
    names: dict[str, str] = field(default_factory=dict)
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Question:
    """An example with the fields that are asked of it: ``spans[i]`` answers ``fields[i]``."""

    text: str
    fields: tuple[Field, ...]
    spans: tuple[tuple[tuple[int, int], ...], ...]


def within(found: Spans, start: int, end: int) -> tuple[Spans, set[str]]:
    """(places inside the window, moved to it; keys with a place that the window cuts)."""
    inside: Spans = {}
    cut: set[str] = set()
    for key, places in found.items():
        for first, last in places:
            if first < end and last > start:
                if first < start or last > end:
                    cut.add(key)
                else:
                    inside.setdefault(key, []).append((first - start, last - start))
    return inside, cut


FOREIGN_SHARE = 0.12
"""How often a field of one language's text is asked in the other language."""


def surface(example: SpanExample, key: str, rng: random.Random, unseen: bool) -> str:
    """A name for ``key``: the example's own, or one of the inventory, seldom of the other language."""
    if key in example.names:
        return vary_case(example.names[key], rng)
    tables = (NAMES, NAMES_ZH) if example.language == "en" else (NAMES_ZH, NAMES)
    foreign = key not in tables[0] or (
        key in tables[1] and not unseen and rng.random() < FOREIGN_SHARE
    )
    names = tables[1 if foreign else 0][key]
    pool = [n for n in names if n.startswith("~") == unseen] or [n for n in names if n[0] != "~"]
    return vary_case(rng.choice(pool).lstrip("~"), rng)


def ask(
    example: SpanExample, rng: random.Random, positives: int = 12, unseen: bool = False
) -> Question:
    """Choose fields for ``example``: up to ``positives`` that it answers, some that it does not."""
    present = sorted(example.spans)
    rng.shuffle(present)
    present = present[:positives]
    absent = sorted(example.absent - set(example.spans))
    rng.shuffle(absent)
    chosen: list[str] = present + absent[: rng.randint(1, 7)]
    fields = [(surface(example, key, rng, unseen), key) for key in chosen]
    if rng.random() < 0.3:
        absurd = ABSURD if example.language == "en" else ABSURD_ZH
        fields.append((vary_case(rng.choice(absurd), rng), ""))
    rng.shuffle(fields)
    asked: list[Field] = []
    answers: list[tuple[tuple[int, int], ...]] = []
    seen: set[str] = set()
    for name, key in fields:
        head, _, description = name.partition(": ")
        if head.lower() in seen:
            continue
        seen.add(head.lower())
        asked.append(Field(head, description=description))
        answers.append(tuple(example.spans.get(key, ())))
    return Question(example.text, tuple(asked), tuple(answers))

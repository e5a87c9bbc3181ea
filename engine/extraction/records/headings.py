"""What the columns of tables are called: more freely than labels in running text, where they would mislead."""

from __future__ import annotations

from collections.abc import Sequence

from engine.extraction.roles import Role, column_role
from engine.extraction.rules.labels import Label, label_index
from engine.extraction.synonyms import name_key
from engine.types import Field

_BY_ROLE = {
    Role.LINE_AMOUNT: "金额|小计|合价|总价|价款|合计|金额小计|总金额|Amount|Total|Line total|Subtotal|Total price|Extended price|Price",
    Role.UNIT_PRICE: "单价|含税单价|不含税单价|价格|Unit price|Price|Unit cost|Rate|Price per unit|Each",
    Role.QUANTITY: "数量|采购数量|件数|台数|Quantity|Qty|Units|No. of units",
    Role.TAX: "税额|税金|Tax|VAT|Tax amount",
}
# Column names that mean the same at the head of a table.
_ALIKE = tuple(
    tuple(names.split("|"))
    for names in (
        "品名|货物名称|产品名称|商品名称|设备名称|材料名称|物料名称|名称|货物|产品|商品|设备|项目|项目名称|标的物|货物或应税劳务名称|货物或应税劳务、服务名称|服务名称|内容|Product|Description|Item|Goods|Product name|Item description|Equipment|Part|Service|Name",
        "规格型号|规格|型号|规格/型号|型号规格|型号及规格|Specification|Spec|Model|Type|Part number|Part no",
        "单位|计量单位|Unit|UoM|Unit of measure",
        "税率|税率(%)|征收率|Tax rate|VAT rate",
        "备注|说明|Remarks|Note|Notes|Comment",
        "节点|付款节点|阶段|里程碑|期次|付款阶段|Milestone|Stage|Phase|Instalment|Installment",
        "日期|时间|付款日期|付款时间|期限|Date|Due date|Due|When",
        "比例|付款比例|占比|百分比|Share|Percentage|Percent|Proportion",
        "重量|毛重|净重|Weight|Gross weight|Net weight",
        "体积|方数|立方数|Volume|CBM|Measurement",
        "件数|包装数|数量|Packages|Number of packages|Pkgs|Pieces",
        "公司|单位名称|工作单位|任职单位|雇主|Employer|Company|Organisation|Organization",
        "职位|职务|岗位|Position|Title|Role|Job title",
        "学校|院校|毕业院校|School|University|College|Institution",
        "学历|学位|Degree|Qualification",
        "专业|所学专业|Subject|Major|Field of study",
        "出发地|始发站|出发站|出发|起点|From|Departure|Origin",
        "到达地|到达站|终点站|到达|终点|To|Arrival|Destination",
        "车次或航班号|车次|航班号|航班|Flight or train number|Flight|Train|Flight no|Train no",
        "出发日期|乘车日期|日期|Departure date|Date",
        "出发时间|开车时间|起飞时间|时间|Departure time|Time|Dep",
        "舱位或席别|舱位|席别|座位等级|Class|Cabin",
        "座位号|座位|Seat|Seat no",
        "角色|身份|Role|Capacity",
        "地址|住所|通讯地址|Address",
        "电话|联系电话|手机|Phone|Telephone|Tel|Contact",
    )
)  # fmt: skip


def heading_index(columns: Sequence[Field]) -> dict[str, list[Label]]:
    """Which words at the head of a table mean which of ``columns``, and how surely."""
    index = label_index(columns)
    for number, column in enumerate(columns):
        role = column_role(column)
        more = list(_BY_ROLE.get(role, "").split("|")) if role else []
        key = name_key(column.name)
        for names in _ALIKE:
            if key in (name_key(name) for name in names):
                more += names
        for name in filter(None, more):
            known = index.setdefault(name_key(name), [])
            if all(label.field != number for label in known):
                known.append(Label(number, 0.8))
    return index

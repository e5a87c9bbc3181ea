"""Documents written for the tests of extraction."""

from __future__ import annotations

from engine.types import Block, BlockKind, Document, DocumentKind

PURCHASE_ZH = """设备采购合同
合同编号：HT-2024-018
甲　方（买方）：江州云帆机电有限公司（以下简称“甲方”）
乙方（卖方）：临海启明装备股份有限公司
统一社会信用代码：91350100M000100Y43
签订日期：二〇二四年三月五日
第一条 标的
1.1 甲方向乙方采购精密车床30台，合同总价为人民币壹佰贰拾万元整（￥1,200,000.00）。
1.2 乙方应于2024年6月30日前交货。交货地点：江州市高新区创业路8号。
第二条 付款
2.1 甲方应在本合同签订后十个工作日内支付合同总价的30%。
2.2 乙方逾期交货的，每逾期一日按合同总价的万分之五支付违约金。
第三条 期限
3.1 本合同有效期为两年，自2024年3月5日起至2026年3月4日止。
第四条 其他
4.1 本合同适用中华人民共和国法律。因本合同产生的争议，任何一方可向江州市人民法院提起诉讼。
4.2 项目联系人：张敏 项目经理
联系电话：138 0013 8000
甲方（盖章）：＿＿＿＿＿＿    乙方（盖章）：＿＿＿＿＿＿
"""

NDA_EN = """MUTUAL NON-DISCLOSURE AGREEMENT

This Agreement is made and entered into as of March 5, 2024 (the "Effective Date") by and between
Larch Field Robotics, Inc., a Delaware corporation ("Discloser"), and Quill & Harbor Ltd., a company
registered in England and Wales ("Recipient").

1. Term. The term of this Agreement is two (2) years from the Effective Date. Either party may
terminate it on thirty (30) days' notice.

2. Governing law. This Agreement is governed by and construed in accordance with the laws of the
State of New York, without regard to its conflict of laws rules.

Contact: Dana Whitlock
Email: d.whitlock@larchfield.example
Fee: US$1,250.00
"""


def document(text: str, language: str = "zh", blocks: tuple[Block, ...] = ()) -> Document:
    """``text`` as a document; its id is its first words."""
    name = text[:12].strip() or "empty"
    return Document(
        name, f"{name}.txt", name, "0" * 64, DocumentKind.TEXT, text, language, blocks=blocks
    )


def table(rows: list[list[str]]) -> Document:
    """A document that is one table, its cells parted by tabs and line breaks."""
    text, blocks = "", []
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            start = len(text)
            text += cell
            blocks.append(
                Block(BlockKind.TABLE_CELL, start, len(text), table=0, row=row, column=column)
            )
            text += "\n" if column == len(cells) - 1 else "\t"
    return document(text, "zh", tuple(blocks))

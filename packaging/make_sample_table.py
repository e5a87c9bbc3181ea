"""Builds resources/samples/customers.xlsx, with duplicates planted by hand, and its answer key.

``python packaging/make_sample_table.py``. Every company here is invented.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path

import openpyxl
from openpyxl.styles import Font

SAMPLES = Path(__file__).resolve().parents[1] / "resources" / "samples"
HEADER = [
    "Customer no.",
    "Company",
    "Contact",
    "Phone",
    "Address",
    "Tax or credit code",
    "Customer since",
    "Credit limit",
]

# One group a line: the same customer as different people typed it; groups of one are unique rows.
# company | contact | phone | address
GROUPS = """
Halden Paper Mills Ltd. | Ingrid Moe | +44 20 7946 0018 | 22 Wharf Road, London N1 7GR
Halden Paper Mills Limited | I. Moe | 020 7946 0018 | 22 Wharf Rd, London N1 7GR

Quintero Ceramics S.A. | Luis Quintero | +34 91 555 0142 | Calle de Alcala 210, 28028 Madrid

Brightwater Marine Supplies Inc | Nora Patel | (206) 555-0119 | 1801 Harbor Avenue SW, Seattle, WA 98126
Brightwater Marine Supply, Inc. | Nora Patel | 206-555-0119 | 1801 Harbor Ave. S.W., Seattle WA 98126
BRIGHTWATER MARINE SUPPLIES | N. Patel | +1 206 555 0119 | 1801 Harbor Ave SW, Seattle

Brightwater Dental Group | Omar Haddad | (206) 555-0177 | 640 Pine Street, Seattle, WA 98101

Castell Robotics GmbH | Jonas Weber | +49 30 5550 0131 | Torstrasse 99, 10119 Berlin
Castel Robotics GmbH | Jonas Weber | +49 30 55500131 | Torstr. 99, 10119 Berlin

Delmar Fruit Packers LLC | Rosa Jimenez | (559) 555-0163 | 4400 Orchard Lane, Fresno, CA 93722

Everline Textiles Co., Ltd. | Grace Lim | +65 6555 0108 | 18 Tuas Avenue 3, Singapore 637233
Everline Textile Company Limited | Grace Lim | 6555 0108 | 18 Tuas Ave 3, Singapore 637233

Fjord Analytics AS | Henrik Lund | +47 22 55 01 44 | Karl Johans gate 25, 0159 Oslo

Garnet Hill Dairy Cooperative | Beth Swanson | (802) 555-0126 | 77 Creamery Road, Burlington, VT 05401
Garnett Hill Dairy Co-operative | Beth Swanson | 802.555.0126 | 77 Creamery Rd., Burlington, VT 05401

Ironbridge Castings plc | Oliver Price | +44 1952 555 013 | Unit 6, Coalport Works, Telford TF8 7HT

Juniper & Stone Architects | Maya Stone | (303) 555-0184 | 950 Blake Street, Denver, CO 80202
Juniper and Stone Architects LLP | Maya Stone | 303 555 0184 | 950 Blake St, Denver, CO 80202

Kestrel Freight Services Ltd | Tom Barker | +44 161 555 0190 | 5 Trafford Park Road, Manchester M17 1HG

Kestrel Flight Services Ltd | Anna Reid | +44 131 555 0121 | 40 Almond Road, Edinburgh EH12 9DN

Lumen Street Bookshop | Clara Voss | (415) 555-0155 | 311 Valencia Street, San Francisco, CA 94103

Monarch Elevator Parts Corp. | Victor Chan | (718) 555-0139 | 28-40 Jackson Avenue, Long Island City, NY 11101
Monarch Elevator Parts Corporation | Chan, Victor | 7185550139 | 28-40 Jackson Ave, Long Island City, NY

Norvik Seafood Export AB | Lars Ek | +46 8 555 010 33 | Fiskhamnsgatan 8, 414 58 Goteborg

Osprey Water Treatment Inc. | Dana Cole | (512) 555-0170 | 2209 Rio Grande Street, Austin, TX 78705

Pelham Instruments Ltd. | Edward Shaw | +44 1223 555 018 | 3 Trumpington Mews, Cambridge CB2 1QA
Pelham Instruments | E Shaw | 01223 555018 | 3 Trumpington Mews, Cambridge

Redwood Valley Timber Co. | Hank Miller | (707) 555-0101 | 15 Sawmill Road, Ukiah, CA 95482

Silverthorn Catering | Amira Nasser | (312) 555-0149 | 1212 Wabash Avenue, Chicago, IL 60605

Tidewell Pumps and Valves Inc. | Carl Jensen | (713) 555-0112 | 8700 Clinton Drive, Houston, TX 77029
Tidewell Pumps & Valves | Carl Jensen | 713-555-0112 | 8700 Clinton Dr, Houston TX

Umbra Lighting Design S.r.l. | Paola Conti | +39 02 555 0167 | Via Tortona 31, 20144 Milano

Verity Testing Laboratories | Susan Clarke | (617) 555-0188 | 60 Binney Street, Cambridge, MA 02142

Westmark Packaging Inc. | Paul Rossi | (216) 555-0133 | 3100 Euclid Avenue, Cleveland, OH 44115

上海浦云信息技术有限公司 | 王立新 | 021-58820137 | 上海市浦东新区张江路368号5楼
上海浦云信息技术有限责任公司 | 王立新 | 02158820137 | 浦东新区张江路368号5层

上海浦运物流有限公司 | 赵刚 | 021-58667790 | 上海市浦东新区外高桥富特北路211号

广州南粤食品股份有限公司 | 黄美琪 | 020-38761122 | 广东省广州市天河区体育西路103号维多利广场A座1802
广州南粤食品股份公司 | 黄美琪 | (020)38761122 | 广州市天河区体育西路103号维多利广场A座1802室
廣州南粵食品股份有限公司 | 黃美琪 | 020-38761122 | 廣州市天河區體育西路103號

深圳市海岳精密仪器有限公司 | 李国栋 | 13902456871 | 深圳市南山区科技园科苑路15号
海岳精密仪器（深圳）有限公司 | 李国栋 | 139 0245 6871 | 深圳南山科技园科苑路15号

北京朝阳门诊所 | 孙医生 | 010-65527788 | 北京市东城区朝阳门内大街75号

北京朝阳书店 | 马晓东 | 010-65013321 | 北京市朝阳区工体北路4号

成都锦里茶业有限公司 | 刘佳 | 028-86115230 | 成都市武侯区武侯祠大街231号
成都锦里茶叶有限公司 | 刘佳 | 028-86115230 | 成都市武侯区武侯祠大街２３１号

西安大明医疗器械有限公司 | 高翔 | 029-87654321 | 西安市未央区凤城五路56号

天津滨海化工集团有限公司 | 韩雪 | 022-25338899 | 天津市滨海新区第三大街88号
天津滨海化工(集团)有限公司 | 韩雪 | 022-25338899 | 天津滨海新区第三大街88号

重庆山城摩托车配件厂 | 邓超明 | 023-68912345 | 重庆市九龙坡区石桥铺科园四路

南京钟山钟表有限公司 | 钟慧 | 025-84412367 | 南京市玄武区中山门大街301号

武汉楚天印刷有限公司 | 胡建平 | 027-85763412 | 湖北省武汉市江汉区解放大道688号
武汉楚天印刷有限公司 | 胡建平 | 027-85763412 | 湖北省武汉市江汉区解放大道688号

苏州园区纳米材料研究院有限公司 | 顾晨 | 0512-62881199 | 苏州工业园区星湖街218号

杭州西溪设计工作室 | 叶青 | 0571-88990011 | 杭州市西湖区文二西路712号
杭州西溪设计工作室（个人独资） | 叶青 | 057188990011 | 西湖区文二西路712号

宁波港通进出口有限公司 | 郑海波 | 0574-87219900 | 宁波市江北区人民路132号

青岛崂山矿泉水有限公司 | 于洋 | 0532-88997766 | 青岛市崂山区香港东路195号

长沙湘江建筑工程有限公司 | 彭志强 | 0731-82233445 | 长沙市岳麓区潇湘中路328号
长沙湘江建筑工程公司 | 彭志强 | 0731 82233445 | 岳麓区潇湘中路328号

厦门鹭岛旅行社 | 林小燕 | 0592-5061234 | 厦门市思明区湖滨南路90号

沈阳北方机床股份有限公司 | 宋铁军 | 024-25871234 | 沈阳市铁西区建设东路17号
"""


def rows() -> tuple[list[list[object]], list[list[int]]]:
    """The table's rows, interleaved so that duplicates stand apart, and the groups of row numbers."""
    groups = [block.splitlines() for block in GROUPS.strip().split("\n\n")]
    ordered = [
        (member, number) for number, group in enumerate(groups) for member in enumerate(group)
    ]
    ordered.sort(key=lambda item: (item[0][0], item[1]))
    table: list[list[object]] = []
    members: dict[int, list[int]] = {}
    for position, ((copy, line), number) in enumerate(ordered):
        company, contact, phone, address = (part.strip() for part in line.split("|"))
        code = f"{91440101000000000 + number * 7919:018d}" if copy == 0 else None
        since = dt.date(2015, 1, 5) + dt.timedelta(days=37 * number + copy)
        limit = 5000 * (1 + number % 9) if copy == 0 else None
        table.append([f"{position + 1:06d}", company, contact, phone, address, code, since, limit])
        members.setdefault(number, []).append(position + 2)
    return table, [rows for rows in members.values() if len(rows) > 1]


def main() -> int:
    """Write the workbook and the key; returns the exit status."""
    table, duplicates = rows()
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Customers"
    sheet.append(HEADER)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in table:
        sheet.append(row)
    for column, width in zip("ABCDEFGH", (14, 38, 18, 20, 48, 22, 16, 14), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A2"
    workbook.save(SAMPLES / "customers.xlsx")
    key = {"columns": ["Company", "Phone", "Address"], "duplicates": duplicates}
    text = json.dumps(key, indent=1)
    (SAMPLES / "customers.answers.json").write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

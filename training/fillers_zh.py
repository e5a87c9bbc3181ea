"""Invented Chinese values for generated texts: names, numbers with valid check digits, dates, sums."""

from __future__ import annotations

import random
from collections.abc import Callable

Random = random.Random

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚"
    "沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤"
)
DOUBLE_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "夏侯", "皇甫", "慕容", "司徒")
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰秀珍建国文斌志鹏宇浩然欣怡子涵雨泽晨曦梓萱嘉豪俊凯"
    "婷雪梅琳佳慧颖倩云凤琴红波辉亮峰飞龙海燕新春晓东旭丹阳宁安康乐天佑成林森卫民学义德胜利祥瑞庆福荣启"
)
PROVINCES = (
    "北京市|朝阳区 海淀区 西城区 东城区 丰台区",
    "上海市|浦东新区 徐汇区 静安区 闵行区 黄浦区",
    "天津市|和平区 南开区 滨海新区",
    "重庆市|渝中区 江北区 南岸区",
    "广东省|广州市天河区 深圳市南山区 东莞市 佛山市顺德区 珠海市香洲区",
    "江苏省|南京市鼓楼区 苏州市工业园区 无锡市滨湖区 南通市 常州市武进区",
    "浙江省|杭州市西湖区 宁波市鄞州区 温州市 义乌市 绍兴市柯桥区",
    "山东省|济南市历下区 青岛市市南区 烟台市 潍坊市",
    "四川省|成都市武侯区 绵阳市涪城区 德阳市",
    "湖北省|武汉市洪山区 宜昌市 襄阳市",
    "湖南省|长沙市岳麓区 株洲市 衡阳市",
    "河南省|郑州市金水区 洛阳市 开封市",
    "河北省|石家庄市 保定市 唐山市",
    "陕西省|西安市雁塔区 咸阳市 宝鸡市",
    "福建省|福州市鼓楼区 厦门市思明区 泉州市",
    "安徽省|合肥市蜀山区 芜湖市",
    "辽宁省|沈阳市和平区 大连市沙河口区",
    "吉林省|长春市朝阳区",
    "黑龙江省|哈尔滨市南岗区",
    "云南省|昆明市盘龙区",
    "贵州省|贵阳市观山湖区",
    "江西省|南昌市红谷滩区 赣州市",
    "广西壮族自治区|南宁市青秀区 柳州市",
    "山西省|太原市小店区",
)
STREETS = [
    "中山路",
    "人民路",
    "解放路",
    "建设路",
    "和平路",
    "新华路",
    "长江路",
    "黄河路",
    "科技路",
    "创新大道",
    "文化路",
    "学院路",
    "朝阳路",
    "光明路",
    "滨河路",
    "东风路",
    "胜利街",
    "幸福街",
    "南京西路",
    "北京东路",
    "工业大道",
    "高新三路",
    "金融街",
    "迎宾大道",
    "环城北路",
    "软件园二路",
    "民生路",
    "体育路",
]
STEMS = [
    "华信",
    "恒达",
    "金源",
    "瑞丰",
    "宏图",
    "天成",
    "东方",
    "中兴",
    "博远",
    "鼎盛",
    "科创",
    "联合",
    "永泰",
    "盛世",
    "星辰",
    "蓝海",
    "正大",
    "嘉业",
    "万达",
    "海纳",
    "同创",
    "众诚",
    "安泰",
    "凯旋",
    "明德",
    "润泽",
    "广源",
    "华美",
    "新宇",
    "远航",
    "长青",
    "龙腾",
    "瀚海",
    "汇丰",
    "佳和",
    "锦绣",
    "启明",
    "泰和",
    "飞跃",
    "中天",
    "建宏",
    "泽康",
    "百川",
    "卓越",
    "弘毅",
    "世纪",
    "华夏",
    "北辰",
    "南洋",
    "西岭",
    "神州",
    "绿源",
    "康宁",
    "亿通",
    "威克",
    "普瑞",
    "奥森",
    "立信",
    "国泰",
    "信达",
    "金桥",
    "云帆",
    "玖泰",
]
TRADES = [
    "科技",
    "贸易",
    "建筑工程",
    "房地产开发",
    "信息技术",
    "物流",
    "电子",
    "机械设备",
    "食品",
    "医药",
    "服饰",
    "文化传播",
    "环保科技",
    "新能源",
    "网络科技",
    "装饰工程",
    "投资管理",
    "广告",
    "汽车销售",
    "化工",
    "材料",
    "农业发展",
    "物业管理",
    "餐饮管理",
    "教育咨询",
    "电气",
    "自动化",
    "软件",
    "生物科技",
    "国际贸易",
    "电力工程",
    "市政工程",
    "园林绿化",
    "轨道交通装备",
    "水务",
    "光电",
    "通信",
    "商贸",
    "供应链管理",
    "钢结构",
]
FORMS = ("有限公司",) * 6 + (
    "有限责任公司",
    "有限责任公司",
    "股份有限公司",
    "股份有限公司",
    "集团有限公司",
    "厂",
)
OFFICES = [
    "人民政府",
    "交通运输局",
    "住房和城乡建设局",
    "水利局",
    "教育局",
    "公安局",
    "财政局",
    "自来水公司",
    "第一中学",
    "人民医院",
    "供电公司",
    "公路管理局",
    "农业农村局",
    "国土资源局",
    "城市管理局",
    "大学",
    "中心医院",
    "气象局",
    "园林管理处",
]
BANKS = [
    "中国工商银行",
    "中国建设银行",
    "中国农业银行",
    "中国银行",
    "交通银行",
    "招商银行",
    "中信银行",
    "上海浦东发展银行",
    "兴业银行",
    "民生银行",
    "平安银行",
    "光大银行",
    "华夏银行",
    "邮政储蓄银行",
]
JOBS = [
    "总经理",
    "董事长",
    "副总经理",
    "项目经理",
    "法定代表人",
    "采购经理",
    "财务总监",
    "技术总监",
    "销售经理",
    "人事主管",
    "业务员",
    "工程师",
    "会计",
    "部门经理",
    "行政主管",
    "执行董事",
    "监理工程师",
    "客户经理",
    "法务专员",
    "厂长",
    "主任",
    "店长",
]
PRODUCTS = [
    "笔记本电脑",
    "不锈钢管",
    "配电柜",
    "变压器",
    "电缆",
    "服务器",
    "办公家具",
    "空调机组",
    "水泥",
    "螺纹钢",
    "打印机",
    "工业机器人",
    "显示屏",
    "阀门",
    "大米",
    "食用油",
    "棉布",
    "轴承",
    "液压泵",
    "医用口罩",
    "监控设备",
    "LED灯具",
    "混凝土",
    "轮胎",
    "挖掘机",
    "光伏组件",
    "锂电池",
    "化肥",
    "纸箱",
    "玻璃",
]
WORKS = [
    "办公楼装修工程",
    "污水处理厂扩建工程",
    "道路改造工程",
    "智慧园区建设项目",
    "管理信息系统开发项目",
    "厂房建设项目",
    "绿化工程",
    "供水管网改造工程",
    "设备采购项目",
    "轨道交通3号线土建施工项目",
    "数据中心建设项目",
    "河道综合整治工程",
    "住宅小区一期工程",
    "电梯采购及安装项目",
    "桥梁加固工程",
    "安防监控系统项目",
    "校园网络升级项目",
    "220kV输变电工程",
    "PPP项目",
    "脱硫改造项目",
]
TITLES = [
    "买卖合同",
    "采购合同",
    "租赁合同",
    "房屋租赁合同",
    "劳动合同",
    "借款合同",
    "技术服务合同",
    "委托合同",
    "建设工程施工合同",
    "承揽合同",
    "保密协议",
    "技术开发合同",
    "运输合同",
    "仓储合同",
    "股权转让协议",
    "合作协议",
    "软件许可协议",
    "物业服务合同",
    "设备租赁合同",
    "战略合作框架协议",
    "补充协议",
    "居间合同",
    "广告发布合同",
    "加工定做合同",
    "供货合同",
]
UNITS = [
    "台",
    "套",
    "吨",
    "件",
    "个",
    "箱",
    "米",
    "平方米",
    "公斤",
    "辆",
    "批",
    "只",
    "卷",
    "册",
    "瓶",
]
DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLAIN = "〇一二三四五六七八九"


def person(r: Random) -> str:
    """A person's name of two to four characters."""
    surname = r.choice(DOUBLE_SURNAMES) if r.random() < 0.03 else r.choice(SURNAMES)
    name = surname + "".join(r.choice(GIVEN) for _ in range(r.choice([1, 2, 2, 2])))
    return name + r.choice(["先生", "女士"]) if r.random() < 0.04 else name


def place(r: Random) -> str:
    """A city or province, short or full."""
    province, _, cities = r.choice(PROVINCES).partition("|")
    city = r.choice(cities.split())
    short = province.rstrip("市").removesuffix("省").removesuffix("壮族自治区")
    return r.choice([province, short, short, city[:2], city[:3] if "市" in city[:3] else city[:2]])


def company(r: Random) -> str:
    """A company or, seldom, a public body."""
    if r.random() < 0.1:
        return place(r) + r.choice(OFFICES)
    stem = r.choice(STEMS) if r.random() < 0.7 else "".join(r.sample(GIVEN + "金银海天中恒", 2))
    head = place(r) if r.random() < 0.7 else ""
    trade = r.choice(TRADES) if r.random() < 0.9 else ""
    form = r.choice(FORMS)
    if r.random() < 0.08 and head:
        return f"{stem}{r.choice('(（')}{head}{r.choice(')）')}{trade}{form}".replace(
            "(", "（"
        ).replace(")", "）")
    branch = f"{place(r)}分公司" if r.random() < 0.04 else ""
    return f"{head}{stem}{trade}{form}{branch}"


def address(r: Random) -> str:
    """A postal address."""
    province, _, cities = r.choice(PROVINCES).partition("|")
    street = f"{r.choice(STREETS)}{r.randint(1, 999)}号"
    rest = r.choice(
        [
            "",
            "",
            f"{r.randint(1, 30)}层",
            f"{r.randint(1, 12)}栋{r.randint(101, 2805)}室",
            "科技大厦A座",
            f"{r.randint(1, 9)}号楼{r.randint(1, 5)}单元{r.randint(101, 1902)}",
        ]
    )
    head = "" if r.random() < 0.2 else province
    return f"{head}{r.choice(cities.split())}{street}{rest}"


def chinese_number(value: int, digits: str, units: str) -> str:
    """``value`` (0 to 9999 times 10^12) in Chinese numerals with the given digits and 十百千 units."""
    if value == 0:
        return digits[0]
    parts, group = [], 0
    while value:
        value, four = divmod(value, 10000)
        if four:
            text = _four(four, digits, units) + ("", "万", "亿", "万亿")[group]
            parts.append((text, four < 1000 and value > 0))
        elif parts:
            parts[-1] = (parts[-1][0], True)
        group += 1
    out = ""
    for text, gap in reversed(parts):
        out += (digits[0] if gap and out and not text.startswith(digits[0]) else "") + text
    return out


def _four(value: int, digits: str, units: str) -> str:
    out, zero = "", False
    for power, unit in ((1000, units[2]), (100, units[1]), (10, units[0]), (1, "")):
        digit, value = divmod(value, power)
        if digit:
            out += (digits[0] if zero and out else "") + digits[digit] + unit
            zero = False
        else:
            zero = True
    return out


def capital(value: int) -> str:
    """A sum in capital numerals: 壹拾贰万叁仟元整."""
    return chinese_number(value, DIGITS, "拾佰仟") + "元整"


def _value(r: Random) -> int:
    return r.choice(
        [
            r.randint(5, 999),
            r.randint(1, 99) * 100,
            r.randint(1, 900) * 1000,
            r.randint(1, 9000) * 10000,
            r.randint(1, 90000) * 100,
        ]
    )


def amount(r: Random) -> str:
    """A sum of money in figures, in words or both."""
    n = _value(r)
    cents = f".{r.randint(0, 99):02}" if r.random() < 0.35 else ""
    wan = n / 10000
    short = f"{wan:.4f}".rstrip("0").rstrip(".")
    return r.choice(
        [
            f"人民币{n:,}{cents}元",
            f"{n}{cents}元",
            f"{n:,}{cents}元",
            f"¥{n:,}{cents}",
            f"￥{n}{cents}",
            f"{short}万元",
            f"人民币{short}万元",
            f"人民币{capital(n)}",
            f"人民币{n:,}.00元（大写：{capital(n)}）",
            f"{capital(n)}（¥{n:,}.00）",
            f"{n / 1e8:.2f}亿元" if n > 1e7 else f"{n}元整",
            f"{r.randint(1, 900)}万美元",
            f"{n:,}{cents}美元",
            f"RMB {n:,}{cents}",
            f"{n}元人民币",
            f"港币{n:,}元",
            f"{chinese_number(r.randint(1, 900), '零一二三四五六七八九', '十百千')}万元",
        ]
    )


def date(r: Random) -> str:
    """A day in one of the ways Chinese documents write it."""
    y, m, d = r.randint(1998, 2031), r.randint(1, 12), r.randint(1, 28)
    year = "".join(r.choice("〇零0") if c == "0" else PLAIN[int(c)] for c in str(y))
    ten = "零一二三四五六七八九"
    month, day = (
        chinese_number(n, ten, "十百千").removeprefix("一")
        if 10 <= n < 20
        else chinese_number(n, ten, "十百千")
        for n in (m, d)
    )
    return r.choice(
        [f"{y}年{m}月{d}日"] * 6
        + [
            f"{y}年{m:02}月{d:02}日",
            f"{y} 年 {m} 月 {d} 日",
            f"{y}-{m:02}-{d:02}",
            f"{y}/{m}/{d}",
            f"{y}.{m}.{d}",
            f"{year}年{month}月{day}日",
            f"{y}年{m}月",
            f"{y}年{m}月{d}日",
            f"{y}{m:02}{d:02}",
        ]
    )


def duration(r: Random) -> str:
    """A period."""
    n = r.choice([1, 2, 3, 5, 6, 7, 10, 12, 14, 15, 18, 20, 24, 30, 36, 45, 60, 90, 120, 180])
    unit = r.choice(["天", "日", "个月", "年", "个工作日", "个自然日", "日历天", "工作日", "小时"])
    words = (
        chinese_number(n, "零一二三四五六七八九", "十百千").removeprefix("一")
        if 10 <= n < 20
        else chinese_number(n, "零一二三四五六七八九", "十百千")
    )
    return r.choice([f"{n}{unit}"] * 4 + [f"{words}{unit}", f"{words}（{n}）{unit}", f"{n} {unit}"])


def percent(r: Random) -> str:
    """A percentage or rate."""
    n = r.choice([str(r.randint(1, 60)), f"{r.randint(0, 20)}.{r.randint(1, 99)}"])
    return r.choice(
        [f"{n}%"] * 4
        + [
            f"{n}％",
            f"百分之{chinese_number(r.randint(1, 60), '零一二三四五六七八九', '十百千')}",
            f"万分之{r.choice('一二三四五')}",
            f"千分之{r.choice('一二三五')}",
            f"{r.randint(1, 9)}‰",
        ]
    )


def phone(r: Random) -> str:
    """A mobile or fixed line."""
    mobile = r.choice(["13", "15", "18", "17", "19"]) + "".join(
        r.choice("0123456789") for _ in range(9)
    )
    fixed = f"0{r.randint(10, 999)}-{r.randint(2000000, 89999999)}"
    return r.choice(
        [
            mobile,
            mobile,
            fixed,
            f"400-{r.randint(100, 999)}-{r.randint(1000, 9999)}",
            f"{mobile[:3]} {mobile[3:7]} {mobile[7:]}",
        ]
    )


def identity(r: Random) -> str:
    """A resident identity number with a valid check digit (GB 11643)."""
    body = f"{r.choice([110101, 310104, 440305, 330106, 510107, 420111])}{r.randint(1955, 2004)}{r.randint(1, 12):02}{r.randint(1, 28):02}{r.randint(1, 999):03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, weights, strict=True)) % 11]


def credit_code(r: Random) -> str:
    """A unified social credit code with a valid check character (GB 32100)."""
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = (
        "91"
        + str(r.choice([110108, 310115, 440300, 330106]))
        + "".join(r.choice(signs) for _ in range(9))
    )
    total = sum(signs.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + signs[(31 - total % 31) % 31]


def account(r: Random) -> str:
    """A bank account number, in one run or in groups of four."""
    digits = r.choice(["6222", "6217", "6228", "1100", "3301"]) + "".join(
        r.choice("0123456789") for _ in range(r.randint(8, 15))
    )
    return (
        digits
        if r.random() < 0.7
        else " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))
    )


def code(r: Random) -> str:
    """A contract or document number."""
    head = "".join(r.choice("ABCDHJKSTXYZ") for _ in range(r.randint(2, 4)))
    return r.choice(
        [
            f"{head}-{r.randint(2005, 2030)}-{r.randint(1, 999):03}",
            f"{head}{r.randint(2005, 2030)}{r.randint(1, 9999):04}",
            f"（{r.randint(2005, 2030)}）{r.choice('采销建租技')}字第{r.randint(1, 999)}号",
            f"{r.randint(10000, 9999999)}",
            f"{head}-{r.randint(1000, 99999)}",
        ]
    )


def project(r: Random) -> str:
    """The name of a project or works."""
    lot = r.choice(
        [
            "",
            "",
            "",
            f"第{r.randint(1, 9)}标段",
            f"（{r.choice('一二三四')}期）",
            f"{r.choice('一二三四')}标段",
        ]
    )
    return f"{place(r)}{r.choice(['', '', r.choice(STEMS)])}{r.choice(WORKS)}{lot}"


def title(r: Random) -> str:
    """The title of a contract."""
    return r.choice(["", "", r.choice(PRODUCTS), r.choice(WORKS)]) + r.choice(TITLES)


def court(r: Random) -> str:
    """A court or arbitration commission."""
    where = place(r)
    return r.choice(
        [
            f"{where}人民法院",
            f"{where}仲裁委员会",
            "中国国际经济贸易仲裁委员会",
            "甲方所在地人民法院",
            "合同签订地人民法院",
            "原告住所地人民法院",
        ]
    )


def email(r: Random) -> str:
    """An address at an example domain."""
    letters = "".join(r.choice("abcdefghjklmnopqrstuvwxyz") for _ in range(r.randint(4, 8)))
    return f"{letters}{r.choice(['', str(r.randint(1, 999))])}@{r.choice(['example.com', 'example.cn', 'qiye.example', 'mail.example.com.cn'])}"


def quantity(r: Random) -> str:
    """A number with a unit of count."""
    return f"{r.randint(1, 5000)}{r.choice(['', *UNITS])}"


def size(r: Random) -> str:
    """An area."""
    return f"{r.randint(12, 20000)}{r.choice(['', f'.{r.randint(1, 99)}'])}{r.choice(['平方米', '㎡', '平米', '亩'])}"


KINDS: dict[str, Callable[[Random], str]] = {
    "person": person,
    "company": company,
    "party_any": lambda r: person(r) if r.random() < 0.35 else company(r),
    "place": place,
    "address": address,
    "amount": amount,
    "date": date,
    "duration": duration,
    "percent": percent,
    "phone": phone,
    "identity": identity,
    "credit": credit_code,
    "account": account,
    "bank": lambda r: (
        r.choice(BANKS)
        + place(r)
        + r.choice(["分行", "支行", "分行营业部", f"{r.choice(STEMS)}支行"])
    ),
    "code": code,
    "project": project,
    "product": lambda r: r.choice(PRODUCTS),
    "title": title,
    "court": court,
    "law": lambda r: r.choice(
        [
            "中华人民共和国法律",
            "中国法律",
            "香港特别行政区法律",
            "英国法律",
            "新加坡法律",
            "中华人民共和国",
        ]
    ),
    "jobtitle": lambda r: r.choice(JOBS),
    "email": email,
    "quantity": quantity,
    "area": size,
    "number": lambda r: str(r.randint(1, 900)),
    "year": lambda r: str(r.randint(1999, 2031)),
    "postcode": lambda r: f"{r.randint(100000, 859999)}",
    "model": lambda r: (
        "".join(r.choice("ABCDGHKSTXYZ") for _ in range(r.randint(1, 3)))
        + r.choice(["-", ""])
        + str(r.randint(10, 9999))
        + r.choice(["", "A", "B", "Pro"])
    ),
    "sex": lambda r: r.choice("男女"),
    "url": lambda r: f"www.{''.join(r.choice('abcdehklmnost') for _ in range(6))}.example.cn",
}


def fill(kind: str, r: Random) -> str:
    """A value of ``kind``."""
    return KINDS[kind](r)

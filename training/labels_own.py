"""Labels that real texts print before a value themselves (``公告编号:2012-034``, ``Telephone: …``).

A line is ``key|shape|labels as texts print them|names people may ask by``; the printed labels count as
names, too, and a name that starts with ``~`` is held out of training. A key of
:mod:`training.labels_zh` or :mod:`training.labels` keeps the names that it has there.
"""

from __future__ import annotations

from dataclasses import dataclass

from training.labels import LABELS
from training.labels_zh import LABELS_ZH


@dataclass(frozen=True, slots=True)
class OwnLabel:
    """``shape`` says what the value looks like; ``printed`` what stands before it in texts."""

    key: str
    shape: str
    printed: tuple[str, ...]
    names: tuple[str, ...]


_CHINESE = """
security_code|digits6|证券代码;股票代码;A股代码|证券代码; 证券代码; 股票代码; 上市公司代码; 公司股票代码; ~个股代码
security_name|short|证券简称;股票简称;股票名称;A股简称|证券简称; 证券简称; 股票简称; 股票名称; 上市公司简称; ~股票的简称
bulletin_number|number|公告编号;编号|公告编号; 公告编号; 公告号; 公告文号; 编号; ~公告的编号
bond_code|digits6|债券代码;转债代码|债券代码; 转债代码; ~公司债代码
bond_name|short|债券简称;转债简称|债券简称; 转债简称; ~公司债简称
bid_number|number|招标编号;中标编号;采购编号;标书编号;招标文件编号|招标编号; 中标编号; 采购编号; 标书编号; ~投标编号
project_number|number|项目编号;工程编号|项目编号; 工程编号; ~项目代号
contract_number|number|合同编号;协议编号;合同号|
company_name|company|公司名称;企业名称;单位名称;名称|公司名称; 企业名称; 名称; 单位全称; ~企业全称
legal_rep|person|法定代表人;法人代表;法人;负责人|
project_manager|person|项目经理;项目负责人|
registered_capital|amount|注册资本;注册资金|
address|place|注册地址;注册地;住所;公司住所;公司地址;地址;办公地址;注册住所|
founded|date|成立日期;成立时间;注册日期|成立日期; 成立时间; 设立日期; ~公司成立于
company_type|short|公司类型;企业类型;企业性质;公司性质|公司类型; 企业类型; 企业性质; ~公司性质类别
credit_code|credit|统一社会信用代码|
business_scope|long|经营范围;主营业务;一般经营项目|经营范围; 主营业务; 业务范围; 经营项目; ~主要业务
works_period|period|工期;合同工期;计划工期;总工期;中标工期;工程工期;项目工期|
term|period|履行期限;合同期限;合作期限;合同履行期限;合作期;合同的履行期限|
quality_standard|short|质量标准;工程质量;质量要求|质量标准; 工程质量; 质量要求; ~质量等级
premises|place|工程地点;建设地点;项目地点;施工地点;工程地址;项目地址|
settlement|long|结算方式|结算方式; 价款结算方式; ~结算办法
payment_method|long|付款方式;支付方式|付款方式; 支付方式; 款项支付方式; ~怎样付款
works_scope|long|承包范围;工程内容;建设内容;建设规模;项目规模;招标范围;中标范围;工程范围;项目内容;项目范围|工程内容; 建设内容; 承包范围; 建设规模; 工作范围; ~施工内容
budget|amount|总投资;投资总额;项目总投资;投资额|
agency|company|招标代理机构;代理机构|
funding|short|资金来源|资金来源; 项目资金来源; ~资金出处
publicity_period|period|公示期;公示时间|公示期; 公示时间; ~公示期间
publicity_media|short|公示媒体;公示网站|公示媒体; 公示网站; ~公示平台
sign_place|place|签署地点;签订地点;签约地点|
agreement_date|date|签署时间;协议签署时间;合同签署时间;签订日期;签订时间;签署日期|
contract_subject|long|合同标的;标的|合同标的; 标的; 合同标的物; ~交易标的
start_date|date|开工日期;计划开工日期|
end_date|date|竣工日期;计划竣工日期|竣工日期; 完工日期; 计划竣工日期; ~完工时间
website|website|网址;公示网址;网站|网址; 网站; 网站地址; ~链接
quality_period|period|质保期;保修期;缺陷责任期|质保期; 保修期; 缺陷责任期; ~质保时间
cooperation|short|合作模式;运作模式;合作方式;项目承包方式;承包方式;运作方式|合作模式; 承包方式; 运作方式; ~合作形式
"""

_ENGLISH = """
signatory|person|By;Name;Print Name;Printed Name;Typed Name|Signatory; Signed by; Name of signatory; Signer; Name; ~Person who signed
signatory_title|title|Title;Its;Position|Title of signatory; Title; Position; Job title; ~Role of signer
notice_contact|person|Attention;Attn;ATTN;Contact;Contact Person|Attention; Contact person; Notices to the attention of; Contact; ~Person to be notified
phone|phone|Telephone;Phone;Tel;Telephone No.;Telephone Number;Telephone number;Tel.;Phone Number|
fax|fax|Facsimile;Fax;Telecopy;Telecopier;Telecopy No.;Facsimile No.;Fax No.;Facsimile Number;Fax Number;Fax number;Telecopier No.;Telecopy Number|
email|email|Email;E-mail;E-Mail;Email Address;Electronic Mail;Email address|
signature_date|date|Date;DATE;Dated|Date of signature; Date beside signature; Date signed; ~Signed on
bank_name|company|Bank;Bank Name;Name of Bank|
account_number|number|Account Number;Account No.;Acct. No.|
contract_number|number|Contract Number;Contract No.;Agreement No.;Contract No|
aba_number|number|ABA Number;ABA No.;ABA|ABA number; Routing number; ~Bank routing code
revision_date|date|Revision Date|Revision date; ~Date of revision
project_name|title|Project;PROJECT NAME;Project Name|
subject|title|Re;RE;Subject;SUBJECT|Subject; Re; Subject line; ~What it is about
maturity_date|date|Maturity Date|Maturity date; ~Date of maturity
interest_rate|percent|Interest;Interest Rate|
share_ratio|percent|Percentage;Pro Rata Share;Commitment Percentage;PERCENTAGE|Percentage; Pro rata share; Share; Commitment percentage; ~Proportion held
commitment|amount|Commitment;Commitment Amount;COMMITMENT AMOUNT;Lender Commitment;Principal Amount;Amount|Commitment; Commitment amount; Principal amount; ~Amount committed
"""


def _table(text: str) -> tuple[OwnLabel, ...]:
    found = []
    for line in text.strip().splitlines():
        key, shape, printed, names = line.split("|")
        labels = tuple(part.strip() for part in printed.split(";"))
        asked = tuple(part.strip() for part in names.split(";") if part.strip())
        found.append(OwnLabel(key, shape, labels, asked))
    return tuple(found)


OWN_ZH = _table(_CHINESE)
OWN_EN = _table(_ENGLISH)

OWN_NAMES_ZH = {one.key: one.names for one in OWN_ZH if one.names and one.key not in LABELS_ZH} | {
    "issuer": ("公告公司", "发布公司", "披露公司", "上市公司名称", "公告主体", "~发布主体"),
    "bulletin_date": ("公告日期", "发布日期", "公告时间", "披露日期", "~公告落款日期"),
    "revenue_share": ("占营业收入比例", "占营业收入的比例", "占营收比例", "~营业收入占比"),
}
OWN_NAMES = {one.key: one.names for one in OWN_EN if one.names and one.key not in LABELS}

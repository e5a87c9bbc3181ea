"""What contracts call the things that people ask for: a modest table, English and Chinese."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from engine.types import FieldType


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing with its names, the first being its own; ``type`` is what its values are.

    Names match a field that a person typed, and labels in a document.
    """

    key: str
    type: FieldType
    names: tuple[str, ...]


def _concept(key: str, kind: FieldType, names: str) -> Concept:
    return Concept(key, kind, tuple(name.strip() for name in names.split("|")))


_T = FieldType
CONCEPTS: tuple[Concept, ...] = (
    _concept("party", _T.PARTY, "Party|Parties|Contracting party|Contracting parties|当事人|合同当事人|合同双方|签约方|合同主体|签约主体"),
    _concept("party_a", _T.PARTY, "甲方|买方|购买方|采购方|采购人|需方|发包人|发包方|委托方|委托人|出租方|出租人|贷款人|出借人|用人单位|业主|业主方|项目业主|项目业主方|招标人|招标单位|招标方|采购单位|建设单位|定作方|转让方|披露方|Party A|First Party|甲方名称|甲方（买方）"),
    _concept("party_b", _T.PARTY, "乙方|卖方|销售方|供应方|供应商|供货方|供方|承包人|承包方|受托方|受托人|承租方|承租人|借款人|劳动者|中标人|中标单位|中标方|中标供应商|投标人|承揽方|受让方|接收方|服务方|Party B|Second Party|乙方名称"),
    _concept("party_c", _T.PARTY, "丙方|担保方|担保人|保证人|见证方|Party C|Third Party|Guarantor"),
    _concept("buyer", _T.PARTY, "Buyer|Purchaser|Customer|买方|购买方|需方|采购方|甲方"),
    _concept("seller", _T.PARTY, "Seller|Vendor|Supplier|卖方|供方|供应商|供货方|乙方"),
    _concept("landlord", _T.PARTY, "Landlord|Lessor|出租方|出租人|甲方"),
    _concept("tenant", _T.PARTY, "Tenant|Lessee|承租方|承租人|乙方"),
    _concept("employer", _T.PARTY, "Employer|Company|用人单位|甲方|聘用单位"),
    _concept("employee", _T.PERSON, "Employee|Executive|劳动者|员工|员工姓名|乙方|受聘人"),
    _concept("lender", _T.PARTY, "Lender|Bank|Creditor|贷款人|出借人|贷款方|甲方"),
    _concept("borrower", _T.PARTY, "Borrower|Debtor|借款人|借款方|乙方"),
    _concept("client", _T.PARTY, "Client|Customer|委托方|委托人|客户|甲方"),
    _concept("provider", _T.PARTY, "Service provider|Provider|Contractor|Consultant|服务方|服务提供方|受托方|受托人|乙方"),
    _concept("discloser", _T.PARTY, "Disclosing party|Discloser|披露方|甲方"),
    _concept("recipient", _T.PARTY, "Receiving party|Recipient|接收方|接受方|乙方"),
    _concept("licensor", _T.PARTY, "Licensor|许可方|许可人"),
    _concept("licensee", _T.PARTY, "Licensee|被许可方|被许可人"),
    _concept("effective_date", _T.DATE, "Effective date|Commencement date|Start date|生效日期|生效日|合同生效日期|起始日期|开始日期|合同开始日期"),
    _concept("sign_date", _T.DATE, "Agreement date|Contract date|Signing date|Date of agreement|Date signed|Execution date|签订日期|签署日期|签约日期|签订时间|签署时间|签约时间|合同签订日期|合同签署日期|合同签订时间|合同日期|订立日期|签字日期"),
    _concept("expiry_date", _T.DATE, "Expiration date|Expiry date|End date|Termination date|Maturity date|到期日|到期日期|终止日期|届满日|届满日期|结束日期|截止日期|合同终止日期"),
    _concept("delivery_date", _T.DATE, "Delivery date|Date of delivery|交货日期|交付日期|交货时间|交付时间|供货日期|交房日期|计划供货日期"),
    _concept("governing_law", _T.TEXT, "Governing law|Applicable law|Choice of law|Law|适用法律|管辖法律|准据法"),
    _concept("jurisdiction", _T.TEXT, "Jurisdiction|Venue|Courts|管辖法院|管辖|争议解决|争议解决方式|仲裁机构|仲裁委员会|Dispute resolution|Arbitration"),
    _concept("term", _T.DURATION, "Term|Contract term|Term of agreement|Initial term|Duration|合同期限|期限|有效期|合同有效期|有效期限|协议期限|服务期限|履行期限|工期|合同工期|总工期|建设工期|期间"),
    _concept("lease_term", _T.DURATION, "Lease term|Term of lease|租赁期限|租期|租赁期|Term"),
    _concept("loan_term", _T.DURATION, "Loan term|借款期限|贷款期限|Term"),
    _concept("probation", _T.DURATION, "Probation period|Probation|试用期|试用期限"),
    _concept("notice_period", _T.DURATION, "Notice period|Termination notice|通知期|通知期限|提前通知期"),
    _concept("confidentiality_period", _T.DURATION, "Confidentiality period|Confidentiality term|保密期限|保密期"),
    _concept("warranty_period", _T.DURATION, "Warranty period|质保期|保修期|质量保证期|保质期"),
    _concept("payment_term", _T.DURATION, "Payment term|Payment period|付款期限|付款时间|支付期限"),
    _concept("amount", _T.AMOUNT, "Contract amount|Contract price|Purchase price|Total price|Price|Total amount|Amount|Contract value|Consideration|合同金额|合同总金额|合同总价|合同价款|合同价格|合同总价款|总金额|总价|总价款|金额|价款|合同价|合同标的额|签约合同价|中标金额|中标价|中标总价|中标总金额|中标价格|投标报价|交易金额|合同额|合同总额|成交金额|预中标金额|总投资|投资总额|项目总投资|总投资额"),
    _concept("rent", _T.AMOUNT, "Rent|Monthly rent|Base rent|租金|月租金|每月租金|租金标准|房租"),
    _concept("deposit", _T.AMOUNT, "Deposit|Security deposit|押金|保证金|履约保证金|定金|租赁押金"),
    _concept("salary", _T.AMOUNT, "Salary|Base salary|Annual salary|Compensation|工资|月工资|基本工资|劳动报酬|薪酬|月薪|年薪"),
    _concept("loan_amount", _T.AMOUNT, "Loan amount|Principal|Principal amount|借款金额|贷款金额|借款本金|本金|Amount of the loan"),
    _concept("fee", _T.AMOUNT, "Fee|Fees|Service fee|服务费|服务费用|技术服务费|报酬|费用"),
    _concept("interest_rate", _T.PERCENTAGE, "Interest rate|Rate of interest|利率|年利率|月利率|借款利率|贷款利率"),
    _concept("tax_rate", _T.PERCENTAGE, "Tax rate|VAT rate|税率|增值税税率"),
    _concept("penalty", _T.TEXT, "Penalty|Liquidated damages|Late fee|违约金|滞纳金|逾期违约金"),
    _concept("penalty_rate", _T.PERCENTAGE, "Penalty rate|Late fee rate|违约金比例|违约金率|逾期利率|滞纳金比例"),
    _concept("contract_number", _T.TEXT, "Contract number|Contract no|Contract no.|Agreement number|Agreement no.|合同编号|合同号|协议编号|编号"),
    _concept("contract_name", _T.TEXT, "Contract name|Document name|Title|Agreement title|Contract title|合同名称|协议名称|文件名称|合同标题|标题"),
    _concept("project_name", _T.TEXT, "Project name|Project|项目名称|工程名称|中标项目名称|招标项目名称|采购项目名称|中标项目|项目|标的项目"),
    _concept("project_number", _T.TEXT, "Project number|项目编号|招标编号|采购编号|采购项目编号"),
    _concept("subject", _T.TEXT, "Subject matter|Product|Goods|Product name|产品名称|货物名称|标的物|标的|商品名称|设备名称|租赁物|租赁房屋"),
    _concept("purpose", _T.TEXT, "Purpose|Use|用途|借款用途|租赁用途|保密目的|贷款用途|目的"),
    _concept("legal_representative", _T.PERSON, "Legal representative|法定代表人|法人代表|负责人|法定代表人或负责人"),
    _concept("contact", _T.PERSON, "Contact|Contact person|联系人|项目联系人|项目负责人|经办人|授权代表|委托代理人"),
    _concept("position", _T.TEXT, "Position|Job title|Title of employee|工作岗位|岗位|职务|职位|工作内容"),
    _concept("phone", _T.PHONE, "Phone|Telephone|Tel|Tel.|Mobile|Phone number|电话|联系电话|手机|手机号|手机号码|电话号码|联系方式"),
    _concept("fax", _T.PHONE, "Fax|Fax number|传真|传真号码"),
    _concept("email", _T.EMAIL, "Email|E-mail|Email address|邮箱|电子邮箱|电子邮件|邮件地址"),
    _concept("address", _T.ADDRESS, "Address|Registered address|地址|住所|住址|注册地址|通讯地址|联系地址|住所地"),
    _concept("premises", _T.ADDRESS, "Premises|Address of the premises|Property address|房屋地址|房屋坐落|坐落|租赁房屋地址|房屋座落|房屋坐落地址|租赁地址|标的房屋"),
    _concept("place", _T.ADDRESS, "Place|Place of signing|Place of work|签订地点|签署地点|合同签订地|签约地点|签订地|工作地点|履行地点"),
    _concept("delivery_place", _T.ADDRESS, "Place of delivery|Delivery place|交货地点|交付地点|送货地址"),
    _concept("bank", _T.TEXT, "Bank name|Bank of account|开户银行|开户行|银行名称"),
    _concept("bank_account", _T.BANK_ACCOUNT, "Bank account|Account number|Account no.|账号|帐号|银行账号|银行账户|卡号|账户|收款账号"),
    _concept("account_name", _T.PARTY, "Account name|户名|账户名称|账户名|收款人"),
    _concept("credit_code", _T.CREDIT_CODE, "Credit code|Unified social credit code|统一社会信用代码|社会信用代码|信用代码|税号|纳税人识别号"),
    _concept("identity_number", _T.IDENTITY_NUMBER, "Identity number|ID number|ID card number|身份证号|身份证号码|身份证|公民身份号码|居民身份证号码"),
    _concept("quantity", _T.NUMBER, "Quantity|数量|采购数量|总数量"),
    _concept("copies", _T.NUMBER, "Number of copies|Copies|Counterparts|份数|合同份数"),
    _concept("area", _T.NUMBER, "Area|Floor area|面积|建筑面积|使用面积|租赁面积"),
    _concept("stage", _T.CHOICE, "Stage|项目阶段|阶段|状态|项目状态"),
    _concept("payment_method", _T.TEXT, "Payment method|Payment terms|付款方式|支付方式|结算方式|付款条件"),
)  # fmt: skip

_NOISE = re.compile(r"[\s:：*＊_.\-]+")
_DECORATION = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)


@lru_cache(maxsize=16384)
def name_key(name: str) -> str:
    """``name`` as it is compared: folded width and case, without spaces and signs."""
    return _NOISE.sub("", _DECORATION.sub("", unicodedata.normalize("NFKC", name).casefold()))


@lru_cache(maxsize=4096)
def concept_of(name: str) -> Concept | None:
    """The concept that ``name`` is a name of; the one whose names begin with it comes first."""
    key = name_key(name)
    ranked = (
        (concept.names.index(known), order, concept)
        for order, concept in enumerate(CONCEPTS)
        for known in concept.names
        if name_key(known) == key
    )
    best = min(ranked, key=lambda entry: entry[:2], default=None)
    return best[2] if best else None


def labels_of(name: str) -> tuple[str, ...]:
    """The words that may label ``name`` in a document: itself first, then its synonyms."""
    concept = concept_of(name)
    others = concept.names if concept else ()
    return tuple(dict.fromkeys([name.strip(), *others]))

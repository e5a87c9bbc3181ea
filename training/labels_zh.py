"""Chinese names of fields: for the labels of :mod:`training.labels`, and for labels of their own.

As there, a name that starts with ``~`` is never shown in training. A key of the English inventory
joins both languages: a Chinese text is asked in English too, and the other way round.
"""

from __future__ import annotations

from training.labels import Label

_TABLE = """
party|company|party|合同当事人; 签约方; 当事人; 合同各方; 合同主体; 订约方; 当事人: 签订合同的单位或个人; ~缔约方
party_a|party_any|pa|甲方; 甲方名称; 甲方（名称）; 甲方单位; 甲方: 合同第一方的名称; 甲方姓名; ~甲方全称
party_b|party_any|pb|乙方; 乙方名称; 乙方（名称）; 乙方单位; 乙方: 合同第二方的名称; 乙方姓名; ~乙方全称
buyer|company|pa2|买方; 需方; 采购方; 买受人; 购买方; 买方名称; 采购单位; ~买家; ~购方
seller|company|pb2|卖方; 供方; 供货方; 出卖人; 供应商; 卖方名称; 销售方; ~卖家; ~供货单位
landlord|party_any|pa3|出租方; 出租人; 房东; 出租单位; ~业主方
tenant|party_any|pb3|承租方; 承租人; 租户; 租客; 承租单位; ~租赁人
lender|company|pa4|贷款人; 出借人; 贷款方; 债权人; 出借方; ~放款人
borrower|party_any|pb4|借款人; 借款方; 债务人; 贷款申请人; ~借入方
employer|company|pa5|用人单位; 雇主; 聘用单位; 用工单位; 单位名称; ~聘方
employee|person|pb5|劳动者; 员工; 员工姓名; 雇员; 职工姓名; 受聘人; ~受雇人
contractor|company|pb6|承包人; 承包方; 施工单位; 承揽方; 受托方; 服务方; 中标人; 中标单位; ~施工方
principal|company|pa6|发包人; 发包方; 建设单位; 定作方; 委托方; 业主; 招标人; 招标单位; ~定作人
guarantor|party_any|guar|担保人; 保证人; 担保方; 保证方; ~连带责任保证人
licensor|company|pa7|许可方; 授权方; 许可人; 授权人; ~特许人
licensee|company|pb7|被许可方; 被授权方; 被许可人; ~受许人
disclosing_party|company|pa8|披露方; 信息披露方; 提供方; ~披露信息一方
receiving_party|company|pb8|接收方; 信息接收方; 接受方; ~获取信息一方
document_name|title|title|合同名称; 合同标题; 协议名称; 文件名称; 合同类型; 标题; ~合约名称
agreement_date|date|sign|签订日期; 签约日期; 签署日期; 合同签订日期; 签订时间; 合同日期; 合同签署日期; 签字日期; ~订立日期; ~签约时间
effective_date|date|eff|生效日期; 合同生效日期; 生效日; 生效时间; 生效日期: 合同开始生效的日期; ~起效日
start_date|date|start|开始日期; 起始日期; 起租日; 开工日期; 合同起始日; 开始时间; ~起始时间
expiration_date|date|end|到期日; 终止日期; 截止日期; 结束日期; 合同到期日; 届满日期; 有效期至; 竣工日期; ~失效日期; ~截止时间
delivery_date|date|delivery|交货日期; 交付日期; 交货时间; 交付时间; 到货日期; ~交货期
due_date|date|due|付款日期; 付款截止日; 还款日期; 应付日期; ~付款到期日
invoice_date|date|invdate|开票日期; 发票日期; ~开具日期
birth_date|date|birth|出生日期; 出生年月; 生日; ~出生时间
meeting_date|date|meeting|会议日期; 会议时间; 召开日期; ~开会时间
filing_date|date|filing|公告日期; 披露日期; 发布日期; ~公布日期
term|duration|term|合同期限; 合同有效期; 期限; 租赁期限; 服务期限; 协议期限; 履行期限; 合作期限; ~有效期限; ~合同存续期
works_period|duration|works|工期; 施工工期; 建设工期; 总工期; 施工期限; ~计划工期
notice_period|duration|notice|通知期限; 提前通知期; 解除通知期; 提前通知天数; ~预先通知时间
payment_term|duration|payterm|付款期限; 付款时间; 支付期限; 账期; 付款期; ~结算期限
warranty_period|duration|warranty|质保期; 保修期; 质量保证期; 保修期限; 质保期限; ~保质期限
confidentiality_period|duration|confperiod|保密期限; 保密期; 保密义务期限; ~保密时间
probation_period|duration|probation|试用期; 试用期限; 试用时间; ~试工期
cure_period|duration|cure|整改期限; 补救期限; 违约宽限期; ~改正期限
inspection_period|duration|inspection|验收期限; 验收期; 检验期限; 异议期; ~验货期
response_time|duration|response|响应时间; 答复期限; 回复时间; ~反应时限
delivery_time|duration|leadtime|供货周期; 交货周期; 供货期; ~备货时间
contract_amount|amount|total|合同金额; 合同总价; 总价款; 合同总金额; 合同价款; 合同额; 价税合计; 总金额; 成交金额; 合同总价款; 金额; ~合约总额; ~交易总额
unit_price|amount|unit|单价; 产品单价; 含税单价; ~每件价格
deposit|amount|deposit|定金; 押金; 保证金; 履约保证金; 租赁押金; 预付款; ~订金
monthly_rent|amount|rent|租金; 月租金; 租金标准; 年租金; 房租; ~租赁费
salary|amount|salary|工资; 月工资; 劳动报酬; 月薪; 薪酬; 基本工资; ~工资标准; ~薪资
loan_amount|amount|loan|借款金额; 贷款金额; 借款本金; 借款数额; ~贷款本金
fee|amount|fee|服务费; 技术服务费; 服务费用; 咨询费; 服务报酬; ~服务费总额
tax_amount|amount|tax|税额; 税款; 增值税额; ~税金
insurance_amount|amount|insured|保险金额; 投保金额; 保额; ~保险额
budget|amount|budget|预算; 项目预算; 投资额; 总投资; 投资总额; ~投资金额
registered_capital|amount|capital|注册资本; 注册资金; ~登记资本
penalty_amount|amount|penalty|违约金; 违约金金额; 罚款金额; ~违约赔偿额
interest_rate|percent|interest|利率; 年利率; 借款利率; 贷款利率; ~利息率
penalty_rate|percent|penrate|违约金比例; 逾期违约金比例; 滞纳金比例; 违约金比率; ~罚息比例
discount|percent|discount|折扣; 折扣率; ~优惠比例
tax_rate|percent|taxrate|税率; 增值税税率; ~适用税率
share_ratio|percent|share|持股比例; 出资比例; 股权比例; 分成比例; ~股份占比
prepaid_ratio|percent|prepaid|预付款比例; 首付款比例; 付款比例; ~预付比例
governing_law|law|law|适用法律; 准据法; 管辖法律; 合同适用法律; ~法律适用
court|court|court|管辖法院; 争议解决机构; 仲裁机构; 仲裁委员会; 管辖机构; ~受理法院
project_name|project|project|项目名称; 工程名称; 项目; 中标项目; 工程项目名称; 标的名称; ~项目全称; ~工程项目
product|product|product|产品名称; 货物名称; 品名; 标的物; 商品名称; 设备名称; 物资名称; ~货品; ~物品名称
model|model|model|规格型号; 型号; 产品型号; 规格; ~货物型号
quantity|quantity|quantity|数量; 采购数量; 订购数量; 数目; ~件数
area|area|area|面积; 建筑面积; 租赁面积; 房屋面积; 使用面积; ~占地面积
legal_rep|person|rep|法定代表人; 法人代表; 法定代表人（签字）; 负责人; 法人; ~公司法人
agent|person|agent|委托代理人; 授权代表; 代理人; 签约代表; 经办人; 代表人; ~代理签字人
contact_person|person|contact|联系人; 联系人姓名; 项目联系人; 收件人; 业务联系人; ~对接人
project_manager|person|manager|项目经理; 项目负责人; 技术负责人; 当前负责人; ~工程负责人
person_name|person|name|姓名; 本人姓名; 申请人; ~名字
job_title|jobtitle|job|职务; 岗位; 职位; 工作岗位; 职称; ~担任职务
address|address|address|地址; 住所; 住址; 注册地址; 公司地址; 通讯地址; 办公地址; 联系地址; ~所在地址
premises|address|site|房屋地址; 房屋坐落; 工程地点; 租赁物地址; 施工地点; ~坐落位置
delivery_address|address|place|交货地点; 收货地址; 送货地址; 交付地点; ~到货地点
sign_place|place|signplace|签订地点; 签约地点; 合同签订地; 签署地点; ~订立地点
phone|phone|phone|电话; 联系电话; 手机; 手机号码; 联系方式; 电话号码; ~通讯号码
fax|phone|fax|传真; 传真号码; ~传真电话
email|email|email|邮箱; 电子邮箱; 电子邮件; 邮件地址; Email; ~电邮
postcode|postcode|postcode|邮编; 邮政编码; ~邮政区码
id_number|identity|id|身份证号; 身份证号码; 公民身份号码; 证件号码; 身份证; ~居民身份证编号
credit_code|credit|credit|统一社会信用代码; 社会信用代码; 信用代码; 营业执照号; 纳税人识别号; 税号; ~机构信用代码
bank_name|bank|bank|开户行; 开户银行; 开户银行名称; 银行名称; ~账户开立行
account_number|account|account|账号; 银行账号; 帐号; 收款账号; 银行账户; ~收款帐户号
account_holder|company|holder|户名; 账户名称; 开户名称; 收款单位; ~账户名
contract_number|code|number|合同编号; 合同号; 协议编号; 编号; 文件编号; ~合约编号
invoice_number|code|invoice|发票号码; 发票号; 票据号码; ~发票编号
order_number|code|order|订单号; 订单编号; 采购单号; ~订货编号
subsidiary|company|subsidiary|子公司; 全资子公司; 控股子公司; 下属公司; ~附属公司
agency|company|agency|招标代理机构; 代理机构; 招标代理; ~代理公司
supervisor|company|supervisor|监理单位; 监理方; 监理公司; ~监理机构
designer|company|designer|设计单位; 设计方; ~设计机构
sex|sex|sex|性别; ~男或女
"""

LABELS_ZH: dict[str, Label] = {}
for _line in _TABLE.strip().splitlines():
    _key, _kind, _group, _names = _line.split("|")
    LABELS_ZH[_key] = Label(
        _key, _kind, _group, tuple(name.strip() for name in _names.split(";") if name.strip())
    )

GENERIC_ZH: dict[str, tuple[str, ...]] = {
    "company": (
        "公司名称",
        "公司",
        "单位名称",
        "企业名称",
        "组织机构",
        "机构",
        "机构名称",
        "公司: 文中提到的所有公司",
        "~企业主体",
    ),
    "person": ("人名", "人物", "人员姓名", "所有人名", "~人物姓名"),
    "date": ("日期", "时间", "所有日期", "日期: 文中出现的每个日期", "~时间点"),
    "amount": ("金额", "所有金额", "价格", "款项金额", "~钱数"),
    "duration": ("期限", "时长", "所有期限", "~时间长度"),
    "percent": ("百分比", "比例", "比率", "~百分数"),
    "address": ("地址", "所有地址", "地点", "~所处位置"),
    "phone": ("电话号码", "所有电话", "联系电话号码", "~电话号"),
}

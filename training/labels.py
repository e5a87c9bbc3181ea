"""The inventory of labels for generated texts: what kind of value each has, and what people call it.

A name that starts with ``~`` is never shown in training: development figures on unseen names use it.
Labels of one ``group`` may mean the same thing in a given text, so one is never asked as an absent
field where another of its group is present.
"""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """``kind`` picks the filler; ``names`` are surface names, some with ``: description``."""

    key: str
    kind: str
    group: str
    names: tuple[str, ...]

    def name(self, rng: random.Random, unseen: bool = False) -> str:
        """A surface name in varied case; ``unseen``: one held out of training where there is one."""
        pool = [n for n in self.names if n.startswith("~") == unseen] or [
            n for n in self.names if not n.startswith("~")
        ]
        return vary_case(rng.choice(pool).lstrip("~"), rng)


def vary_case(name: str, rng: random.Random) -> str:
    """The name as people type it: as listed, Title Case, lower, UPPER, with_underscores."""
    head, colon, description = name.partition(": ")
    roll = rng.random()
    if roll < 0.25:
        head = head.title()
    elif roll < 0.5:
        head = head.lower()
    elif roll < 0.56:
        head = head.upper()
    elif roll < 0.62:
        head = head.lower().replace(" ", "_")
    return head + colon + description


_TABLE = """
party|company|party|Party; Parties; Contracting party; Party name; Parties to the agreement; Party: a person or company that signs the agreement; Name of party; ~Signing party; ~Contract party: who enters into the contract
party_alias|alias|alias|Party alias; Defined term for party; Short name of the party: the name in quotes by which a party is called in the agreement; ~Party's defined name
document_name|title|title|Agreement title; Document name; Title; Contract title; Name of the agreement; Title of the document; Agreement name: the title of the contract; Contract type; ~Document title; ~Contract name
agreement_date|date|sign|Agreement date; Date of agreement; Contract date; Signing date; Date signed; Execution date; Date of the contract: the day on which the agreement is made; ~Signature date; ~Date of signing
effective_date|date|sign|Effective date; Date effective; Effective as of; Entry into force; Date on which the agreement takes effect; Effective date: the date on which the agreement starts to apply; ~Effectiveness date
start_date|date|start|Start date; Commencement date; Begin date; Date of commencement; First day; Starting date; ~Commences on
expiration_date|date|end|Expiration date; Expiry date; End date; Termination date; Expires on; Valid until; Expiration date: the date on which the term ends; ~Date of expiry; ~Final date
delivery_date|date|delivery|Delivery date; Date of delivery; Ship date; Ready for delivery by; ~Delivered by
due_date|date|due|Due date; Payment due date; Pay by; Date due; ~Payment deadline
invoice_date|date|invdate|Invoice date; Date of invoice; Billing date; ~Invoiced on
birth_date|date|birth|Date of birth; Birth date; Born on; DOB; ~Birthday
closing_date|date|closing|Closing date; Date of closing; Completion date; ~Date of completion
term|duration|term|Term; Term of agreement; Duration; Contract term; Initial term; Length of the agreement; Term: how long the agreement lasts; ~Contract duration; ~Period of validity
renewal_term|duration|renewal|Renewal term; Renewal period; Extension period; Length of renewal: how long each automatic renewal lasts; ~Automatic extension
notice_period|duration|notice|Notice period; Notice to terminate; Termination notice period; Notice period to terminate renewal; Notice period: how long before ending the agreement notice must be given; ~Advance notice
payment_term|duration|payterm|Payment term; Payment period; Payment due within; Days to pay; Credit period; ~Net payment days
warranty_period|duration|warranty|Warranty period; Guarantee period; Warranty duration; ~Length of warranty
confidentiality_period|duration|confperiod|Confidentiality period; Confidentiality term; Period of confidentiality; ~Secrecy period
cure_period|duration|cure|Cure period; Time to cure a breach; Remedy period; ~Period to remedy
probation_period|duration|probation|Probation period; Trial period; Probationary period; ~Introductory period
record_retention|duration|retention|Record retention period; Time to keep records; Retention period; ~How long records are kept
inspection_period|duration|inspection|Inspection period; Time for inspection; Acceptance period; ~Period to reject goods
response_time|duration|response|Response time; Time to respond; ~Reaction time
noncompete_period|duration|noncompete|Non-compete period; Restricted period; Non-solicitation period; ~Length of non-compete
delivery_time|duration|leadtime|Delivery time; Lead time; Time of delivery; ~Delivery within
original_date|date|original|Date of original agreement; Original agreement date; Date of the amended agreement; ~Date of prior agreement
filing_date|date|filing|Filing date; Date filed; ~Filed on
meeting_date|date|meeting|Meeting date; Date of meeting; ~Held on
insurance_amount|amount|insured|Insurance amount; Coverage amount; Insured sum; ~Minimum coverage
budget|amount|budget|Budget; Estimated cost; ~Planned cost
counsel|company|counsel|Legal counsel; Law firm; Copy of notices to; ~Attorneys
auditor|company|auditor|Auditor; Accounting firm; ~Independent auditor
governing_law|law|law|Governing law; Applicable law; Law; Choice of law; Jurisdiction of governing law; Governing law: the state or country whose law governs; Laws of; ~Law that applies; ~Which law governs
court|court|court|Court; Venue; Jurisdiction; Place of jurisdiction; Courts: the courts that decide disputes; Forum; ~Competent court
state_of_incorporation|law|incorporation|State of incorporation; Place of incorporation; Country of incorporation; Jurisdiction of organization; ~Incorporated in
contract_amount|amount|total|Contract amount; Contract price; Total price; Contract value; Total amount; Purchase price; Total contract value; Price; Contract sum: the whole price to be paid; ~Total consideration; ~Value of the contract
monthly_rent|amount|rent|Monthly rent; Rent; Rent per month; Rental amount; ~Rental fee
deposit|amount|deposit|Deposit; Security deposit; Down payment; Advance payment; Prepayment; ~Amount of deposit
salary|amount|salary|Salary; Annual salary; Base salary; Compensation; Gross pay; ~Yearly pay
loan_amount|amount|loan|Loan amount; Principal; Principal amount; Amount borrowed; ~Sum lent
liability_cap|amount|cap|Liability cap; Maximum liability; Cap on liability amount; Limit of liability; ~Liability ceiling
late_fee|amount|late|Late fee; Penalty; Late payment charge; Liquidated damages amount; ~Fine for delay
fee|amount|fee|Fee; Service fee; Fees; Monthly fee; License fee; ~Charge for services
unit_price|amount|unitprice|Unit price; Price per unit; Rate; Unit cost; ~Price each
tax_amount|amount|tax|Tax; VAT; Sales tax; Tax amount; ~Value added tax amount
subtotal|amount|subtotal|Subtotal; Net amount; Amount before tax; ~Sum before tax
interest_rate|percent|rate|Interest rate; Rate of interest; Annual interest; APR; ~Interest per annum
discount|percent|discount|Discount; Rebate; Discount rate; ~Price reduction
royalty_rate|percent|royalty|Royalty rate; Royalty; Revenue share; Commission; ~Royalty percentage
tax_rate|percent|taxrate|Tax rate; VAT rate; ~Rate of tax
buyer|company|buyer|Buyer; Purchaser; Buyer name; Customer; Client; Name of buyer; Customer name; ~Purchasing company
seller|company|seller|Seller; Vendor; Supplier; Seller name; Provider; Supplier name; Vendor name; ~Selling company
landlord|company|landlord|Landlord; Lessor; Owner of the premises; ~Name of lessor
tenant|party_any|tenant|Tenant; Lessee; Renter; ~Name of lessee
lender|company|lender|Lender; Bank as lender; Creditor; ~Who lends
borrower|party_any|borrower|Borrower; Debtor; ~Who borrows
licensor|company|licensor|Licensor; Rights holder; ~Licensing company
licensee|company|licensee|Licensee; Licensed party; ~Who is licensed
employer|company|employer|Employer; Employing company; Company that employs; ~Hiring company
employee|person|employee|Employee; Employee name; Worker; Name of employee; ~Staff member
contractor|party_any|contractor|Contractor; Service provider; Consultant; Independent contractor; ~Who does the work
guarantor|party_any|guarantor|Guarantor; Surety; ~Who guarantees
disclosing_party|company|discloser|Disclosing party; Discloser; ~Party that discloses
receiving_party|party_any|recipient|Receiving party; Recipient; ~Party that receives information
contact_person|person|contact|Contact person; Contact; Attention; Point of contact; Contact name; ~Person to contact
signatory|person|signatory|Signatory; Signed by; Name of signatory; Authorized signatory; Signer; ~Who signed
project_manager|person|pm|Project manager; Person in charge; Responsible person; ~Project lead
witness|person|witness|Witness; Witnessed by; ~Name of witness
job_title|jobtitle|jobtitle|Job title; Position; Title of signatory; Role; Signatory title; ~Function
address|address|address|Address; Registered office; Principal place of business; Postal address; Mailing address; Address of the party; ~Business address; ~Headquarters
delivery_address|address|deliveryaddress|Delivery address; Ship to; Shipping address; Place of delivery; ~Where to deliver
premises|address|premises|Premises; Property address; Leased premises; Location of the property; ~Rented property
email|email|email|Email; E-mail; Email address; Contact email; ~Electronic mail
phone|phone|phone|Phone; Telephone; Phone number; Tel; Contact number; Mobile; ~Call at
fax|phone|fax|Fax; Fax number; Facsimile; ~Telefax
website|url|website|Website; Web address; URL; ~Home page
bank_name|bank|bank|Bank; Bank name; Name of bank; Beneficiary bank; ~Account bank
account_number|account|account|Account number; Bank account; Account no.; IBAN; ~Number of the account
swift|swift|swift|SWIFT; SWIFT code; BIC; ~Bank identifier
account_holder|party_any|holder|Account holder; Account name; Beneficiary; ~Owner of the account
invoice_number|code|invoice|Invoice number; Invoice no.; Invoice #; Invoice ID; ~Number of the invoice
contract_number|code|contractno|Contract number; Agreement number; Contract no.; Reference number; Contract ID; ~Agreement reference
order_number|code|order|Order number; Purchase order; PO number; Order no.; ~Order reference
tax_id|code|taxid|Tax ID; VAT number; EIN; Taxpayer number; Tax identification number; ~Fiscal number
id_number|code|idnumber|ID number; Identity number; Passport number; National ID; ~Identification number
registration_number|code|registration|Registration number; Company number; Registered number; Business licence number; ~Company registration
quantity|quantity|quantity|Quantity; Number of units; Qty; Amount of goods; ~How many units
product|product|product|Product; Goods; Item; Product name; Equipment; Description of goods; ~What is sold
project_name|project|project|Project; Project name; Name of the project; ~Project title
territory|law|territory|Territory; Region; Sales territory; ~Geographic area
"""

GENERIC = {
    "date": ("Date", "Dates", "All dates", "~Calendar date"),
    "amount": ("Amount", "Money", "Amounts", "Sums of money", "~Monetary amount"),
    "duration": ("Period", "Time period", "Durations", "~Length of time"),
    "percent": ("Percentage", "Percent", "~Share in percent"),
    "company": ("Company", "Organization", "Company name", "Organisation", "~Legal entity"),
    "person": ("Person", "Name of person", "Person name", "People", "Individual", "~Human name"),
    "address": ("Addresses", "Any address", "~Postal place"),
}


def _parse(table: str) -> dict[str, Label]:
    labels: dict[str, Label] = {}
    for line in table.strip().splitlines():
        key, kind, group, names = line.split("|")
        labels[key] = Label(key, kind, group, tuple(n.strip() for n in names.split(";")))
    return labels


LABELS = _parse(_TABLE)

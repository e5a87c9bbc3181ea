"""The same term of a contract in several wordings, written for training.

Two wordings of one term with one value say the same; with two values they contradict each other;
two terms with any values have nothing to do with each other, the same value included.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from training.clause_edits import WORDS
from training.fillers import CITY, COUNTRY, MONTH, STATE

Random = random.Random


def _days(r: Random) -> str:
    return str(r.choice([5, 7, 10, 14, 15, 20, 30, 45, 60, 75, 90, 120, 180]))


def _spell(value: str, r: Random) -> str:
    number = int(value)
    word = WORDS.get(number)
    if word is None:
        return value
    return r.choice([value, value, word, f"{word} ({value})"])


def _money(r: Random) -> str:
    return f"{r.choice([1, 2, 3, 5, 8, 10, 12, 15, 20, 25, 40, 50, 75, 100, 150, 250, 500]) * r.choice([1000, 10000]):,}"


def _show_money(value: str, r: Random) -> str:
    return r.choice(
        [f"${value}", f"${value}", f"USD {value}", f"US${value}.00", f"{value} dollars"]
    )


def _date(r: Random) -> str:
    return f"{r.randint(2004, 2030)}-{r.randint(1, 12):02}-{r.randint(1, 28):02}"


def _show_date(value: str, r: Random) -> str:
    year, month, day = (int(part) for part in value.split("-"))
    name = MONTH[month - 1]
    return r.choice(
        [f"{name} {day}, {year}", f"{name} {day}, {year}", f"{day} {name} {year}", value]
    )


def _same(value: str, r: Random) -> str:
    return value


def _choice(*values: str) -> Callable[[Random], str]:
    return lambda r: r.choice(values)


Concept = tuple[str, Callable[[Random], str], Callable[[str, Random], str], tuple[str, ...]]

CONCEPTS: dict[str, Concept] = {
    "payment": ("duration", _days, _spell, (
        "Payment is due within {} days of the invoice date.",
        "{A} shall pay each invoice within {} days after receipt.",
        "All invoices are payable no later than {} days after they are issued.",
        "{A} must settle undisputed invoices in {} days.",
        "The payment period is {} days.",
        "Invoices shall be paid net {} days.")),
    "convenience": ("duration", _days, _spell, (
        "Either party may terminate this Agreement for convenience on {} days' written notice.",
        "This Agreement may be ended by either party at any time by giving {} days notice in writing.",
        "{A} or {B} may terminate without cause upon {} days' prior notice.",
        "The notice period for termination without cause is {} days.")),
    "cure": ("duration", _days, _spell, (
        "A party in breach has {} days to cure the breach after written notice.",
        "If a material breach is not remedied within {} days of notice, the other party may terminate.",
        "The cure period for a material breach is {} days.",
        "The defaulting party shall remedy its default within {} days after being notified.")),
    "term": ("duration", lambda r: str(r.randint(1, 10)), _spell, (
        "The initial term of this Agreement is {} years.",
        "This Agreement shall remain in force for {} years from the Effective Date.",
        "The Agreement has a duration of {} years, unless terminated earlier.",
        "The parties enter into this Agreement for a fixed period of {} years.")),
    "confidentiality": ("duration", lambda r: str(r.randint(1, 10)), _spell, (
        "The confidentiality obligations survive for {} years after termination.",
        "Confidential Information must be kept secret for {} years after this Agreement ends.",
        "For a period of {} years following expiration, the Receiving Party shall not disclose Confidential Information.",
        "The duty of confidentiality continues for {} years after termination of this Agreement.")),
    "warranty": ("duration", lambda r: str(r.choice([3, 6, 9, 12, 18, 24, 36])), _spell, (
        "The warranty period is {} months from delivery.",
        "{B} warrants the Products against defects for {} months after delivery.",
        "Defects that appear within {} months of delivery will be repaired free of charge by {B}.",
        "The Products are under warranty for {} months.")),
    "delivery": ("duration", _days, _spell, (
        "{B} shall deliver the Products within {} days of the order.",
        "Delivery takes place no later than {} days after the purchase order is received.",
        "The delivery time is {} days from the date of the order.",
        "Goods must be shipped by {B} within {} days after ordering.")),
    "noncompete": ("duration", lambda r: str(r.choice([6, 9, 12, 18, 24, 36])), _spell, (
        "{B} shall not compete with {A} for {} months after termination.",
        "For {} months following the end of this Agreement, {B} may not engage in a competing business.",
        "The non-compete covenant lasts {} months after termination.")),
    "price": ("amount", _money, _show_money, (
        "The total price under this Agreement is {}.",
        "{A} shall pay {B} a total of {} for the Services.",
        "The contract price amounts to {}.",
        "In consideration of the Services, {B} receives a fixed fee of {}.")),
    "cap": ("amount", _money, _show_money, (
        "The total liability of either party shall not exceed {}.",
        "Liability under this Agreement is limited to {} in the aggregate.",
        "In no event will a party's aggregate liability be greater than {}.",
        "The maximum liability of each party is {}.")),
    "insurance": ("amount", _money, _show_money, (
        "{B} shall maintain general liability insurance of at least {} per occurrence.",
        "The insurance coverage of {B} must be no less than {} for each occurrence.",
        "{B} will carry liability insurance with a minimum limit of {}.")),
    "rent": ("amount", _money, _show_money, (
        "The monthly rent is {}.",
        "Tenant shall pay Landlord {} per month as rent.",
        "Rent in the amount of {} is due on the first day of each month.")),
    "deposit": ("amount", _money, _show_money, (
        "{A} shall pay a deposit of {} on signing.",
        "A security deposit of {} is payable by {A} upon execution of this Agreement.",
        "The deposit amounts to {}.")),
    "interest": ("number", lambda r: str(r.choice([1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 18])), lambda v, r: r.choice([f"{v}%", f"{v} percent", f"{v}%"]), (
        "Late payments bear interest at {} per annum.",
        "Overdue amounts accrue interest at an annual rate of {}.",
        "{A} owes interest of {} per year on any amount not paid when due.",
        "The rate of default interest is {} a year.")),
    "royalty": ("number", lambda r: str(r.choice([2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25])), lambda v, r: r.choice([f"{v}%", f"{v} percent", f"{v}%"]), (
        "{A} shall pay a royalty of {} of net sales.",
        "The royalty rate is {} of net sales.",
        "{B} is entitled to {} of net sales as a royalty.")),
    "start": ("date", _date, _show_date, (
        "This Agreement takes effect on {}.",
        "The Effective Date of this Agreement is {}.",
        "This Agreement commences on {}.",
        "The term begins on {}.")),
    "end": ("date", _date, _show_date, (
        "This Agreement expires on {}.",
        "The term ends on {} unless extended in writing.",
        "This Agreement shall remain in effect until {}.",
        "The expiration date is {}.")),
    "law": ("law", lambda r: r.choice(STATE + COUNTRY), _same, (
        "This Agreement is governed by the laws of {}.",
        "The law of {} applies to this Agreement.",
        "This Agreement shall be construed in accordance with {} law.",
        "Any question about the validity of this Agreement is decided under the laws of {}.")),
    "venue": ("law", lambda r: r.choice(CITY), _same, (
        "The courts of {} have exclusive jurisdiction over any dispute.",
        "All disputes shall be brought before the courts of {}.",
        "The parties submit to the exclusive jurisdiction of the courts located in {}.")),
    "ownership": ("party", _choice("{A}", "{B}"), _same, (
        "All intellectual property created under this Agreement belongs to {}.",
        "{} owns the work product and all rights in it.",
        "Title to the deliverables vests in {}.",
        "{} shall be the sole owner of all inventions made in performing the Services.")),
    "taxes": ("party", _choice("{A}", "{B}"), _same, (
        "{} shall bear all taxes and duties.",
        "All taxes are the responsibility of {}.",
        "Taxes and customs duties are payable by {} alone.")),
    "shipping": ("party", _choice("{A}", "{B}"), _same, (
        "The cost of shipping is borne by {}.",
        "{} pays for freight and shipping insurance.",
        "Shipping charges are for the account of {}.")),
    "subcontract": ("modality", _choice("may", "may not"), _same, (
        "{B} {} use subcontractors without the consent of {A}.",
        "{B} {} subcontract its obligations without asking {A} first.")),
    "assign": ("modality", _choice("may", "may not"), _same, (
        "{A} {} assign this Agreement without the prior consent of {B}.",
        "{A} {} transfer its rights under this Agreement to a third party without consent of {B}.")),
    "audit": ("modality", _choice("may", "may not"), _same, (
        "{A} {} audit the books and records of {B}.",
        "{A} {} inspect the accounts and records kept by {B}.")),
    "exclusive": ("negation", _choice("an exclusive", "a non-exclusive"), _same, (
        "{A} grants {B} {} license to use the Software.",
        "The license granted to {B} for the Software is {} license.",
        "{B} receives {} right to use the Software.")),
    "renewal": ("negation", _choice("renews automatically", "does not renew automatically"), _same, (
        "At the end of the initial term this Agreement {}.",
        "This Agreement {} when its term expires.",
        "Unless the parties agree otherwise, the term {}.")),
    "copies": ("modality", _choice("shall return or destroy", "may keep"), _same, (
        "After termination the Receiving Party {} all copies of the Confidential Information.",
        "On expiry of this Agreement, the Receiving Party {} every copy of Confidential Information in its possession.")),
    "refund": ("negation", _choice("are refundable", "are not refundable"), _same, (
        "Fees already paid {}.",
        "All fees paid under this Agreement {}.",
        "Prepaid amounts {}.")),
    "amendment": ("modality", _choice("only in writing", "orally"), _same, (
        "This Agreement may be amended {}.",
        "The parties can change this Agreement {}.",
        "Amendments to this Agreement are made {}.")),
}  # fmt: skip

PARTIES = (
    ("Customer", "Supplier"), ("Buyer", "Seller"), ("the Client", "the Contractor"),
    ("Licensee", "Licensor"), ("the Company", "the Consultant"), ("Purchaser", "Vendor"),
    ("the Customer", "the Provider"), ("Party A", "Party B"),
)  # fmt: skip


def say(key: str, value: str, parties: tuple[str, str], r: Random) -> str:
    """One wording of term ``key`` with ``value``."""
    _, _, show, wordings = CONCEPTS[key]
    text = r.choice(wordings).replace("{}", show(value, r))
    text = text.replace("{A}", parties[0]).replace("{B}", parties[1])
    return text[0].upper() + text[1:]


def value_of(key: str, r: Random, other_than: str = "") -> str:
    """A value for term ``key``."""
    make = CONCEPTS[key][1]
    value = make(r)
    while value == other_than:
        value = make(r)
    return value


def neighbour(key: str, r: Random) -> str:
    """Another term, of the same kind of value where there is one."""
    kind = CONCEPTS[key][0]
    alike = [k for k in CONCEPTS if k != key and CONCEPTS[k][0] == kind]
    return r.choice(alike if alike and r.random() < 0.8 else [k for k in CONCEPTS if k != key])

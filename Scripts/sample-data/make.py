"""Makes the demo shop's CSV files out of Northwind and AdventureWorks. The same input gives the same bytes."""
import csv
import math
import sys
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from customers import customers_of
from goods import goods_of

SOURCE, TARGET = Path(sys.argv[1]), Path(sys.argv[2])
DAYS = 760  # how far the orders reach back
PACE = 450  # days in which the pace of orders grew by a factor of e
ORDERS = 900

EU = set("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())
FOOD = {"Tea and coffee", "Pantry", "Sweets"}


def rows(name):
    with open(SOURCE / name, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def chance(*key):
    """A number in 0..<1 that depends on nothing but its key."""
    return int.from_bytes(sha256("/".join(map(str, key)).encode()).digest()[:6], "big") / 2**48


def pick(options, *key):
    return options[int(chance(*key) * len(options))]


def write(name, header, table):
    with open(TARGET / name, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(table)


def postal_number(prefix, serial):
    """An S10 number of the postal union, as Deutsche Post and DHL use it, with its check digit."""
    digits = f"{serial % 10**8:08d}"
    rest = 11 - sum(int(d) * w for d, w in zip(digits, (8, 6, 4, 2, 3, 5, 9, 7))) % 11
    return f"{prefix}{digits}{ {10: 0, 11: 5}.get(rest, rest) }DE"


def parcel_number(serial):
    """A UPS number: 1Z, a shipper that does not exist, a service, a serial and the check digit."""
    body = f"X9999W{68}{serial % 10**7:07d}"
    value = [int(c) if c.isdigit() else (ord(c) - 63) % 10 for c in body]
    return f"1Z{body}{-(sum(value[0::2]) + 2 * sum(value[1::2])) % 10}"


def offsets():
    """How many days before today each order came, oldest first: the pace rises, weeks and moods come and go."""
    weights = [
        math.exp(-day / PACE) * (1 + 0.18 * math.sin(day / 9.3) + 0.25 * math.sin(day / 58)) * (0.6 + 0.8 * chance("day", day))
        for day in range(DAYS)
    ]
    weights = [w * (1.5 if day < 12 else 1) for day, w in enumerate(weights)]
    total, spread, running, day = sum(weights), [], 0.0, 0
    for number in range(ORDERS):
        while running + weights[day] < (number + 0.5) / ORDERS * total:
            running += weights[day]
            day += 1
        spread.append(day)
    recent = [0] * 5 + [1] * 6 + [2] * 8
    return sorted(recent + [max(day, 3) for day in spread[len(recent):]], reverse=True)


def baskets(customers, goods):
    """Who bought what together, oldest first: from Northwind's orders, with every twelfth or so from AdventureWorks."""
    kept = [c["key"] for c in customers]
    own = [c["key"] for c in customers if c["own"]]
    details = {}
    for line in rows("northwind/order_details.csv"):
        details.setdefault(line["order_id"], []).append(line)
    made = []
    away = {}
    for order in sorted(rows("northwind/orders.csv"), key=lambda o: (o["order_date"], int(o["order_id"]))):
        who = order["customer_id"]
        if who not in kept:
            who = own[away.setdefault(who, len(away)) % len(own)]
        lines = details[order["order_id"]][:4]
        discount = max(float(line["discount"]) for line in lines)
        made.append((who, [(int(l["product_id"]), int(l["quantity"])) for l in lines], discount))
    more = {}
    for line in rows("adventureworks/sales_2018.csv"):
        more.setdefault(line["OrderNumber"], []).append((1000 + int(line["ProductKey"]), int(line["OrderQuantity"])))
    more = [lines for _, lines in sorted(more.items()) if 2 <= len(lines) <= 4][: ORDERS - len(made)]
    step = len(made) / len(more)
    for number, lines in enumerate(more):
        made.insert(int(number * (step + 1)), (kept[int(chance("who", number) * len(kept))], lines, 0))
    return made[-ORDERS:]


def lines_of(basket, number, days_back, goods):
    """What a basket becomes here: a household's quantities of our goods, at the price of that day."""
    taken, lines = set(), []
    for source, quantity in basket:
        product = goods.standing_for(source)
        variant = pick(product["variants"], "variant", number, source)
        if variant["sku"] in taken:
            continue
        taken.add(variant["sku"])
        price = variant["price"]
        count = 1 if quantity <= 14 else 2 if quantity <= 30 else 3 if price < 30 else 2
        if quantity > 60 and price < 20:
            count = 4
        if product["category"] == "Tiles":
            count *= 6
        if price > 60:
            count = 1
        if days_back > 330 and chance("older price", product["title"]) < 0.6:
            price = max((price * Decimal("0.93") * 2).quantize(Decimal(1)) / 2, Decimal("0.50"))
        lines.append((product, variant, count, price))
    return lines


def story(place, back, number, country, late):
    """Payment, fulfillment, return and cancellation of the order that is the place-th newest; nobody has packed a late one."""
    s = dict(payment="paid", method=pick(["card", "card", "card", "PayPal", "PayPal", "bank transfer"], "method", number),
             paid_after=int(chance("paid", number) ** 4 * 90), fulfillment="delivered", shipped="", delivered="",
             returned="none", cancelled="", refund="", note="")
    if s["method"] == "bank transfer" and back > 3:
        s["paid_after"] = 900 + int(chance("bank", number) * 1500)
    elif s["method"] == "bank transfer":
        s["method"] = "card"
    if place in (3, 8, 13):
        s.update(payment="unpaid", method="", paid_after="", fulfillment="new")
    elif place <= 11 or late:
        s["fulfillment"] = "new"
    elif place <= 18:
        s["fulfillment"] = "processing"
    else:
        s["shipped"] = 14 + int(chance("shipped", number) * 26) + (44 if chance("slow", number) < 0.05 else 0)
        if place <= 50:
            s["fulfillment"] = "shipped"
            s["shipped"] = min(s["shipped"], back * 24 - 20)
        else:
            far = 24 if country == "DE" else 60 if country in EU else 120
            s["delivered"] = s["shipped"] + far + int(chance("delivered", number) * far)
            s["delivered"] = min(s["delivered"], back * 24 - 2)
    if place > 60:
        fate = chance("fate", number)
        if fate < 0.014:
            s.update(fulfillment="new", shipped="", delivered="", payment="refunded", refund="all",
                     cancelled=pick(["ordered by mistake", "found it elsewhere", "asked too late for a birthday"], "why", number))
        elif fate < 0.026:
            s.update(returned="closed", payment="refunded", refund="all")
        elif fate < 0.040:
            s.update(payment="partly refunded", refund="line", note=pick(["One arrived with a chip; refunded, no return.", "The glaze was not the one in the picture."], "chip", number))
    if place in (71, 88):
        s.update(returned="asked" if place == 71 else "on its way", payment="paid", refund="", cancelled="", fulfillment="delivered", note="")
        if s["delivered"] == "":
            s.update(shipped=20, delivered=90)
    return s


def main():
    goods = goods_of(rows("northwind/products.csv"), rows("northwind/order_details.csv"), chance)
    customers = customers_of(rows("northwind/customers.csv"), chance)
    by_key = {c["key"]: c for c in customers}
    channels, counters = {"W": "Woo", "S": "Shopify", "E": "Etsy"}, {"W": 612, "S": 1904, "E": 588}
    orders, lines_out = [], []
    spread = offsets()
    late = {len(spread) - 1 - spread[::-1].index(back) for back in (5, 6)}
    clock = {}
    gifts = ["Happy birthday, Lea!", "For the new kitchen", "Alles Gute, Oma!", "Joyeux Noël", "გილოცავ!", "С новосельем!", "Just because"]
    notes = ["Please ring twice", "Second order, the first mug is loved", "Leave it with the neighbour", "No plastic, please", "As a set, if you can: same batch of glaze"]
    for number, (who, basket, discount) in enumerate(baskets(customers, goods)):
        place, back = ORDERS - 1 - number, spread[number]
        channel = "W" if chance("channel", number) < 0.48 else "S" if chance("channel", number) < 0.79 else "E"
        lines = lines_of(basket, number, back, goods)
        special = SPECIAL.get(place)
        if special:
            who = special.get("who", who)
            channel = special.get("channel", channel)
            lines = [goods.line(sku, count) for sku, count in special["lines"]]
            discount = 0
        customer = by_key[who]
        country = customer["country"]
        counters[channel] += 1
        key = f"{channel}-{counters[channel]}"
        first = clock.get(back, 25 if back == 0 else 330)
        day_rest = (500 if back == 0 else 1380) - first
        minute = first + 1 + int(chance("minute", number) * day_rest / (7 if back == 0 else 4))
        if special and special.get("minute"):
            minute = special["minute"]
        clock[back] = minute
        s = story(place, back, number, country, number in late)
        goods_total = sum(count * price for _, _, count, price in lines)
        parcel = any(product["kind"] == "physical" for product, *_ in lines)
        zone = Decimal("4.90") if country == "DE" else Decimal("9.90") if country in EU else Decimal("16.90")
        free = goods_total >= (80 if country == "DE" else 120 if country in EU else 200)
        shipping = Decimal(0) if free or not parcel else zone
        off = (goods_total * Decimal("0.1")).quantize(Decimal("0.01")) if discount >= 0.2 else Decimal(0)
        if s["refund"] == "all":
            refund = goods_total - off + shipping
        elif s["refund"] == "line":
            refund = lines[0][3]
        else:
            refund = ""
        gift = (special or {}).get("gift", pick(gifts, "gift", number) if chance("is gift", number) < 0.07 else "")
        note = s["note"] or (pick(notes, "note", number) if chance("has note", number) < 0.05 else "")
        carrier = tracking = ""
        if s["shipped"] != "" and parcel:
            carrier = "DHL" if country in EU else "UPS"
            serial = int(chance("serial", number) * 10**8)
            tracking = postal_number("CX" if country == "DE" else "CY", serial) if carrier == "DHL" else parcel_number(serial)
        address = dict(customer, **(special or {}).get("address", {}))
        orders.append([key, channels[channel], who, back, minute, s["payment"], s["paid_after"], s["method"], s["fulfillment"],
                       s["shipped"], s["delivered"], carrier, tracking, s["returned"], s["cancelled"], "EUR", shipping, off, refund,
                       note, gift, address["name"], address["address"], address["city"], address["region"],
                       address["postcode"], country])
        for product, variant, count, price in lines:
            rate = 0 if country not in EU else 7 if product["category"] in FOOD else 19
            named = " / ".join(value for value in variant["values"] if value)
            lines_out.append([key, variant["sku"], product["title"] + (f", {named}" if named else ""), count, f"{price:.2f}", rate])
    wanted = {}
    open_orders = {o[0] for o in orders if o[8] in ("new", "processing") and not o[14]}
    for key, sku, _, count, *_ in lines_out:
        if key in open_orders:
            wanted[sku] = wanted.get(sku, 0) + count
    short = [sku for sku, count in wanted.items() if goods.by_sku[sku][1]["stock"] != "" and goods.by_sku[sku][1]["stock"] < count]
    assert short == ["PLT-GRN-22"], f"short should be the green plate alone, not {short}: see STOCK in goods.py"
    write("products.csv", ["product", "title", "kind", "status", "category", "tags", "description", "option1", "option2", "value1",
                           "value2", "sku", "barcode", "price", "cost", "weight_g", "stock", "low_stock", "featured"], goods.table())
    write("customers.csv", ["customer", "name", "company", "email", "phone", "address", "city", "region", "postcode", "country",
                            "since_days", "tags"],
          [[c[k] for k in ("key", "name", "company", "email", "phone", "address", "city", "region", "postcode", "country")]
           + [max(o[3] for o in orders if o[2] == c["key"]), c["tags"]] for c in customers if any(o[2] == c["key"] for o in orders)])
    write("orders.csv", ["order", "channel", "customer", "days_back", "minute", "payment", "paid_after_min", "method", "fulfillment",
                         "shipped_after_h", "delivered_after_h", "carrier", "tracking", "return", "cancel_reason", "currency",
                         "shipping", "discount", "refund", "note", "gift_note", "ship_name", "ship_address", "ship_city",
                         "ship_region", "ship_postcode", "ship_country"], orders)
    write("order_lines.csv", ["order", "sku", "title", "quantity", "unit_price", "tax_percent"], lines_out)


# The newest orders are written by hand, so that every kind of trouble is on the board; 0 is the newest.
SPECIAL = {
    0: dict(who="KELLER", channel="W", minute=489, lines=[("MUG-BLU-L", 2), ("CND-BEE-L", 1)]),
    1: dict(who="KELLER", channel="W", minute=485, lines=[("MUG-BLU-L", 2), ("CND-BEE-L", 1)]),
    2: dict(who="LOMIDZE", channel="S", minute=402, lines=[("MUG-BLU-S", 1)]),
    4: dict(who="WANDK", channel="W", minute=171, lines=[("PLT-GRN-22", 1), ("MUG-BLU-L", 2)], gift="Happy birthday, Lea!"),
    5: dict(who="KOENE", channel="E", lines=[("PLT-WHT-26", 2)], address=dict(postcode="1477")),
    6: dict(who="BERIDZE", channel="W", lines=[("PLT-GRN-18", 1), ("JUG-MLK", 1)], gift="გილოცავ!"),
    7: dict(who="VICTE", channel="S", lines=[("CUP-ESP-BLK", 4)]),
    9: dict(who="SATO", channel="E", lines=[("CUP-TEA-CEL", 2)]),
    11: dict(who="LEHMS", channel="W", lines=[("VAS-TAL", 1), ("CND-BEE-S", 2)]),
}

main()

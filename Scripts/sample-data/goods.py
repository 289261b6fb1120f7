"""The assortment: our own goods from assortment.txt, and Northwind's that a shop like ours would carry."""
from decimal import Decimal
from pathlib import Path

# Northwind's product number: stem, category, tags, grams, and our words for it.
PANTRY = {
    1: ("TEA-CHA", "Tea and coffee", "tea", 250, "Black tea with cardamom, ginger and cloves; thirty bags."),
    43: ("COF-IPO", "Tea and coffee", "coffee", 500, "Roasted with a little butter, as in Ipoh. Whole beans, 500 g."),
    3: ("PAN-ANI", "Pantry", "syrup", 720, "For lemonade, and for a rainy evening without lemonade. 550 ml."),
    4: ("PAN-CAJ", "Pantry", "spice", 140, "Pepper, paprika, thyme and more pepper. A tin of 120 g."),
    6: ("PAN-BOY", "Pantry", "spread,breakfast", 430, "Between raspberry and blackberry, and better than both. 340 g."),
    7: ("PAN-PEA", "Pantry", "fruit,organic", 480, "Dried slowly, with nothing added. 450 g."),
    8: ("PAN-CRA", "Pantry", "sauce", 390, "Tart, with whole berries. 340 g."),
    15: ("PAN-SHO", "Pantry", "sauce", 860, "Brewed in cedar for eighteen months. 500 ml."),
    22: ("PAN-KNA", "Pantry", "bread,breakfast", 520, "Rye, round, with the hole in the middle. 500 g."),
    25: ("PAN-NUN", "Pantry", "spread,breakfast", 560, "Hazelnut and nougat; mind the spoon. 450 g."),
    44: ("PAN-GUL", "Pantry", "sugar", 520, "Palm sugar from Malacca, dark as caramel. 500 g."),
    51: ("PAN-APP", "Pantry", "fruit", 320, "Rings of Pink Lady from Manjimup. 300 g."),
    61: ("PAN-ERA", "Pantry", "syrup,breakfast", 690, "Maple syrup, dark, robust taste. 500 ml."),
    63: ("PAN-VEG", "Pantry", "spread", 670, "Salty, brown, not for everyone. 625 g."),
    65: ("PAN-HOT", "Pantry", "sauce", 310, "Hot. 170 ml."),
    66: ("PAN-OKR", "Pantry", "pickle", 640, "Okra in vinegar with chilli and garlic. 450 g."),
    77: ("PAN-FRA", "Pantry", "sauce", 60, "Seven dried herbs, to be stirred into cream. A box of 12 sachets."),
    16: ("SWE-PAV", "Sweets", "baking", 320, "Meringue nests, waiting for berries. Box of eight."),
    19: ("SWE-BIS", "Sweets", "biscuit", 260, "Dark chocolate on one side only. 12 pieces."),
    20: ("PAN-MAR", "Pantry", "spread,breakfast,gift", 480, "Seville oranges, cut thick, in a gift jar. 370 g."),
    21: ("SWE-SCO", "Sweets", "baking", 420, "A mix: add butter and milk. Makes 24."),
    26: ("SWE-GUM", "Sweets", "children", 260, "Bears. 250 g."),
    27: ("SWE-SCH", "Sweets", "chocolate", 110, "Swiss milk chocolate, 100 g."),
    47: ("SWE-ZAA", "Sweets", "biscuit", 250, "Thin spiced biscuits from the Zaan. 10 pieces."),
    48: ("SWE-CHO", "Sweets", "chocolate", 110, "Dark, 70 %, 100 g."),
    49: ("SWE-MAX", "Sweets", "liquorice", 130, "Salt liquorice. Ask a Finn first. 120 g."),
    50: ("SWE-VAL", "Sweets", "chocolate", 110, "White chocolate with real vanilla, 100 g."),
    68: ("SWE-LON", "Sweets", "biscuit", 270, "All-butter shortbread, 8 pieces."),
}
# What a merchant worries about, kept by hand: SKU: (stock, low-stock level).
STOCK = {
    "MUG-BLU-L": (42, 12), "MUG-BLU-S": (3, 12), "PLT-GRN-22": (0, 8), "PLT-GRN-18": (64, 8), "VAS-TAL": (4, 4),
    "CUP-ESP-BLK": (31, 8), "SET-BRK": (3, 4), "CND-BEE-S": (88, 20), "CND-BEE-L": (36, 20), "JUG-MLK": (17, 5),
    "BWL-SUG": (12, 4), "TPT-FIL-01": (9, 5), "LMP-SUN-UK": (0, 2), "POT-HNG-WHT": (0, 4), "MRT-PST": (2, 3), "CAS-OVN-35": (1, 2),
}
FEATURED = ["MUG-BLU", "PLT-GRN", "BWL-RAM", "TPT-RND", "VAS-BUD", "SET-BRK", "CND-BEE", "LMP-SUN"]
DRAFTS, ARCHIVED = {"OIL-BRN", "LMN-PRS"}, {"GRL-BKR"}


def barcode(number):
    """A GTIN-13 in the range that is kept for use inside a shop (20–29)."""
    digits = f"2{number:011d}"
    return digits + str(-sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits)) % 10)


class Goods:
    def __init__(self, products, stands_for):
        self.products = products
        self.stands_for = stands_for
        self.sellable = [p for p in products if p["status"] == "active"]
        self.by_sku = {v["sku"]: (p, v) for p in products for v in p["variants"]}

    def standing_for(self, source):
        """Our product in place of theirs; AdventureWorks' (over 1000) are spread over everything we sell."""
        return self.stands_for.get(source) or self.sellable[source * 31 % len(self.sellable)]

    def line(self, sku, count):
        product, variant = self.by_sku[sku]
        return product, variant, count, variant["price"]

    def table(self):
        # Lists show what came last first: the pottery, and the blue mug before all.
        for p in reversed(self.products):
            for place, v in enumerate(p["variants"]):
                first = place == 0
                yield [p["key"], p["title"], p["kind"], p["status"], p["category"], p["tags"] if first else "",
                       p["description"] if first else "", p["options"][0], p["options"][1], v["values"][0], v["values"][1], v["sku"],
                       v["barcode"], f"{v['price']:.2f}", f"{v['cost']:.2f}" if v["cost"] is not None else "", v["grams"],
                       v["stock"], v["low"], p["featured"] if first else ""]


def read_options(text):
    """"Size: small S, large L +6.00 +1.90 +110 / Colour: …" → [(name, [(value, code, price, cost, grams)])]"""
    parsed = []
    for part in filter(None, (p.strip() for p in text.split("/"))):
        name, _, values = part.partition(":")
        made = []
        for value in values.split(","):
            words = value.split()
            added = [w[1:] for w in words if w.startswith("+")]
            words = [w for w in words if not w.startswith("+")]
            made.append((" ".join(words[:-1]), words[-1], *(Decimal(a) for a in (added or ["0", "0", "0"]))))
        parsed.append((name.strip(), made))
    return parsed


def own_goods(chance):
    for line in (Path(__file__).parent / "assortment.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        stem, title, category, tags, price, cost, grams, options, description = (c.strip() for c in line.split("|"))
        kind = "physical"
        if ": " in title and title.split(":")[0] in ("digital", "service"):
            kind, _, title = title.partition(": ")
        parsed = read_options(options)
        variants = []
        for value, code, *added in parsed[0][1] if parsed else [("", "", Decimal(0), Decimal(0), Decimal(0))]:
            sku = f"{stem}-{code}" if code else stem
            count = 4 + int(chance("stock", sku) * 70) if chance("is low", sku) > 0.09 else int(chance("low", sku) * 4)
            stock, low = STOCK.get(sku, (count * (9 if category == "Tiles" else 1), 40 if category == "Tiles" else 5))
            variants.append(dict(values=(value, ""), sku=sku, price=Decimal(price) + added[0], cost=Decimal(cost) + added[1],
                                 grams=int(grams) + int(added[2]) if grams and kind == "physical" else "",
                                 stock=stock if kind == "physical" else "", low=low if kind == "physical" else ""))
        status = "draft" if stem in DRAFTS else "archived" if stem in ARCHIVED else "active"
        yield dict(stem=stem, title=title, kind=kind, status=status, category=category, tags=tags, description=description,
                   options=(parsed[0][0] if parsed else "", ""), variants=variants,
                   featured=FEATURED.index(stem) + 1 if stem in FEATURED else "")


def pantry_goods(northwind):
    for row in northwind:
        number = int(row["product_id"])
        if number not in PANTRY:
            continue
        stem, category, tags, grams, description = PANTRY[number]
        # A case's price made a jar's: flatter, and ending on 90 cents.
        price = (Decimal("2.4") + Decimal(row["unit_price"]) * Decimal("0.2")).quantize(Decimal(1)) + Decimal("0.90")
        cost = (price * (Decimal("0.66") if number % 5 == 0 else Decimal("0.48"))).quantize(Decimal("0.01"))
        yield dict(stem=stem, title=row["product_name"], kind="physical", status="active", category=category, tags=tags,
                   description=description, options=("", ""), featured="", number=number,
                   variants=[dict(values=("", ""), sku=stem, price=price, cost=cost, grams=grams,
                                  stock=int(row["units_in_stock"]), low=int(row["reorder_level"]) or 5)])


def goods_of(northwind, details, chance):
    own, pantry = list(own_goods(chance)), list(pantry_goods(northwind))
    products = own + pantry
    number = 4100
    for product in products:
        product["key"] = product["stem"].lower()
        for variant in product["variants"]:
            number += 7
            variant["barcode"] = barcode(number) if product["kind"] == "physical" else ""
    # Northwind's goods that we do not carry stand for ours: its best sellers for our best sellers.
    sold = {}
    for line in details:
        sold[int(line["product_id"])] = sold.get(int(line["product_id"]), 0) + 1
    stands_for = {p["number"]: p for p in pantry}
    rest = sorted((n for n in sold if n not in stands_for), key=lambda n: (-sold[n], n))
    ours = sorted((p for p in own if p["status"] == "active" and p["kind"] == "physical"), key=lambda p: "bestseller" not in p["tags"])
    for place, theirs in enumerate(rest):
        stands_for[theirs] = ours[place % len(ours)]
    return Goods(products, stands_for)

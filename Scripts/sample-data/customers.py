"""The customers: most of Northwind's, moved into their countries' present postcodes, and a dozen of our own."""
import re
import unicodedata

COUNTRIES = {
    "Germany": "DE", "Mexico": "MX", "UK": "GB", "Sweden": "SE", "France": "FR", "Spain": "ES", "Canada": "CA", "Argentina": "AR",
    "Switzerland": "CH", "Brazil": "BR", "Austria": "AT", "Italy": "IT", "Portugal": "PT", "USA": "US", "Venezuela": "VE",
    "Ireland": "IE", "Belgium": "BE", "Norway": "NO", "Denmark": "DK", "Finland": "FI", "Poland": "PL",
}
# Two have no orders; the others would be too many from far away for a shop in Berlin. Their orders go to our own dozen.
LEFT_OUT = set("PARIS FISSA GROSR HILAA LILAS LINOD PERIC TORTU CENTC COMMI WELLI TRADH GOURL".split())
# Northwind made some postcodes up; these are of the form that the country uses.
POSTCODES = {"AROUT": "W1S 1DP", "BSBEV": "EC2A 5NT", "CONSH": "W1D 6LT", "EASTC": "W3 6FW", "SEVES": "SW18 4NB", "HUNGO": "T12 X70A",
             "FURIB": "1675-123", "PRINI": "1750-056", "BOTTM": "V4M 3G1", "LAUGB": "V6B 2K1"}
CITIES = {"México D.F.": "Ciudad de México", "Kobenhavn": "København", "Århus": "Aarhus", "Sao Paulo": "São Paulo",
          "Frankfurt a.M.": "Frankfurt am Main"}
# Countries whose addresses want a province, which Northwind leaves out.
PROVINCES = {"México D.F.": "CDMX", "Madrid": "Madrid", "Barcelona": "Barcelona", "Sevilla": "Sevilla", "Torino": "TO",
             "Bergamo": "BG", "Reggio Emilia": "RE", "Caracas": "DC", "Cork": "Co. Cork", "Montréal": "QC"}
OWN = [
    ("KELLER", "Anna Keller", "anna.keller", "Lindenstr. 5, Hinterhaus", "Berlin", "", "10969", "DE", "returns rarely"),
    ("BERIDZE", "ნინო ბერიძე", "nino.beridze", "აღმაშენებლის გამზირი 112", "თბილისი", "", "0102", "GE", ""),
    ("LOMIDZE", "გიორგი ლომიძე", "giorgi.lomidze", "მემედ აბაშიძის ქუჩა 8", "ბათუმი", "", "6010", "GE", ""),
    ("SHEVCHENKO", "Олена Шевченко", "olena.shevchenko", "вул. Ярославів Вал 21", "Київ", "", "01054", "UA", ""),
    ("PETROV", "Иван Петров", "ivan.petrov", "ул. Граф Игнатиев 14", "София", "", "1000", "BG", ""),
    ("PAPAD", "Ελένη Παπαδοπούλου", "eleni.papadopoulou", "Ερμού 44", "Αθήνα", "", "105 63", "GR", ""),
    ("SATO", "佐藤 美咲", "misaki.sato", "神宮前 4-12-10", "渋谷区", "東京都", "150-0001", "JP", ""),
    ("KIM", "김민지", "minji.kim", "세종대로 110", "중구", "서울특별시", "04524", "KR", ""),
    ("WANG", "王小明", "xiaoming.wang", "信義路五段 7 號", "信義區", "台北市", "110", "TW", ""),
    ("WISNIEWSKI", "Łukasz Wiśniewski", "lukasz.wisniewski", "ul. Długa 17", "Kraków", "", "31-147", "PL", ""),
    ("NGUYEN", "Nguyễn Thị Hạnh", "hanh.nguyen", "Dresdner Str. 88", "Berlin", "", "10179", "DE", "wholesale"),
    ("MUELLER", "Zoë Müller-Lüdenscheidt", "zoe.mueller", "Große Elbstraße 133", "Hamburg", "", "22767", "DE", "newsletter"),
]


def plain(text):
    """Letters, digits and dots, as in a mail address."""
    text = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ø", "o").replace("æ", "ae"))
    return re.sub(r"[^a-z0-9]+", ".", "".join(c for c in text if not unicodedata.combining(c)).lower()).strip(".")


def phone(country, key, chance):
    """Numbers that regulators keep for fiction; countries without such a range get none."""
    n = int(chance("phone", key) * 100)
    return {"DE": f"+49 30 23125 0{n:02d}", "GB": f"+44 20 7946 0{n + 100:03d}", "US": f"+1 202 555 01{n:02d}",
            "CA": f"+1 613 555 01{n:02d}", "FR": f"+33 1 99 00 {n:02d} {99 - n:02d}", "SE": f"+46 8 465 004 {n:02d}",
            "IE": f"+353 20 911 03{n:02d}"}.get(country, "")


def postcode(key, given, country):
    given = POSTCODES.get(key, re.sub(r"^[SB]-", "", given))
    return given


def customers_of(northwind, chance):
    made = []
    for row in northwind:
        key = row["customer_id"]
        if key in LEFT_OUT:
            continue
        country = COUNTRIES[row["country"]]
        made.append(dict(
            key=key, own=False, name=row["contact_name"], company=row["company_name"] if chance("company", key) < 0.35 else "",
            email=f"{plain(row['contact_name'])}@example.{'com' if chance('mail', key) < 0.6 else 'org'}", phone=phone(country, key, chance),
            address=re.sub(r" {2,}", " ", row["address"]), city=CITIES.get(row["city"], row["city"]),
            region=PROVINCES.get(row["city"], row["region"] if country in ("US", "CA", "BR") else ""), postcode=postcode(key, row["postal_code"], country),
            country=country, tags="newsletter" if chance("news", key) < 0.3 else ""))
    for key, name, mail, address, city, region, code, country, tags in OWN:
        made.append(dict(key=key, own=True, name=name, company="", email=f"{mail}@example.com", phone=phone(country, key, chance),
                         address=address, city=city, region=region, postcode=code, country=country, tags=tags))
    return made

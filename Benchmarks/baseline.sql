-- The raw equivalent of importing the UCI "Online Retail" file: the same rows into the same tables, indices and
-- full-text tables of an empty shop, by the sqlite3 shell alone, in one transaction, without checking a cell,
-- without a journal and without undo.
--
--   sqlite3 shop.mercer < baseline.sql      with the file as lines.csv in the current folder

PRAGMA foreign_keys = ON;
PRAGMA synchronous = FULL;
PRAGMA cache_size = -4000;
PRAGMA temp_store = MEMORY;

CREATE TEMP TABLE raw(
    invoice TEXT, sku TEXT, title TEXT, quantity TEXT, placed TEXT, price TEXT, customer TEXT, country TEXT);
.mode csv
.import --skip 1 --schema temp lines.csv raw

BEGIN IMMEDIATE;

CREATE TEMP TABLE service(sku TEXT PRIMARY KEY, kind TEXT) WITHOUT ROWID;
INSERT INTO service VALUES
    ('POST', 'shipping'), ('DOT', 'shipping'), ('C2', 'shipping'), ('D', 'discount'), ('M', 'adjustment'),
    ('m', 'adjustment'), ('S', 'adjustment'), ('B', 'adjustment'), ('BANK CHARGES', 'fee'), ('AMAZONFEE', 'fee'),
    ('CRUK', 'fee'), ('gift_0001_10', 'adjustment'), ('gift_0001_20', 'adjustment'),
    ('gift_0001_30', 'adjustment'), ('gift_0001_40', 'adjustment'), ('gift_0001_50', 'adjustment');

-- Products: the title is the one most of its priced lines have, the price the last.
CREATE TEMP TABLE titles AS
    SELECT sku, trim(title) AS title, count(*) AS lines, min(rowid) AS first, sum(price > 0) AS priced
    FROM raw GROUP BY sku, trim(title);
CREATE TEMP TABLE best AS
    SELECT sku, title, max(priced * 1000000000 - first) FROM titles WHERE title <> '' GROUP BY sku;
CREATE TEMP TABLE goods AS
    SELECT row_number() OVER () * 2 AS id, sku, coalesce(best.title, sku) AS title, last.price
    FROM (SELECT DISTINCT sku FROM raw) LEFT JOIN best USING (sku)
    LEFT JOIN (SELECT sku, cast(round(price * 1000000) AS INTEGER) AS price, max(placed || rowid) FROM raw
        WHERE price > 0 AND quantity > 0 GROUP BY sku) AS last USING (sku)
    WHERE sku NOT IN (SELECT sku FROM service);
CREATE UNIQUE INDEX temp.goods_by_sku ON goods(sku);
INSERT INTO products(id, title, created_at) SELECT id, title, 1795248000000 FROM goods;
INSERT INTO variants(id, product_id, position, sku, unit_price, tracked)
    SELECT id + 1, id, 0, sku, price, 0 FROM goods;
INSERT INTO catalog_lines
    SELECT id, 'active', lower(title), sku, 1, price, price, NULL, NULL, NULL, 0, NULL, 1795248000000 FROM goods;
INSERT INTO product_texts SELECT id, title, sku, '', '' FROM goods;

INSERT INTO customers(id, handle, name, country, created_at)
    SELECT 100000 + row_number() OVER (), replace(customer, '.0', ''), replace(customer, '.0', ''), country,
        1795248000000
    FROM raw WHERE customer <> '' GROUP BY customer;

-- Orders, in the order of the file.
CREATE TEMP TABLE invoices AS
    SELECT 1000000 + row_number() OVER (ORDER BY min(rowid)) AS id, invoice, replace(max(customer), '.0', '') AS customer,
        max(country) AS country, strftime('%s', min(placed)) * 1000 AS placed_at,
        CASE WHEN invoice LIKE 'C%' THEN 'return' WHEN invoice LIKE 'A%' THEN 'adjustment'
            WHEN max(cast(quantity AS INTEGER)) < 0 THEN 'writeOff' ELSE 'sale' END AS kind,
        sum(cast(round(quantity * price * 100) AS INTEGER)) AS total, min(rowid) AS first
    FROM raw GROUP BY invoice;
CREATE UNIQUE INDEX temp.invoices_by_number ON invoices(invoice);
INSERT INTO orders(id, number, kind, customer_id, customer_name, country, currency, placed_at, paid_at, payment,
        fulfillment, return_state, past, total)
    SELECT invoices.id, invoice, kind, customers.id, customer, invoices.country, 'GBP', placed_at,
        CASE kind WHEN 'return' THEN NULL ELSE placed_at END,
        CASE kind WHEN 'return' THEN 'refunded' ELSE 'paid' END, 'delivered',
        CASE kind WHEN 'return' THEN 'closed' ELSE 'none' END, 1, total
    FROM invoices LEFT JOIN customers ON handle = customer AND customer <> '' ORDER BY invoices.id;
INSERT INTO payments
    SELECT 2000000 + id, id, total, '', '', placed_at FROM invoices WHERE kind = 'sale' AND total > 0;

INSERT INTO order_lines(id, order_id, position, kind, variant_id, sku, title, quantity, unit_price, at)
    SELECT 10000000 + raw.rowid, invoices.id,
        row_number() OVER (PARTITION BY invoices.id ORDER BY raw.rowid) - 1, coalesce(service.kind, 'product'),
        goods.id + 1, raw.sku, trim(raw.title), cast(quantity AS INTEGER),
        cast(round(raw.price * 1000000) AS INTEGER),
        CASE WHEN strftime('%s', placed) * 1000 <> placed_at THEN strftime('%s', placed) * 1000 END
    FROM raw JOIN invoices USING (invoice) LEFT JOIN service ON service.sku = raw.sku
    LEFT JOIN goods ON goods.sku = raw.sku
    ORDER BY raw.rowid;

INSERT INTO order_cards
    SELECT id, kind, 'closed', 0, '', '', NULL, -placed_at, placed_at, invoice, '', customer, total,
        (SELECT group_concat(quantity || ' ' || title, ', ') FROM order_lines
            WHERE order_id = invoices.id AND position < 3)
    FROM invoices;
INSERT INTO order_texts
    SELECT id, invoice, customer, country,
        (SELECT group_concat(DISTINCT sku) FROM order_lines WHERE order_id = invoices.id)
    FROM invoices;

COMMIT;

/// The shop's file as version 1 lays it down: frozen text, never edited once released. A later change is a
/// later migration.
///
/// How to read a column: `unit_…` is a unit price in millionths of the currency's major unit; `total`, `amount`,
/// `shipping`, `discount` and `tax` are whole minor units; a time is milliseconds since 1970, UTC; a column
/// ending in `_id` holds an identifier (`Identifier`), never a rowid that SQLite chose.
enum Schema1 {
    static let version = 1

    /// What the seller owns. These tables are recorded in the journal's images (see `JournaledTable`), so they
    /// have no cascades, no generated columns, and no trigger writes to them.
    static let journaled = """
        CREATE TABLE settings(
            key TEXT NOT NULL PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT;

        CREATE TABLE categories(
            id INTEGER NOT NULL PRIMARY KEY,
            path TEXT NOT NULL UNIQUE CHECK (path <> '')
        ) STRICT;

        CREATE TABLE products(
            id INTEGER NOT NULL PRIMARY KEY,
            handle TEXT UNIQUE,
            title TEXT NOT NULL CHECK (title <> ''),
            kind TEXT NOT NULL DEFAULT 'physical' CHECK (kind IN ('physical', 'digital', 'service')),
            status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'draft', 'archived')),
            description TEXT NOT NULL DEFAULT '',
            vendor TEXT NOT NULL DEFAULT '',
            category_id INTEGER REFERENCES categories(id),
            tags TEXT NOT NULL DEFAULT '',
            option1 TEXT NOT NULL DEFAULT '',
            option2 TEXT NOT NULL DEFAULT '',
            option3 TEXT NOT NULL DEFAULT '',
            featured INTEGER,
            created_at INTEGER NOT NULL,
            extra TEXT NOT NULL DEFAULT ''
        ) STRICT;
        CREATE INDEX products_by_category ON products(category_id) WHERE category_id IS NOT NULL;

        CREATE TABLE variants(
            id INTEGER NOT NULL PRIMARY KEY,
            product_id INTEGER NOT NULL REFERENCES products(id),
            position INTEGER NOT NULL,
            sku TEXT NOT NULL DEFAULT '',
            barcode TEXT NOT NULL DEFAULT '',
            option1 TEXT NOT NULL DEFAULT '',
            option2 TEXT NOT NULL DEFAULT '',
            option3 TEXT NOT NULL DEFAULT '',
            unit_price INTEGER,
            unit_compare_at INTEGER,
            unit_cost INTEGER,
            weight_grams INTEGER,
            low_stock INTEGER,
            tracked INTEGER NOT NULL DEFAULT 1 CHECK (tracked IN (0, 1)),
            extra TEXT NOT NULL DEFAULT ''
        ) STRICT;
        CREATE INDEX variants_by_product ON variants(product_id, position);
        CREATE INDEX variants_by_sku ON variants(sku) WHERE sku <> '';
        CREATE INDEX variants_by_barcode ON variants(barcode) WHERE barcode <> '';

        CREATE TABLE images(
            id INTEGER NOT NULL PRIMARY KEY,
            product_id INTEGER NOT NULL REFERENCES products(id),
            variant_id INTEGER REFERENCES variants(id),
            position INTEGER NOT NULL,
            url TEXT NOT NULL,
            alt TEXT NOT NULL DEFAULT ''
        ) STRICT;
        CREATE INDEX images_by_product ON images(product_id, position);
        CREATE INDEX images_by_variant ON images(variant_id) WHERE variant_id IS NOT NULL;

        CREATE TABLE stock_entries(
            id INTEGER NOT NULL PRIMARY KEY,
            variant_id INTEGER NOT NULL REFERENCES variants(id),
            quantity INTEGER NOT NULL,
            cause TEXT NOT NULL,
            cause_id INTEGER,
            at INTEGER NOT NULL,
            note TEXT NOT NULL DEFAULT '',
            UNIQUE (cause, cause_id, variant_id)
        ) STRICT;
        CREATE INDEX stock_entries_by_variant ON stock_entries(variant_id, at);

        CREATE TABLE customers(
            id INTEGER NOT NULL PRIMARY KEY,
            handle TEXT UNIQUE,
            name TEXT NOT NULL DEFAULT '',
            email TEXT NOT NULL DEFAULT '',
            phone TEXT NOT NULL DEFAULT '',
            company TEXT NOT NULL DEFAULT '',
            address TEXT NOT NULL DEFAULT '',
            country TEXT NOT NULL DEFAULT '',
            tags TEXT NOT NULL DEFAULT '',
            created_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX customers_by_email ON customers(email) WHERE email <> '';
        CREATE INDEX customers_by_name ON customers(name, id);

        CREATE TABLE orders(
            id INTEGER NOT NULL PRIMARY KEY,
            number TEXT NOT NULL CHECK (number <> ''),
            channel TEXT NOT NULL DEFAULT '',
            kind TEXT NOT NULL DEFAULT 'sale' CHECK (kind IN ('sale', 'return', 'writeOff', 'adjustment')),
            customer_id INTEGER REFERENCES customers(id),
            customer_name TEXT NOT NULL DEFAULT '',
            email TEXT NOT NULL DEFAULT '',
            phone TEXT NOT NULL DEFAULT '',
            ship_to TEXT NOT NULL DEFAULT '',
            bill_to TEXT NOT NULL DEFAULT '',
            country TEXT NOT NULL DEFAULT '',
            currency TEXT NOT NULL,
            placed_at INTEGER NOT NULL,
            paid_at INTEGER,
            ship_by INTEGER,
            payment TEXT NOT NULL,
            fulfillment TEXT NOT NULL,
            return_state TEXT NOT NULL DEFAULT 'none',
            cancellation TEXT NOT NULL DEFAULT 'no',
            on_hold INTEGER NOT NULL DEFAULT 0 CHECK (on_hold IN (0, 1)),
            hold_reason TEXT NOT NULL DEFAULT '',
            cancel_reason TEXT NOT NULL DEFAULT '',
            past INTEGER NOT NULL DEFAULT 0 CHECK (past IN (0, 1)),
            gift INTEGER NOT NULL DEFAULT 0 CHECK (gift IN (0, 1)),
            gift_note TEXT NOT NULL DEFAULT '',
            shipping_method TEXT NOT NULL DEFAULT '',
            shipping INTEGER NOT NULL DEFAULT 0,
            discount INTEGER NOT NULL DEFAULT 0,
            tax INTEGER NOT NULL DEFAULT 0,
            tax_included INTEGER NOT NULL DEFAULT 1 CHECK (tax_included IN (0, 1)),
            total INTEGER NOT NULL,
            platform_total INTEGER,
            joined_into INTEGER REFERENCES orders(id),
            extra TEXT NOT NULL DEFAULT '',
            UNIQUE (channel, number)
        ) STRICT;
        CREATE INDEX orders_by_customer ON orders(customer_id, placed_at) WHERE customer_id IS NOT NULL;
        CREATE INDEX orders_by_placed ON orders(placed_at, id);
        CREATE INDEX orders_returning ON orders(return_state, placed_at, id)
            WHERE return_state <> 'none' AND return_state <> 'closed';
        CREATE INDEX orders_joined ON orders(joined_into) WHERE joined_into IS NOT NULL;

        CREATE TABLE order_lines(
            id INTEGER NOT NULL PRIMARY KEY,
            order_id INTEGER NOT NULL REFERENCES orders(id),
            position INTEGER NOT NULL,
            kind TEXT NOT NULL DEFAULT 'product'
                CHECK (kind IN ('product', 'shipping', 'fee', 'discount', 'adjustment', 'exchange')),
            variant_id INTEGER REFERENCES variants(id),
            sku TEXT NOT NULL DEFAULT '',
            title TEXT NOT NULL DEFAULT '',
            quantity INTEGER NOT NULL,
            unit_price INTEGER NOT NULL,
            discount INTEGER NOT NULL DEFAULT 0,
            tax_rate TEXT NOT NULL DEFAULT '',
            tax INTEGER NOT NULL DEFAULT 0,
            at INTEGER,
            UNIQUE (order_id, position)
        ) STRICT;
        CREATE INDEX order_lines_by_variant ON order_lines(variant_id) WHERE variant_id IS NOT NULL;

        CREATE TABLE reservations(
            order_line_id INTEGER NOT NULL PRIMARY KEY REFERENCES order_lines(id),
            variant_id INTEGER NOT NULL REFERENCES variants(id),
            quantity INTEGER NOT NULL CHECK (quantity >= 0),
            short INTEGER NOT NULL DEFAULT 0 CHECK (short >= 0)
        ) STRICT;
        CREATE INDEX reservations_by_variant ON reservations(variant_id);

        CREATE TABLE payments(
            id INTEGER NOT NULL PRIMARY KEY,
            order_id INTEGER NOT NULL REFERENCES orders(id),
            amount INTEGER NOT NULL,
            method TEXT NOT NULL DEFAULT '',
            reference TEXT NOT NULL DEFAULT '',
            at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX payments_by_order ON payments(order_id);

        CREATE TABLE refunds(
            id INTEGER NOT NULL PRIMARY KEY,
            order_id INTEGER NOT NULL REFERENCES orders(id),
            amount INTEGER NOT NULL CHECK (amount >= 0),
            shipping INTEGER NOT NULL DEFAULT 0,
            reason TEXT NOT NULL DEFAULT '',
            at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX refunds_by_order ON refunds(order_id);
        CREATE INDEX refunds_by_time ON refunds(at);

        CREATE TABLE refund_lines(
            id INTEGER NOT NULL PRIMARY KEY,
            refund_id INTEGER NOT NULL REFERENCES refunds(id),
            order_line_id INTEGER NOT NULL REFERENCES order_lines(id),
            quantity INTEGER NOT NULL,
            amount INTEGER NOT NULL,
            restock INTEGER NOT NULL DEFAULT 0 CHECK (restock IN (0, 1))
        ) STRICT;
        CREATE INDEX refund_lines_by_refund ON refund_lines(refund_id);
        CREATE INDEX refund_lines_by_order_line ON refund_lines(order_line_id);

        CREATE TABLE parcels(
            id INTEGER NOT NULL PRIMARY KEY,
            order_id INTEGER NOT NULL REFERENCES orders(id),
            carrier TEXT NOT NULL DEFAULT '',
            tracking_number TEXT NOT NULL DEFAULT '',
            shipped_at INTEGER,
            delivered_at INTEGER
        ) STRICT;
        CREATE INDEX parcels_by_order ON parcels(order_id);
        CREATE INDEX parcels_by_delivery ON parcels(delivered_at) WHERE delivered_at IS NOT NULL;
        CREATE INDEX parcels_by_tracking ON parcels(tracking_number) WHERE tracking_number <> '';

        CREATE TABLE parcel_lines(
            id INTEGER NOT NULL PRIMARY KEY,
            parcel_id INTEGER NOT NULL REFERENCES parcels(id),
            order_line_id INTEGER NOT NULL REFERENCES order_lines(id),
            quantity INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX parcel_lines_by_parcel ON parcel_lines(parcel_id);
        CREATE INDEX parcel_lines_by_order_line ON parcel_lines(order_line_id);

        CREATE TABLE notes(
            id INTEGER NOT NULL PRIMARY KEY,
            order_id INTEGER REFERENCES orders(id),
            product_id INTEGER REFERENCES products(id),
            customer_id INTEGER REFERENCES customers(id),
            text TEXT NOT NULL CHECK (text <> ''),
            at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX notes_by_order ON notes(order_id) WHERE order_id IS NOT NULL;
        CREATE INDEX notes_by_product ON notes(product_id) WHERE product_id IS NOT NULL;
        CREATE INDEX notes_by_customer ON notes(customer_id) WHERE customer_id IS NOT NULL;

        CREATE TABLE saved_filters(
            id INTEGER NOT NULL PRIMARY KEY,
            view TEXT NOT NULL,
            name TEXT NOT NULL CHECK (name <> ''),
            text TEXT NOT NULL,
            UNIQUE (view, name)
        ) STRICT;

        CREATE TABLE saved_mappings(
            id INTEGER NOT NULL PRIMARY KEY,
            name TEXT NOT NULL UNIQUE CHECK (name <> ''),
            mapping TEXT NOT NULL
        ) STRICT;
        """

    /// The one history, and the bookkeeping that is never part of an image.
    static let journal = """
        CREATE TABLE entries(
            id INTEGER NOT NULL PRIMARY KEY,
            at INTEGER NOT NULL,
            seat INTEGER NOT NULL,
            author TEXT NOT NULL,
            by_person INTEGER NOT NULL,
            action TEXT NOT NULL,
            arguments TEXT NOT NULL,
            summary TEXT NOT NULL,
            schema INTEGER NOT NULL,
            run_id INTEGER REFERENCES runs(id),
            undoes INTEGER REFERENCES entries(id),
            undone_by INTEGER REFERENCES entries(id)
        ) STRICT;
        CREATE INDEX entries_by_run ON entries(run_id) WHERE run_id IS NOT NULL;
        CREATE INDEX entries_undone_by ON entries(undone_by) WHERE undone_by IS NOT NULL;
        CREATE INDEX entries_undoes ON entries(undoes) WHERE undoes IS NOT NULL;

        CREATE TABLE entry_images(entry_id INTEGER NOT NULL PRIMARY KEY, changeset BLOB NOT NULL) STRICT;

        CREATE TABLE touched(
            subject INTEGER NOT NULL,
            row_id INTEGER NOT NULL,
            entry_id INTEGER NOT NULL,
            PRIMARY KEY (subject, row_id, entry_id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE runs(
            id INTEGER NOT NULL PRIMARY KEY,
            title TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('running', 'done', 'stopped')),
            done INTEGER NOT NULL DEFAULT 0,
            total INTEGER,
            resume TEXT NOT NULL DEFAULT '',
            started_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX runs_running ON runs(id) WHERE state = 'running';

        CREATE TABLE clock(one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1), last INTEGER NOT NULL) STRICT;
        INSERT INTO clock VALUES (1, 0);

        CREATE TABLE drafts(key TEXT NOT NULL PRIMARY KEY, text TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
        CREATE TABLE view_states(view TEXT NOT NULL PRIMARY KEY, state TEXT NOT NULL) STRICT;
        CREATE TABLE backups(path TEXT NOT NULL PRIMARY KEY, at INTEGER NOT NULL) STRICT;
        CREATE TABLE snoozes(problem TEXT NOT NULL PRIMARY KEY, until INTEGER NOT NULL) STRICT;
        CREATE TABLE imports(
            id INTEGER NOT NULL PRIMARY KEY,
            file TEXT NOT NULL,
            format TEXT NOT NULL,
            at INTEGER NOT NULL,
            created INTEGER NOT NULL DEFAULT 0,
            changed INTEGER NOT NULL DEFAULT 0,
            same INTEGER NOT NULL DEFAULT 0,
            bad INTEGER NOT NULL DEFAULT 0,
            bad_file TEXT NOT NULL DEFAULT '',
            settled INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        """

    /// What lists, boards and searches read: always derivable from the tables above, refreshed in the same
    /// transaction (`Projections`), or kept by triggers where a sum is enough.
    static let derived = """
        CREATE TABLE stock_levels(
            variant_id INTEGER NOT NULL PRIMARY KEY,
            on_hand INTEGER NOT NULL DEFAULT 0,
            reserved INTEGER NOT NULL DEFAULT 0,
            short INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX levels_unsettled ON stock_levels(variant_id)
            WHERE (short > 0 AND on_hand > reserved) OR (reserved > 0 AND reserved > on_hand);
        CREATE TRIGGER stock_entry_added AFTER INSERT ON stock_entries BEGIN
            INSERT INTO stock_levels(variant_id, on_hand) VALUES (new.variant_id, new.quantity)
                ON CONFLICT (variant_id) DO UPDATE SET on_hand = on_hand + excluded.on_hand;
        END;
        CREATE TRIGGER stock_entry_removed AFTER DELETE ON stock_entries BEGIN
            UPDATE stock_levels SET on_hand = on_hand - old.quantity WHERE variant_id = old.variant_id;
        END;
        CREATE TRIGGER stock_entry_changed AFTER UPDATE ON stock_entries BEGIN
            UPDATE stock_levels SET on_hand = on_hand - old.quantity WHERE variant_id = old.variant_id;
            UPDATE stock_levels SET on_hand = on_hand + new.quantity WHERE variant_id = new.variant_id;
        END;
        CREATE TRIGGER reservation_added AFTER INSERT ON reservations BEGIN
            INSERT INTO stock_levels(variant_id, reserved, short)
                VALUES (new.variant_id, new.quantity, new.short)
                ON CONFLICT (variant_id) DO UPDATE
                SET reserved = reserved + excluded.reserved, short = short + excluded.short;
        END;
        CREATE TRIGGER reservation_removed AFTER DELETE ON reservations BEGIN
            UPDATE stock_levels SET reserved = reserved - old.quantity, short = short - old.short
                WHERE variant_id = old.variant_id;
        END;
        CREATE TRIGGER reservation_changed AFTER UPDATE ON reservations BEGIN
            UPDATE stock_levels SET reserved = reserved - old.quantity, short = short - old.short
                WHERE variant_id = old.variant_id;
            UPDATE stock_levels SET reserved = reserved + new.quantity, short = short + new.short
                WHERE variant_id = new.variant_id;
        END;

        CREATE TABLE catalog_lines(
            product_id INTEGER NOT NULL PRIMARY KEY,
            status TEXT NOT NULL,
            title_key TEXT NOT NULL,
            sku TEXT NOT NULL,
            variant_count INTEGER NOT NULL,
            unit_price_low INTEGER,
            unit_price_high INTEGER,
            unit_cost INTEGER,
            keep INTEGER,
            on_hand INTEGER,
            low INTEGER NOT NULL,
            featured INTEGER,
            changed_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX catalog_by_changed ON catalog_lines(status, changed_at, product_id);
        CREATE INDEX catalog_by_title ON catalog_lines(status, title_key, product_id);
        CREATE INDEX catalog_by_sku ON catalog_lines(status, sku, product_id);
        CREATE INDEX catalog_by_price ON catalog_lines(status, unit_price_low, product_id);
        CREATE INDEX catalog_by_cost ON catalog_lines(status, unit_cost, product_id);
        CREATE INDEX catalog_by_keep ON catalog_lines(status, keep, product_id);
        CREATE INDEX catalog_by_stock ON catalog_lines(status, on_hand, product_id);
        CREATE INDEX catalog_low ON catalog_lines(on_hand, product_id) WHERE low = 1 AND status = 'active';
        CREATE INDEX catalog_featured ON catalog_lines(featured, product_id) WHERE featured IS NOT NULL;

        CREATE TABLE product_texts(
            product_id INTEGER NOT NULL PRIMARY KEY,
            title TEXT NOT NULL,
            sku TEXT NOT NULL,
            tags TEXT NOT NULL,
            description TEXT NOT NULL
        ) STRICT;
        CREATE VIRTUAL TABLE product_search USING fts5(
            title, sku, tags, description, content = 'product_texts', content_rowid = 'product_id',
            prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2');
        CREATE TRIGGER product_text_added AFTER INSERT ON product_texts BEGIN
            INSERT INTO product_search(rowid, title, sku, tags, description)
                VALUES (new.product_id, new.title, new.sku, new.tags, new.description);
        END;
        CREATE TRIGGER product_text_removed AFTER DELETE ON product_texts BEGIN
            INSERT INTO product_search(product_search, rowid, title, sku, tags, description)
                VALUES ('delete', old.product_id, old.title, old.sku, old.tags, old.description);
        END;
        CREATE TRIGGER product_text_changed AFTER UPDATE ON product_texts BEGIN
            INSERT INTO product_search(product_search, rowid, title, sku, tags, description)
                VALUES ('delete', old.product_id, old.title, old.sku, old.tags, old.description);
            INSERT INTO product_search(rowid, title, sku, tags, description)
                VALUES (new.product_id, new.title, new.sku, new.tags, new.description);
        END;

        CREATE TABLE order_cards(
            order_id INTEGER NOT NULL PRIMARY KEY,
            kind TEXT NOT NULL,
            stage TEXT NOT NULL,
            place INTEGER NOT NULL,
            attention TEXT NOT NULL,
            attention_detail TEXT NOT NULL,
            ship_by INTEGER,
            sort_at INTEGER NOT NULL,
            placed_at INTEGER NOT NULL,
            number TEXT NOT NULL,
            channel TEXT NOT NULL,
            customer_key TEXT NOT NULL,
            total INTEGER NOT NULL,
            items TEXT NOT NULL
        ) STRICT;
        CREATE INDEX cards_by_stage ON order_cards(stage, place, sort_at, order_id, total);
        CREATE INDEX cards_by_placed ON order_cards(kind, placed_at, order_id);
        CREATE INDEX cards_by_number ON order_cards(kind, number, order_id);
        CREATE INDEX cards_by_customer ON order_cards(kind, customer_key, order_id);
        CREATE INDEX cards_by_total ON order_cards(kind, total, order_id);
        CREATE INDEX cards_by_attention ON order_cards(attention, sort_at, order_id) WHERE attention <> '';

        CREATE TABLE order_texts(
            order_id INTEGER NOT NULL PRIMARY KEY,
            number TEXT NOT NULL,
            customer TEXT NOT NULL,
            address TEXT NOT NULL,
            sku TEXT NOT NULL
        ) STRICT;
        CREATE VIRTUAL TABLE order_search USING fts5(
            number, customer, address, sku, content = 'order_texts', content_rowid = 'order_id',
            prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2');
        CREATE TRIGGER order_text_added AFTER INSERT ON order_texts BEGIN
            INSERT INTO order_search(rowid, number, customer, address, sku)
                VALUES (new.order_id, new.number, new.customer, new.address, new.sku);
        END;
        CREATE TRIGGER order_text_removed AFTER DELETE ON order_texts BEGIN
            INSERT INTO order_search(order_search, rowid, number, customer, address, sku)
                VALUES ('delete', old.order_id, old.number, old.customer, old.address, old.sku);
        END;
        CREATE TRIGGER order_text_changed AFTER UPDATE ON order_texts BEGIN
            INSERT INTO order_search(order_search, rowid, number, customer, address, sku)
                VALUES ('delete', old.order_id, old.number, old.customer, old.address, old.sku);
            INSERT INTO order_search(rowid, number, customer, address, sku)
                VALUES (new.order_id, new.number, new.customer, new.address, new.sku);
        END;
        """
}

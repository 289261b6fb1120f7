/// What version 2 adds: connections, listings, and the bookkeeping of sync. Frozen text, like version 1's.
///
/// A platform's identifiers are text. `subject` says what `local_id` names: 1 a product, 2 a variant.
enum Schema2 {
    static let version = 2

    /// What the seller decides about a channel: recorded in images, so `u` takes it back.
    static let journaled = """
        CREATE TABLE connection_rules(
            id INTEGER NOT NULL PRIMARY KEY,
            rules TEXT NOT NULL
        ) STRICT;

        CREATE TABLE listings(
            id INTEGER NOT NULL PRIMARY KEY,
            connection_id INTEGER NOT NULL,
            product_id INTEGER NOT NULL REFERENCES products(id),
            wanted TEXT NOT NULL CHECK (wanted IN ('onSale', 'paused')),
            UNIQUE (connection_id, product_id)
        ) STRICT;
        CREATE INDEX listings_by_product ON listings(product_id);

        CREATE TABLE overrides(
            id INTEGER NOT NULL PRIMARY KEY,
            listing_id INTEGER NOT NULL REFERENCES listings(id),
            variant_id INTEGER REFERENCES variants(id),
            field TEXT NOT NULL,
            value TEXT NOT NULL,
            by_channel INTEGER NOT NULL CHECK (by_channel IN (0, 1))
        ) STRICT;
        CREATE INDEX overrides_by_listing ON overrides(listing_id, field);
        CREATE INDEX overrides_by_variant ON overrides(variant_id) WHERE variant_id IS NOT NULL;
        """

    /// Connections themselves are not undone: what was read through one stands on it.
    static let bookkeeping = """
        CREATE TABLE connections(
            id INTEGER NOT NULL PRIMARY KEY,
            kind TEXT NOT NULL,
            handle TEXT NOT NULL UNIQUE CHECK (handle <> ''),
            name TEXT NOT NULL,
            prefix TEXT NOT NULL,
            shop TEXT NOT NULL,
            url TEXT NOT NULL,
            currency TEXT NOT NULL,
            settings TEXT NOT NULL,
            connected_at INTEGER NOT NULL,
            ended_at INTEGER,
            state TEXT NOT NULL DEFAULT 'ready'
                CHECK (state IN ('ready', 'signIn', 'failing', 'offline')),
            reason TEXT NOT NULL DEFAULT '',
            state_since INTEGER NOT NULL,
            retry_at INTEGER,
            failures INTEGER NOT NULL DEFAULT 0,
            clock_offset INTEGER NOT NULL DEFAULT 0,
            last_in INTEGER,
            last_out INTEGER,
            -- What the keys may do, and of what Mercer needs what they may not, as JSON lists; null before they were tried.
            granted TEXT,
            missing TEXT
        ) STRICT;

        CREATE TABLE secrets(connection_id INTEGER NOT NULL PRIMARY KEY, sealed BLOB NOT NULL) STRICT;

        -- One row where secrets are sealed by a passphrase: what makes the key of it, and what proves it right.
        CREATE TABLE passphrases(
            id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
            salt BLOB NOT NULL,
            rounds INTEGER NOT NULL,
            proof BLOB NOT NULL
        ) STRICT;

        CREATE TABLE bindings(
            connection_id INTEGER NOT NULL,
            kind TEXT NOT NULL
                CHECK (kind IN ('product', 'variant', 'order', 'line', 'customer', 'refund', 'parcel', 'image')),
            remote_id TEXT NOT NULL,
            local_id INTEGER NOT NULL,
            parent_id TEXT NOT NULL DEFAULT '',
            extra TEXT NOT NULL DEFAULT '',
            PRIMARY KEY (connection_id, kind, remote_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX bindings_by_local ON bindings(kind, local_id, connection_id);
        CREATE INDEX bindings_by_parent ON bindings(connection_id, kind, parent_id);
        CREATE INDEX bindings_unmatched ON bindings(connection_id, kind, extra) WHERE extra <> '';

        CREATE TABLE bases(
            connection_id INTEGER NOT NULL,
            subject INTEGER NOT NULL CHECK (subject IN (1, 2)),
            local_id INTEGER NOT NULL,
            field TEXT NOT NULL,
            ours TEXT,
            theirs TEXT NOT NULL,
            sent TEXT,
            at INTEGER NOT NULL,
            PRIMARY KEY (connection_id, subject, local_id, field)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE due(
            connection_id INTEGER NOT NULL,
            product_id INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('fields', 'stock', 'read')),
            not_before INTEGER NOT NULL,
            mark INTEGER NOT NULL,
            PRIMARY KEY (connection_id, product_id, kind)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX due_by_time ON due(connection_id, kind, not_before);

        CREATE TABLE conflicts(
            id INTEGER NOT NULL PRIMARY KEY,
            connection_id INTEGER NOT NULL,
            product_id INTEGER NOT NULL,
            subject INTEGER NOT NULL CHECK (subject IN (1, 2)),
            local_id INTEGER NOT NULL,
            field TEXT NOT NULL,
            ours TEXT NOT NULL,
            base_ours TEXT,
            base_theirs TEXT NOT NULL,
            theirs TEXT NOT NULL,
            reason TEXT NOT NULL DEFAULT '',
            at INTEGER NOT NULL,
            theirs_at INTEGER,
            settled_by INTEGER,
            UNIQUE (connection_id, subject, local_id, field)
        ) STRICT;
        CREATE INDEX conflicts_by_product ON conflicts(product_id);
        CREATE INDEX conflicts_open ON conflicts(at, product_id, id) WHERE settled_by IS NULL;
        CREATE INDEX conflicts_settled ON conflicts(settled_by) WHERE settled_by IS NOT NULL;

        CREATE TABLE stock_doubts(
            connection_id INTEGER NOT NULL,
            variant_id INTEGER NOT NULL,
            difference INTEGER NOT NULL,
            seen INTEGER NOT NULL,
            read_at INTEGER NOT NULL,
            PRIMARY KEY (connection_id, variant_id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE stock_takes(
            connection_id INTEGER NOT NULL,
            order_line_id INTEGER NOT NULL,
            variant_id INTEGER NOT NULL,
            quantity INTEGER NOT NULL,
            PRIMARY KEY (connection_id, order_line_id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE approvals(
            connection_id INTEGER NOT NULL,
            subject INTEGER NOT NULL,
            local_id INTEGER NOT NULL,
            field TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (connection_id, subject, local_id, field)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE refusals(
            connection_id INTEGER NOT NULL,
            subject INTEGER NOT NULL,
            local_id INTEGER NOT NULL,
            field TEXT NOT NULL,
            value TEXT NOT NULL,
            reason TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (connection_id, subject, local_id, field)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE left_out(
            connection_id INTEGER NOT NULL,
            product_id INTEGER NOT NULL,
            until INTEGER NOT NULL,
            reason TEXT NOT NULL DEFAULT '',
            PRIMARY KEY (connection_id, product_id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE unmatched(
            connection_id INTEGER NOT NULL,
            remote_id TEXT NOT NULL,
            title TEXT NOT NULL,
            skus TEXT NOT NULL,
            reason TEXT NOT NULL,
            candidates TEXT NOT NULL DEFAULT '',
            at INTEGER NOT NULL,
            PRIMARY KEY (connection_id, remote_id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE unreadable(
            connection_id INTEGER NOT NULL,
            stream TEXT NOT NULL,
            remote_id TEXT NOT NULL,
            reason TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (connection_id, stream, remote_id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE order_views(
            connection_id INTEGER NOT NULL,
            order_id INTEGER NOT NULL,
            modified_at INTEGER NOT NULL,
            status TEXT NOT NULL,
            seen TEXT NOT NULL,
            PRIMARY KEY (connection_id, order_id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE outbox(
            id INTEGER NOT NULL PRIMARY KEY,
            connection_id INTEGER NOT NULL,
            kind TEXT NOT NULL,
            effect TEXT NOT NULL,
            key TEXT NOT NULL UNIQUE,
            state TEXT NOT NULL CHECK (state IN ('held', 'queued', 'sending', 'confirmed', 'rejected', 'blocked',
                'inDoubt', 'withdrawn', 'superseded')),
            entry_id INTEGER NOT NULL,
            order_id INTEGER,
            product_id INTEGER,
            local_id INTEGER,
            chain TEXT NOT NULL DEFAULT '',
            summary TEXT NOT NULL,
            moves_money INTEGER NOT NULL CHECK (moves_money IN (0, 1)),
            kept_back INTEGER NOT NULL DEFAULT 0 CHECK (kept_back IN (0, 1)),
            made_at INTEGER NOT NULL,
            hold_until INTEGER NOT NULL,
            next_at INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            sent_at INTEGER,
            settled_at INTEGER,
            looked_at INTEGER,
            reason TEXT NOT NULL DEFAULT '',
            answer TEXT NOT NULL DEFAULT ''
        ) STRICT;
        CREATE INDEX outbox_open ON outbox(connection_id, state, next_at);
        CREATE INDEX outbox_by_state ON outbox(state, id);
        CREATE INDEX outbox_by_entry ON outbox(entry_id);
        CREATE INDEX outbox_by_order ON outbox(order_id) WHERE order_id IS NOT NULL;
        CREATE INDEX outbox_by_chain ON outbox(chain, id) WHERE chain <> '';

        CREATE TABLE pulls(
            connection_id INTEGER NOT NULL,
            stream TEXT NOT NULL,
            watermark INTEGER,
            cursor TEXT,
            since INTEGER,
            next_watermark INTEGER,
            done INTEGER NOT NULL DEFAULT 0,
            total INTEGER,
            began_at INTEGER,
            finished_at INTEGER,
            counted_at INTEGER,
            PRIMARY KEY (connection_id, stream)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE buckets(
            connection_id INTEGER NOT NULL,
            operation TEXT NOT NULL,
            bucket TEXT NOT NULL,
            PRIMARY KEY (connection_id, operation)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE payloads(
            connection_id INTEGER NOT NULL,
            kind TEXT NOT NULL,
            remote_id TEXT NOT NULL,
            at INTEGER NOT NULL,
            size INTEGER NOT NULL,
            body BLOB NOT NULL
        ) STRICT;
        CREATE INDEX payloads_by_subject ON payloads(connection_id, kind, remote_id, at);

        CREATE TABLE requests(
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            connection_id INTEGER NOT NULL,
            at INTEGER NOT NULL,
            method TEXT NOT NULL,
            url TEXT NOT NULL,
            label TEXT NOT NULL,
            status INTEGER,
            bytes INTEGER NOT NULL,
            milliseconds INTEGER NOT NULL,
            failure TEXT NOT NULL
        ) STRICT;
        """
}

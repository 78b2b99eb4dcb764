-- Money is whole minor units, time is Unix milliseconds, scores are millionths of a point: all INTEGER. An id is a BLOB of its 16
-- bytes in network order, so that ids sort as they do in PostgreSQL. STRICT: a money column takes no fraction.

-- The market's own facts: its secret, where its feed starts.
CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    number INTEGER,
    bytes BLOB
) STRICT, WITHOUT ROWID;
-- The number of the last transaction in the feed. There is one writer, so they finish in the order of their numbers.
INSERT INTO settings (name, number) VALUES ('feed', 0);

-- The journal. The primary key of commits is the arbiter between writers.
CREATE TABLE commits (
    partition INTEGER NOT NULL,
    position INTEGER NOT NULL,
    feed INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (partition, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
    intent_id BLOB NOT NULL,
    seq INTEGER NOT NULL,
    partition INTEGER NOT NULL,
    position INTEGER NOT NULL,
    feed INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    vendor BLOB,
    at INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (intent_id, seq)
) STRICT;
CREATE UNIQUE INDEX events_feed ON events (feed, ordinal);
CREATE INDEX events_of_intent ON events (intent_id, feed) WHERE vendor IS NULL;
CREATE INDEX events_of_vendor ON events (vendor, feed) WHERE vendor IS NOT NULL;

-- Who is told of an intent, since when. A match stands in the feed at (feed, ordinal), with an ordinal below 0: before the events of the
-- same transaction.
CREATE TABLE audience (
    intent_id BLOB NOT NULL,
    account_id BLOB NOT NULL,
    role TEXT NOT NULL,
    pseudonym BLOB NOT NULL,
    feed INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (intent_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX audience_customer ON audience (intent_id) WHERE role = 'customer';
CREATE INDEX audience_pseudonym ON audience (intent_id, pseudonym);
CREATE INDEX audience_account ON audience (account_id, feed);
CREATE INDEX audience_feed ON audience (feed, ordinal);

-- The present state of intents and offers: the fold of their events.
CREATE TABLE intents (
    intent_id BLOB PRIMARY KEY,
    partition INTEGER NOT NULL,
    account_id BLOB,
    customer BLOB NOT NULL,
    status TEXT NOT NULL,
    version INTEGER NOT NULL,
    terms BLOB NOT NULL,
    opened_at INTEGER NOT NULL,
    closes_at INTEGER NOT NULL,
    award_by INTEGER NOT NULL,
    wake_at INTEGER,
    seq INTEGER NOT NULL,
    live INTEGER NOT NULL,
    offers INTEGER NOT NULL,
    extensions INTEGER NOT NULL,
    awarded_offer BLOB,
    fan_out INTEGER NOT NULL
) STRICT;
CREATE INDEX intents_due ON intents (wake_at, partition) WHERE wake_at IS NOT NULL;
CREATE INDEX intents_open ON intents (opened_at, intent_id) WHERE status = 'open';
CREATE INDEX intents_account ON intents (account_id, opened_at, intent_id);
CREATE INDEX intents_fan_out ON intents (partition) WHERE fan_out;

CREATE TABLE offers (
    offer_id BLOB PRIMARY KEY,
    intent_id BLOB NOT NULL,
    account_id BLOB,
    vendor BLOB NOT NULL,
    key TEXT,
    status TEXT NOT NULL,
    total INTEGER NOT NULL,
    score INTEGER NOT NULL,
    fine INTEGER NOT NULL,
    points TEXT NOT NULL,
    placed INTEGER NOT NULL,
    receipt INTEGER NOT NULL,
    at INTEGER NOT NULL,
    valid_until INTEGER NOT NULL,
    terms BLOB NOT NULL
) STRICT;
CREATE INDEX offers_ranked ON offers (intent_id, score DESC, fine DESC, total, placed) WHERE status IN ('live', 'won', 'lost');
CREATE INDEX offers_unranked ON offers (intent_id, receipt) WHERE status NOT IN ('live', 'won', 'lost');
CREATE UNIQUE INDEX offers_key ON offers (intent_id, account_id, key);
CREATE INDEX offers_account ON offers (account_id, at, offer_id);

-- Free texts with the salts of their hashes: what is erased with a person.
CREATE TABLE texts (
    intent_id BLOB NOT NULL,
    hash TEXT NOT NULL,
    subject BLOB NOT NULL,
    part TEXT NOT NULL,
    text TEXT NOT NULL,
    salt BLOB NOT NULL,
    account_id BLOB NOT NULL,
    feed INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    PRIMARY KEY (intent_id, hash)
) STRICT;
CREATE INDEX texts_subject ON texts (subject, part);
CREATE INDEX texts_account ON texts (account_id);

CREATE TABLE accounts (
    account_id BLOB PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT,
    contact TEXT,
    salt BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    suspended_at INTEGER,
    suspended_for TEXT
) STRICT;

CREATE TABLE api_keys (
    key_id TEXT PRIMARY KEY,
    account_id BLOB NOT NULL,
    secret_hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX api_keys_account ON api_keys (account_id);

CREATE TABLE broker_credentials (
    credential_id BLOB PRIMARY KEY,
    account_id BLOB NOT NULL,
    user_name TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX broker_credentials_account ON broker_credentials (account_id);

-- Keys of requests that record, for 24 hours.
CREATE TABLE requests (
    account_id BLOB NOT NULL,
    scope TEXT NOT NULL,
    key_hash TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (account_id, scope, key_hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX requests_at ON requests (at);

-- A vendor's standing criteria; body is null once they are removed, so that the nodes hear of it.
CREATE TABLE subscriptions (
    account_id BLOB NOT NULL,
    name TEXT NOT NULL,
    body TEXT,
    changed INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (account_id, name)
) STRICT;
CREATE INDEX subscriptions_changed ON subscriptions (changed);

CREATE TABLE nodes (
    node TEXT PRIMARY KEY,
    seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How far each partition is published.
CREATE TABLE partitions (
    partition INTEGER PRIMARY KEY,
    published INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

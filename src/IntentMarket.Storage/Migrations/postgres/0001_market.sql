-- Money is whole minor units, time is Unix milliseconds, scores are millionths of a point: all BIGINT.

-- The market's own facts: its secret, where its feed starts.
CREATE TABLE settings (
    name text PRIMARY KEY,
    number bigint,
    bytes bytea
);
INSERT INTO settings (name, number) VALUES ('feed-offset', 0);

-- A transaction's place in the feed is its transaction id. The offset keeps the feed from going back when the tables are restored into a
-- cluster that counts from a lower number.
CREATE FUNCTION feed_now() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT pg_current_xact_id()::text::bigint + (SELECT number FROM settings WHERE name = 'feed-offset')
$$;

-- Every transaction below the horizon is finished, so nothing can appear there any more. What is at or above it may be committed already,
-- and still have to wait for an earlier one.
CREATE FUNCTION feed_horizon() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + (SELECT number FROM settings WHERE name = 'feed-offset')
$$;

-- The journal. The primary key of commits is the arbiter between writers.
CREATE TABLE commits (
    partition integer NOT NULL,
    position bigint NOT NULL,
    feed bigint NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (partition, position)
);

CREATE TABLE events (
    intent_id uuid NOT NULL,
    seq integer NOT NULL,
    partition integer NOT NULL,
    position bigint NOT NULL,
    feed bigint NOT NULL,
    ordinal integer NOT NULL,
    vendor uuid,
    at bigint NOT NULL,
    bytes bytea NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (intent_id, seq)
);
CREATE UNIQUE INDEX events_feed ON events (feed, ordinal);
CREATE INDEX events_of_intent ON events (intent_id, feed) WHERE vendor IS NULL;
CREATE INDEX events_of_vendor ON events (vendor, feed) WHERE vendor IS NOT NULL;

-- Who is told of an intent, since when. A match stands in the feed at (feed, ordinal), with an ordinal below 0: before the events of the
-- same transaction.
CREATE TABLE audience (
    intent_id uuid NOT NULL,
    account_id uuid NOT NULL,
    role text NOT NULL,
    pseudonym uuid NOT NULL,
    feed bigint NOT NULL,
    ordinal integer NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (intent_id, account_id)
);
CREATE INDEX audience_customer ON audience (intent_id) WHERE role = 'customer';
CREATE INDEX audience_pseudonym ON audience (intent_id, pseudonym);
CREATE INDEX audience_account ON audience (account_id, feed);
CREATE INDEX audience_feed ON audience (feed, ordinal);

-- The present state of intents and offers: the fold of their events.
CREATE TABLE intents (
    intent_id uuid PRIMARY KEY,
    partition integer NOT NULL,
    account_id uuid,
    customer uuid NOT NULL,
    status text NOT NULL,
    version integer NOT NULL,
    terms bytea NOT NULL,
    opened_at bigint NOT NULL,
    closes_at bigint NOT NULL,
    award_by bigint NOT NULL,
    wake_at bigint,
    seq integer NOT NULL,
    live integer NOT NULL,
    offers integer NOT NULL,
    extensions integer NOT NULL,
    awarded_offer uuid,
    fan_out boolean NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX intents_due ON intents (wake_at, partition) WHERE wake_at IS NOT NULL;
CREATE INDEX intents_open ON intents (opened_at, intent_id) WHERE status = 'open';
CREATE INDEX intents_account ON intents (account_id, opened_at, intent_id);
CREATE INDEX intents_fan_out ON intents (partition) WHERE fan_out;

CREATE TABLE offers (
    offer_id uuid PRIMARY KEY,
    intent_id uuid NOT NULL,
    account_id uuid,
    vendor uuid NOT NULL,
    key text,
    status text NOT NULL,
    total bigint NOT NULL,
    score bigint NOT NULL,
    fine bigint NOT NULL,
    points text NOT NULL,
    placed integer NOT NULL,
    receipt integer NOT NULL,
    at bigint NOT NULL,
    valid_until bigint NOT NULL,
    terms bytea NOT NULL
) WITH (fillfactor = 85);
CREATE INDEX offers_ranked ON offers (intent_id, score DESC, fine DESC, total, placed) WHERE status IN ('live', 'won', 'lost');
CREATE INDEX offers_unranked ON offers (intent_id, receipt) WHERE status NOT IN ('live', 'won', 'lost');
CREATE UNIQUE INDEX offers_key ON offers (intent_id, account_id, key);
CREATE INDEX offers_account ON offers (account_id, at, offer_id);

-- Free texts with the salts of their hashes: what is erased with a person.
CREATE TABLE texts (
    intent_id uuid NOT NULL,
    hash text NOT NULL,
    subject uuid NOT NULL,
    part text NOT NULL,
    text text NOT NULL,
    salt bytea NOT NULL,
    account_id uuid NOT NULL,
    feed bigint NOT NULL,
    ordinal integer NOT NULL,
    PRIMARY KEY (intent_id, hash)
);
CREATE INDEX texts_subject ON texts (subject, part);
CREATE INDEX texts_account ON texts (account_id);

CREATE TABLE accounts (
    account_id uuid PRIMARY KEY,
    kind text NOT NULL,
    name text,
    contact text,
    salt bytea NOT NULL,
    created_at bigint NOT NULL,
    suspended_at bigint,
    suspended_for text
);

CREATE TABLE api_keys (
    key_id text PRIMARY KEY,
    account_id uuid NOT NULL,
    secret_hash bytea NOT NULL,
    created_at bigint NOT NULL,
    revoked_at bigint
);
CREATE INDEX api_keys_account ON api_keys (account_id);

CREATE TABLE broker_credentials (
    credential_id uuid PRIMARY KEY,
    account_id uuid NOT NULL,
    user_name text NOT NULL UNIQUE,
    created_at bigint NOT NULL
);
CREATE INDEX broker_credentials_account ON broker_credentials (account_id);

-- Keys of requests that record, for 24 hours.
CREATE TABLE requests (
    account_id uuid NOT NULL,
    scope text NOT NULL,
    key_hash text NOT NULL,
    body_hash text NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (account_id, scope, key_hash)
);
CREATE INDEX requests_at ON requests (at);

-- A vendor's standing criteria; body is null once they are removed, so that the nodes hear of it.
CREATE TABLE subscriptions (
    account_id uuid NOT NULL,
    name text NOT NULL,
    body text,
    changed bigint NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (account_id, name)
);
CREATE INDEX subscriptions_changed ON subscriptions (changed);

CREATE TABLE nodes (
    node text PRIMARY KEY,
    seen_at bigint NOT NULL
);

-- How far each partition is published.
CREATE TABLE partitions (
    partition integer PRIMARY KEY,
    published bigint NOT NULL
);

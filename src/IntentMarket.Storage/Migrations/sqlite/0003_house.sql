-- The names of a scheme's categories as the operator loaded them, one JSON text of ids and names. The version grows with each load of other names.
CREATE TABLE taxonomies (
    scheme TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    hash BLOB NOT NULL,
    names TEXT NOT NULL,
    loaded_at INTEGER NOT NULL
) STRICT;

-- Who derives and sends mails at present, and up to where in the feed mails were derived. One row.
CREATE TABLE mail_room (
    room INTEGER PRIMARY KEY,
    holder TEXT NOT NULL,
    held_until INTEGER NOT NULL,
    feed INTEGER,
    ordinal INTEGER
) STRICT;
INSERT INTO mail_room (room, holder, held_until) VALUES (1, '', 0);

-- A mail that is due, or what became of it. No text and no address: both are looked up when it is sent, so what was erased is not sent.
CREATE TABLE mails (
    mail_id BLOB PRIMARY KEY,
    account_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    intent_id BLOB,
    since INTEGER,
    state TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    fault TEXT
) STRICT;
CREATE INDEX mails_due ON mails (due_at) WHERE state = 'waiting';
CREATE INDEX mails_account ON mails (account_id);
CREATE INDEX mails_made ON mails (made_at) WHERE state <> 'waiting';

-- Which kinds of mail an account wants, where it differs from what all get.
CREATE TABLE mail_choices (
    account_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    wanted INTEGER NOT NULL,
    PRIMARY KEY (account_id, kind)
) STRICT;

-- Vendors that want a daily digest: since when the next one counts, and when it is due.
CREATE TABLE digests (
    account_id BLOB PRIMARY KEY,
    since INTEGER NOT NULL,
    next_at INTEGER NOT NULL
) STRICT;
CREATE INDEX digests_next ON digests (next_at);

-- What the customer and the winner of an intent write to each other through the market.
CREATE TABLE messages (
    message_id BLOB PRIMARY KEY,
    intent_id BLOB NOT NULL,
    account_id BLOB NOT NULL,
    text TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX messages_intent ON messages (intent_id, at, message_id);
CREATE INDEX messages_account ON messages (account_id);

-- What somebody holds against an intent or an offer, until the operator has seen to it.
CREATE TABLE reports (
    report_id BLOB PRIMARY KEY,
    account_id BLOB,
    intent_id BLOB NOT NULL,
    offer_id BLOB,
    reason TEXT NOT NULL,
    at INTEGER NOT NULL,
    closed_at INTEGER,
    outcome TEXT
) STRICT;
CREATE INDEX reports_open ON reports (at, report_id) WHERE closed_at IS NULL;
CREATE INDEX reports_at ON reports (at, report_id);
CREATE INDEX reports_account ON reports (account_id, at);

-- What a vendor says of itself, and what it claims to hold: as it states, until the operator verifies it.
CREATE TABLE profiles (
    account_id BLOB PRIMARY KEY,
    about TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE claims (
    claim_id BLOB PRIMARY KEY,
    account_id BLOB NOT NULL,
    name TEXT NOT NULL,
    note TEXT,
    stated_at INTEGER NOT NULL,
    verified_at INTEGER,
    verified_by TEXT,
    verified_until INTEGER
) STRICT;
CREATE UNIQUE INDEX claims_name ON claims (account_id, name);
CREATE INDEX claims_stated ON claims (stated_at, claim_id);

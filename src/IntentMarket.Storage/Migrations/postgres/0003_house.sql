-- The names of a scheme's categories as the operator loaded them, one JSON text of ids and names. The version grows with each load of other names.
CREATE TABLE taxonomies (
    scheme text PRIMARY KEY,
    version bigint NOT NULL,
    hash bytea NOT NULL,
    names text NOT NULL,
    loaded_at bigint NOT NULL
);

-- Who derives and sends mails at present, and up to where in the feed mails were derived. One row.
CREATE TABLE mail_room (
    room integer PRIMARY KEY,
    holder text NOT NULL,
    held_until bigint NOT NULL,
    feed bigint,
    ordinal integer
);
INSERT INTO mail_room (room, holder, held_until) VALUES (1, '', 0);

-- A mail that is due, or what became of it. No text and no address: both are looked up when it is sent, so what was erased is not sent.
CREATE TABLE mails (
    mail_id uuid PRIMARY KEY,
    account_id uuid NOT NULL,
    kind text NOT NULL,
    intent_id uuid,
    since bigint,
    state text NOT NULL,
    due_at bigint NOT NULL,
    made_at bigint NOT NULL,
    attempts integer NOT NULL,
    fault text
);
CREATE INDEX mails_due ON mails (due_at) WHERE state = 'waiting';
CREATE INDEX mails_account ON mails (account_id);
CREATE INDEX mails_made ON mails (made_at) WHERE state <> 'waiting';

-- Which kinds of mail an account wants, where it differs from what all get.
CREATE TABLE mail_choices (
    account_id uuid NOT NULL,
    kind text NOT NULL,
    wanted boolean NOT NULL,
    PRIMARY KEY (account_id, kind)
);

-- Vendors that want a daily digest: since when the next one counts, and when it is due.
CREATE TABLE digests (
    account_id uuid PRIMARY KEY,
    since bigint NOT NULL,
    next_at bigint NOT NULL
);
CREATE INDEX digests_next ON digests (next_at);

-- What the customer and the winner of an intent write to each other through the market.
CREATE TABLE messages (
    message_id uuid PRIMARY KEY,
    intent_id uuid NOT NULL,
    account_id uuid NOT NULL,
    text text NOT NULL,
    at bigint NOT NULL
);
CREATE INDEX messages_intent ON messages (intent_id, at, message_id);
CREATE INDEX messages_account ON messages (account_id);

-- What somebody holds against an intent or an offer, until the operator has seen to it.
CREATE TABLE reports (
    report_id uuid PRIMARY KEY,
    account_id uuid,
    intent_id uuid NOT NULL,
    offer_id uuid,
    reason text NOT NULL,
    at bigint NOT NULL,
    closed_at bigint,
    outcome text
);
CREATE INDEX reports_open ON reports (at, report_id) WHERE closed_at IS NULL;
CREATE INDEX reports_at ON reports (at, report_id);
CREATE INDEX reports_account ON reports (account_id, at);

-- What a vendor says of itself, and what it claims to hold: as it states, until the operator verifies it.
CREATE TABLE profiles (
    account_id uuid PRIMARY KEY,
    about text NOT NULL,
    changed_at bigint NOT NULL
);

CREATE TABLE claims (
    claim_id uuid PRIMARY KEY,
    account_id uuid NOT NULL,
    name text NOT NULL,
    note text,
    stated_at bigint NOT NULL,
    verified_at bigint,
    verified_by text,
    verified_until bigint
);
CREATE UNIQUE INDEX claims_name ON claims (account_id, name);
CREATE INDEX claims_stated ON claims (stated_at, claim_id);

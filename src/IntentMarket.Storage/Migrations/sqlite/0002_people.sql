-- Those who use the site: a person owns at most one account of each kind.
CREATE TABLE people (
    person_id BLOB PRIMARY KEY,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL UNIQUE,
    password_hash TEXT,
    stamp TEXT NOT NULL,
    failures INTEGER NOT NULL,
    locked_until INTEGER,
    created_at INTEGER NOT NULL
) STRICT;

ALTER TABLE accounts ADD COLUMN person_id BLOB;
CREATE UNIQUE INDEX accounts_person ON accounts (person_id, kind);

CREATE TABLE passkeys (
    credential_id BLOB PRIMARY KEY,
    person_id BLOB NOT NULL,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX passkeys_person ON passkeys (person_id);

-- Who is signed in where. The cookie holds the id of the session alone, of which the hash stands here.
CREATE TABLE sessions (
    session_hash BLOB PRIMARY KEY,
    session_id BLOB NOT NULL UNIQUE,
    person_id BLOB NOT NULL,
    agent TEXT NOT NULL,
    ticket BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_expires ON sessions (expires_at);

-- The nodes' common key ring (ASP.NET Core data protection).
CREATE TABLE protection_keys (
    name TEXT PRIMARY KEY,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What a key is for, in its owner's words, and what it may do: 'all' or 'read'.
ALTER TABLE api_keys ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE api_keys ADD COLUMN scope TEXT NOT NULL DEFAULT 'all';

-- Intents that their customers have not posted yet.
CREATE TABLE drafts (
    draft_id BLOB PRIMARY KEY,
    account_id BLOB NOT NULL,
    body TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX drafts_account ON drafts (account_id, changed_at);

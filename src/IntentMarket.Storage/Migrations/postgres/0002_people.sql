-- Those who use the site: a person owns at most one account of each kind.
CREATE TABLE people (
    person_id uuid PRIMARY KEY,
    email text NOT NULL,
    email_key text NOT NULL UNIQUE,
    password_hash text,
    stamp text NOT NULL,
    failures integer NOT NULL,
    locked_until bigint,
    created_at bigint NOT NULL
);

ALTER TABLE accounts ADD COLUMN person_id uuid;
CREATE UNIQUE INDEX accounts_person ON accounts (person_id, kind);

CREATE TABLE passkeys (
    credential_id bytea PRIMARY KEY,
    person_id uuid NOT NULL,
    name text NOT NULL,
    body text NOT NULL,
    created_at bigint NOT NULL
);
CREATE INDEX passkeys_person ON passkeys (person_id);

-- Who is signed in where. The cookie holds the id of the session alone, of which the hash stands here.
CREATE TABLE sessions (
    session_hash bytea PRIMARY KEY,
    session_id uuid NOT NULL UNIQUE,
    person_id uuid NOT NULL,
    agent text NOT NULL,
    ticket bytea NOT NULL,
    created_at bigint NOT NULL,
    seen_at bigint NOT NULL,
    expires_at bigint NOT NULL
);
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_expires ON sessions (expires_at);

-- The nodes' common key ring (ASP.NET Core data protection).
CREATE TABLE protection_keys (
    name text PRIMARY KEY,
    body text NOT NULL
);

-- What a key is for, in its owner's words, and what it may do: 'all' or 'read'.
ALTER TABLE api_keys ADD COLUMN name text NOT NULL DEFAULT '';
ALTER TABLE api_keys ADD COLUMN scope text NOT NULL DEFAULT 'all';

-- Intents that their customers have not posted yet.
CREATE TABLE drafts (
    draft_id uuid PRIMARY KEY,
    account_id uuid NOT NULL,
    body text NOT NULL,
    changed_at bigint NOT NULL
);
CREATE INDEX drafts_account ON drafts (account_id, changed_at);

-- When a person showed that they read the mail of their address; null: not yet.
ALTER TABLE people ADD COLUMN proved_at INTEGER;

-- Links that are mailed to an address: to sign up, for a new password, to prove the address. The token in a mail is derived from the id and stands nowhere.
CREATE TABLE links (
    link_id BLOB PRIMARY KEY,
    purpose TEXT NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    body TEXT,
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL
) STRICT;
CREATE INDEX links_due ON links (due_at) WHERE state = 'waiting';
CREATE INDEX links_expires ON links (expires_at);
CREATE INDEX links_email ON links (email_key);

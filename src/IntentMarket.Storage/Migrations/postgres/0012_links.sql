-- When a person showed that they read the mail of their address; null: not yet.
ALTER TABLE people ADD COLUMN proved_at bigint;

-- Links that are mailed to an address: to sign up, for a new password, to prove the address. The token in a mail is derived from the id and stands nowhere.
CREATE TABLE links (
    link_id uuid PRIMARY KEY,
    purpose text NOT NULL,
    email text NOT NULL,
    email_key text NOT NULL,
    body text,
    made_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    state text NOT NULL,
    due_at bigint NOT NULL,
    attempts integer NOT NULL
);
CREATE INDEX links_due ON links (due_at) WHERE state = 'waiting';
CREATE INDEX links_expires ON links (expires_at);
CREATE INDEX links_email ON links (email_key);

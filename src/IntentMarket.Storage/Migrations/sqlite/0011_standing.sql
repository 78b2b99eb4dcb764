CREATE INDEX accounts_suspended ON accounts (account_id) WHERE suspended_at IS NOT NULL;

-- Vendors that were suspended and whose offers are still to leave the market; those alone that were made until then where it was restored meanwhile.
CREATE TABLE removals (
    account_id BLOB PRIMARY KEY,
    at INTEGER NOT NULL,
    until INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO removals (account_id, at) SELECT account_id, suspended_at FROM accounts WHERE suspended_at IS NOT NULL AND kind = 'vendor';

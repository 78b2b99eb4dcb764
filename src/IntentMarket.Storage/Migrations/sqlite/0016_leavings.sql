-- Since when an account is leaving, or has left: nothing opens it any more.
ALTER TABLE accounts ADD COLUMN left_at INTEGER;

-- Accounts that leave, until nothing of their person is left. Swept: what could be withdrawn is, and all is erased but what offers that bind need; these bind until then.
CREATE TABLE leavings (
    account_id BLOB PRIMARY KEY,
    at INTEGER NOT NULL,
    swept INTEGER NOT NULL DEFAULT 0,
    until INTEGER
) STRICT, WITHOUT ROWID;

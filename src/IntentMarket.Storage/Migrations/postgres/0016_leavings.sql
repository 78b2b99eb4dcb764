-- Since when an account is leaving, or has left: nothing opens it any more.
ALTER TABLE accounts ADD COLUMN left_at bigint;

-- Accounts that leave, until nothing of their person is left. Swept: what could be withdrawn is, and all is erased but what offers that bind need; these bind until then.
CREATE TABLE leavings (
    account_id uuid PRIMARY KEY,
    at bigint NOT NULL,
    swept boolean NOT NULL DEFAULT false,
    until bigint
);

-- When its person last proved who they are in a session, and bounds for sessions of before: idle for 14 days, 30 days in all.
ALTER TABLE sessions ADD COLUMN proved_at INTEGER NOT NULL DEFAULT 0;
UPDATE sessions SET expires_at = min(expires_at, seen_at + 1209600000, created_at + 2592000000);

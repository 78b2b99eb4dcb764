-- The hour in which a key was last used.
ALTER TABLE api_keys ADD COLUMN used_at INTEGER;

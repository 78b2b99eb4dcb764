-- When a broker user was removed: the request that made it is answered so.
ALTER TABLE broker_credentials ADD COLUMN removed_at INTEGER;

-- What stands for the address that a draft of nobody was written from: an address pushes out its own drafts first. Null where it is somebody's.
ALTER TABLE drafts ADD COLUMN written_from bytea;
CREATE INDEX drafts_written_from ON drafts (written_from, changed_at) WHERE written_from IS NOT NULL;

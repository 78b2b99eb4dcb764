-- Whom an event is told. The reader is an account; or an intent, which stands for all vendors that it was told to. (That they were told of it stands in
-- audience.) What can no longer be read again is deleted, in the order in which it came.
CREATE TABLE told (
    reader BLOB NOT NULL,
    feed INTEGER NOT NULL,
    ordinal INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX told_reader ON told (reader, feed, ordinal);

-- Where the feed stood at the beginning of an hour, in Unix milliseconds.
CREATE TABLE feed_hours (
    at INTEGER PRIMARY KEY,
    feed INTEGER NOT NULL
) STRICT;

-- Up to here readers were told in the journal's own numbers, and whom is still to be filled in: of the last eight days, at the first start.
INSERT INTO settings (name, number) SELECT 'plain-feed', (SELECT number FROM settings WHERE name = 'feed');
INSERT INTO settings (name, number) SELECT 'plain-at', CAST(round(unixepoch('subsec') * 1000) AS INTEGER);
INSERT INTO settings (name, number) SELECT 'told-to', coalesce(
    (SELECT min(feed) - 1 FROM events WHERE at > CAST(round(unixepoch('subsec') * 1000) AS INTEGER) - 8 * 86400000),
    (SELECT number FROM settings WHERE name = 'plain-feed'));

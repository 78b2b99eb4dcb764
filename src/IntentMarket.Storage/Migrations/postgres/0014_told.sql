-- Whom an event is told. The reader is an account; or an intent, which stands for all vendors that it was told to. (That they were told of it stands in
-- audience.) What can no longer be read again is deleted, in the order in which it came.
CREATE TABLE told (
    reader uuid NOT NULL,
    feed bigint NOT NULL,
    ordinal integer NOT NULL,
    PRIMARY KEY (reader, feed, ordinal)
);
CREATE INDEX told_feed ON told USING brin (feed);

-- Where the feed stood at the beginning of an hour, in Unix milliseconds.
CREATE TABLE feed_hours (
    at bigint PRIMARY KEY,
    feed bigint NOT NULL
);

-- Up to here readers were told in the journal's own numbers, and whom is still to be filled in: of the last eight days, at the first start.
INSERT INTO settings (name, number) SELECT 'plain-feed', greatest((SELECT max(feed) FROM events), (SELECT max(feed) FROM audience), 0);
INSERT INTO settings (name, number) SELECT 'plain-at', CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint);
INSERT INTO settings (name, number) SELECT 'told-to', coalesce(
    (SELECT min(feed) - 1 FROM events WHERE at > CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint) - 8 * 86400000),
    (SELECT number FROM settings WHERE name = 'plain-feed'));

-- How often something was done within a time: wrong answers for a secret, sign-ups from an address. Forgotten after a day.
CREATE TABLE tallies (
    what TEXT NOT NULL,
    who BLOB NOT NULL,
    count INTEGER NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (what, who)
) STRICT, WITHOUT ROWID;
CREATE INDEX tallies_since ON tallies (since);

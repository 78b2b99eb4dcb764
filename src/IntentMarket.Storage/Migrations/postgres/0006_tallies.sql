-- How often something was done within a time: wrong answers for a secret, sign-ups from an address. Forgotten after a day.
CREATE TABLE tallies (
    what text NOT NULL,
    who bytea NOT NULL,
    count integer NOT NULL,
    since bigint NOT NULL,
    PRIMARY KEY (what, who)
);
CREATE INDEX tallies_since ON tallies (since);

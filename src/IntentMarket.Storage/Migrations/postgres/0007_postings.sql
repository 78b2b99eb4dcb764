-- Intents of people that are being posted: until they are stored, they count for their customer's share from here. Forgotten after a minute.
CREATE TABLE postings (
    intent_id uuid PRIMARY KEY,
    account_id uuid NOT NULL,
    at bigint NOT NULL
);
CREATE INDEX postings_account ON postings (account_id);
CREATE INDEX postings_at ON postings (at);
CREATE INDEX intents_open_of_account ON intents (account_id) WHERE status = 'open';

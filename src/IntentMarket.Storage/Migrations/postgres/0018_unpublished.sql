-- What could not be told, and was left out so that all else goes on; the journal has it. Seq: of the event, or 0 where it is the intent as a whole. Why names
-- the fault and where it was thrown, and no text of anybody's.
CREATE TABLE unpublished (
    part text NOT NULL,
    intent_id uuid NOT NULL,
    seq integer NOT NULL,
    why text NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (part, intent_id, seq)
);

-- What could not be told, and was left out so that all else goes on; the journal has it. Seq: of the event, or 0 where it is the intent as a whole. Why names
-- the fault and where it was thrown, and no text of anybody's.
CREATE TABLE unpublished (
    part TEXT NOT NULL,
    intent_id BLOB NOT NULL,
    seq INTEGER NOT NULL,
    why TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (part, intent_id, seq)
) STRICT, WITHOUT ROWID;

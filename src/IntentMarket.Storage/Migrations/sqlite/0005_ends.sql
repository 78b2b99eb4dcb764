-- Ranked are the live offers, and once their intent is over those that were live at its end.
DROP INDEX offers_ranked;
DROP INDEX offers_unranked;
CREATE INDEX offers_ranked ON offers (intent_id, score DESC, fine DESC, total, placed) WHERE status IN ('live', 'won', 'lost', 'ended');
CREATE INDEX offers_unranked ON offers (intent_id, receipt) WHERE status NOT IN ('live', 'won', 'lost', 'ended');

-- Up to which intent (bytes) the rows of those that ended before were put right; number is 1 once all are.
INSERT INTO settings (name, number) VALUES ('ends', 0);

-- The version of the rules that an intent was opened under. Until now there was one.
ALTER TABLE intents ADD COLUMN rules integer NOT NULL DEFAULT 1;
CREATE INDEX intents_rules ON intents (rules);

-- The operator's key by which a person's operator account was opened: it is closed while that key does not hold. Earlier ones are opened anew.
ALTER TABLE accounts ADD COLUMN opened_by text;

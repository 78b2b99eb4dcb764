-- The market's secret, encrypted by a key that stands in no database. Until now it stood in clear under 'secret': the next start encrypts it and empties that.
INSERT INTO settings (name) VALUES ('encrypted-secret');

-- The subscriptions of the user's edge (db_sqlite): where each phone is, the SHA-256 digest of the address that it watches, and
-- whether its SUBSCRIBE went unprotected.
CREATE TABLE phone (
  dialog TEXT PRIMARY KEY NOT NULL,
  address TEXT NOT NULL,
  watched TEXT NOT NULL,
  unprotected TEXT NOT NULL,
  until INTEGER NOT NULL
);
CREATE INDEX phone_until ON phone (until);

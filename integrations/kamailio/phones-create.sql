-- The subscriptions of the user's edge: where each phone is, and whether its SUBSCRIBE went unprotected (Kamailio's db_sqlite).
CREATE TABLE phone (
  dialog TEXT PRIMARY KEY NOT NULL,
  address TEXT NOT NULL,
  unprotected TEXT NOT NULL,
  until INTEGER NOT NULL
);
CREATE INDEX phone_until ON phone (until);

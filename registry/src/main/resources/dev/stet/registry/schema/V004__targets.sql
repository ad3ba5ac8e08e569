-- The tag to which an event pointed a channel. Of what happened before this column was there, nobody can say.
ALTER TABLE history ADD COLUMN tag TEXT;

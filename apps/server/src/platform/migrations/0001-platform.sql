-- 审计日志: append-only and hash-chained. hash = HMAC(key, previous hash + canonical entry); the head row serialises writers.
CREATE TABLE audit_entry (
  seq      bigint PRIMARY KEY,
  at       timestamptz(3) NOT NULL,
  actor    text NOT NULL,
  action   text NOT NULL,
  subject  text NOT NULL,
  details  jsonb NOT NULL,
  prev     text NOT NULL,
  hash     text NOT NULL
);
CREATE INDEX audit_entry_actor ON audit_entry (actor, seq DESC);
CREATE INDEX audit_entry_action ON audit_entry (action, seq DESC);
CREATE INDEX audit_entry_subject ON audit_entry (subject, seq DESC);
CREATE INDEX audit_entry_at ON audit_entry (at);

CREATE TABLE audit_head (
  one   boolean PRIMARY KEY DEFAULT true CHECK (one),
  seq   bigint NOT NULL,
  hash  text NOT NULL
);
INSERT INTO audit_head (seq, hash) VALUES (0, repeat('0', 64));

CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_entry is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry
  FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

-- 任务
CREATE TABLE job (
  job_id            text PRIMARY KEY,
  kind              text NOT NULL,
  lane              text NOT NULL,
  title             text NOT NULL,
  payload           jsonb NOT NULL,
  state             text NOT NULL DEFAULT 'queued'
                    CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
  progress          double precision,
  step              text,
  rows              bigint,
  rows_per_second   double precision,
  seconds_left      double precision,
  created_by        text NOT NULL,
  created_by_name   text NOT NULL,
  created_at        timestamptz(3) NOT NULL,
  started_at        timestamptz(3),
  finished_at       timestamptz(3),
  heartbeat_at      timestamptz(3),
  instance          text,
  attempts          integer NOT NULL DEFAULT 0,
  cancel_requested  boolean NOT NULL DEFAULT false,
  error             text,
  result            jsonb
);
CREATE INDEX job_queue ON job (lane, created_at) WHERE state = 'queued';
CREATE INDEX job_running ON job (heartbeat_at) WHERE state = 'running';
CREATE INDEX job_created ON job (created_at DESC);

-- 区县
CREATE TABLE region (
  admdvs  text PRIMARY KEY,
  name    text NOT NULL
);

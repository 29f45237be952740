-- 政策模拟: what was tried and what came of it. Nothing else reads it.
CREATE TABLE drg_simulation (
  simulation_id   text PRIMARY KEY,
  kind            text NOT NULL CHECK (kind IN ('policy', 'split')),
  title           text NOT NULL,
  input           jsonb NOT NULL,
  scheme_id       text NOT NULL,
  parameters      integer NOT NULL,
  job_id          text NOT NULL,
  result          jsonb,
  made_by         text NOT NULL,
  made_by_name    text NOT NULL,
  made_at         timestamptz(3) NOT NULL
);
CREATE INDEX drg_simulation_made ON drg_simulation (made_at DESC);

-- 本地细分组: made by one person from a simulation, approved by another; then a version of the scheme by day of discharge.
CREATE TABLE drg_split (
  split_id        integer PRIMARY KEY,
  title           text NOT NULL,
  root_scheme     text NOT NULL,
  scheme_id       text NOT NULL,
  rule_id         text NOT NULL,
  rows            jsonb NOT NULL,
  weights         jsonb NOT NULL,
  valid_from      date NOT NULL,
  reason          text NOT NULL,
  simulation_id   text NOT NULL REFERENCES drg_simulation,
  status          text NOT NULL CHECK (status IN ('draft', 'approved', 'rejected')),
  made_by         text NOT NULL,
  made_by_name    text NOT NULL,
  made_at         timestamptz(3) NOT NULL,
  decided_by      text,
  decided_by_name text,
  decided_at      timestamptz(3),
  opinion         text NOT NULL DEFAULT '',
  result_scheme   text
);

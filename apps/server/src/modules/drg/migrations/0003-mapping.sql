-- 历史编码映射: what old records call a diagnosis or an operation, and the code that an expert confirmed for it.
CREATE TABLE drg_mapping (
  mapping_id      text PRIMARY KEY,
  kind            text NOT NULL CHECK (kind IN ('dx', 'op')),
  code            text NOT NULL,
  name            text NOT NULL,
  cases           integer NOT NULL,
  mains           integer NOT NULL,
  suggestions     jsonb NOT NULL,
  state           text NOT NULL CHECK (state IN ('open', 'confirmed', 'none')),
  target          text,
  note            text NOT NULL DEFAULT '',
  decided_by      text,
  decided_by_name text,
  decided_at      timestamptz(3),
  CHECK ((state = 'confirmed') = (target IS NOT NULL)),
  UNIQUE (kind, code, name)
);
CREATE INDEX drg_mapping_state ON drg_mapping (state, cases DESC);

-- 模型运行: copied from the warehouse's log, one row per run and per model of a run.
CREATE TABLE model_run (
  run_id       text PRIMARY KEY,
  seq          bigint NOT NULL UNIQUE,
  snapshot     text NOT NULL,
  as_of        date NOT NULL,
  at           timestamptz(3) NOT NULL,
  run_by       text NOT NULL,
  duration_ms  bigint NOT NULL
);
CREATE TABLE model_run_model (
  run_id       text NOT NULL REFERENCES model_run (run_id),
  model_id     text NOT NULL,
  name         text NOT NULL,
  version      text NOT NULL,
  state        text NOT NULL CHECK (state IN ('succeeded', 'failed', 'cancelled')),
  error        text,
  findings     integer NOT NULL,
  excluded     integer NOT NULL,
  cannot_tell  jsonb NOT NULL,
  amount_fund  numeric(16,2) NOT NULL,
  duration_ms  bigint NOT NULL,
  rows_read    bigint NOT NULL,
  parameters   jsonb NOT NULL,
  PRIMARY KEY (run_id, model_id)
);
CREATE INDEX model_run_model_model ON model_run_model (model_id);

-- The run whose findings of a model are shown.
CREATE TABLE model_current (
  model_id  text PRIMARY KEY,
  run_id    text NOT NULL REFERENCES model_run (run_id),
  seq       bigint NOT NULL
);

-- 参数版本
CREATE TABLE model_parameters (
  model_id    text NOT NULL,
  version     integer NOT NULL,
  parameters  jsonb NOT NULL,
  reason      text NOT NULL,
  made_by     text NOT NULL,
  made_at     timestamptz(3) NOT NULL,
  PRIMARY KEY (model_id, version)
);

-- 定点机构 of the latest run's snapshot.
CREATE TABLE institution (
  fixmedins_code  text PRIMARY KEY,
  fixmedins_name  text NOT NULL,
  hosp_lv         text,
  tier            text,
  admdvs          text
);
CREATE INDEX institution_admdvs ON institution (admdvs);

-- 疑点. `current`: made by the latest run of its model; the others are history and are not listed.
CREATE TABLE finding (
  finding_id       text PRIMARY KEY,
  model_id         text NOT NULL,
  model_version    text NOT NULL,
  run_id           text NOT NULL REFERENCES model_run (run_id),
  current          boolean NOT NULL,
  subject_type     text NOT NULL,
  subject_id       text NOT NULL,
  subtype          text,
  psn_no           text,
  fixmedins_code   text,
  fixmedins_name   text,
  admdvs           text,
  tier             text,
  period_from      date NOT NULL,
  period_to        date NOT NULL,
  score            integer NOT NULL,
  level            text NOT NULL,
  amt_total        numeric(16,2) NOT NULL,
  amt_fund         numeric(16,2) NOT NULL,
  amt_method       text,
  excluded_by      text,
  explain          text NOT NULL,
  against          text,
  snapshot         text NOT NULL,
  as_of            date NOT NULL,
  missing_share    double precision,
  parameters       jsonb NOT NULL,
  facts            jsonb NOT NULL,
  peer             jsonb,
  passed           text[] NOT NULL,
  tags             text[] NOT NULL,
  member_ids       text[] NOT NULL,
  mdtrt_ids        text[] NOT NULL,
  setl_ids         text[] NOT NULL,
  related_psn_nos  text[] NOT NULL,
  status           text NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'confirmed', 'rejected'))
);
CREATE INDEX finding_score ON finding (score DESC, finding_id) WHERE current AND excluded_by IS NULL;
CREATE INDEX finding_amt_fund ON finding (amt_fund DESC, finding_id) WHERE current AND excluded_by IS NULL;
CREATE INDEX finding_period ON finding (period_from DESC, finding_id) WHERE current AND excluded_by IS NULL;
CREATE INDEX finding_model ON finding (model_id, score DESC) WHERE current;
CREATE INDEX finding_region ON finding (admdvs, score DESC) WHERE current;
CREATE INDEX finding_institution ON finding (fixmedins_code, score DESC) WHERE current;
CREATE INDEX finding_person ON finding (psn_no) WHERE current;
CREATE INDEX finding_run ON finding (run_id);
CREATE INDEX finding_setl ON finding USING gin (setl_ids) WHERE current;
CREATE INDEX finding_mdtrt ON finding USING gin (mdtrt_ids) WHERE current;
CREATE INDEX finding_labelled ON finding (model_id, status) WHERE status <> 'new';

-- The visits a finding rests on; amt_fund is this visit's part, so that overlapping findings can be counted once.
CREATE TABLE finding_visit (
  finding_id      text NOT NULL REFERENCES finding (finding_id) ON DELETE CASCADE,
  mdtrt_id        text NOT NULL,
  setl_ids        text[] NOT NULL,
  kind            text NOT NULL,
  psn_no          text NOT NULL,
  fixmedins_code  text NOT NULL,
  fixmedins_name  text NOT NULL,
  tier            text,
  begin_at        text NOT NULL,
  end_at          text NOT NULL,
  los             integer,
  main_code       text,
  main_name       text,
  dept            text,
  cost            numeric(16,2),
  fund            numeric(16,2),
  amt_fund        numeric(16,2) NOT NULL,
  marks           text[] NOT NULL,
  PRIMARY KEY (finding_id, mdtrt_id)
);

-- Evidence tables declared by the model, at most 200 rows of each.
CREATE TABLE finding_detail (
  finding_id  text NOT NULL REFERENCES finding (finding_id) ON DELETE CASCADE,
  name        text NOT NULL,
  rows        jsonb NOT NULL,
  truncated   boolean NOT NULL,
  PRIMARY KEY (finding_id, name)
);

-- 核实结论
CREATE TABLE finding_label (
  label_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  finding_id  text NOT NULL REFERENCES finding (finding_id),
  at          timestamptz(3) NOT NULL,
  by_name     text NOT NULL,
  status      text NOT NULL CHECK (status IN ('new', 'confirmed', 'rejected')),
  note        text NOT NULL
);
CREATE INDEX finding_label_finding ON finding_label (finding_id, at);

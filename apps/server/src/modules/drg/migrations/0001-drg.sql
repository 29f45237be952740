-- DRG 付费. Amounts are exact decimals in yuan; ledger and events are append-only.
CREATE TABLE drg_hospital (
  fixmedins_code  text PRIMARY KEY,
  name            text NOT NULL,
  tier            text NOT NULL,
  admdvs          text
);

-- 支付参数: versions of one YAML text; made by one person, approved by another.
CREATE TABLE drg_parameters (
  version       integer PRIMARY KEY,
  title         text NOT NULL,
  content       text NOT NULL,
  scheme_id     text NOT NULL,
  reason        text NOT NULL,
  status        text NOT NULL CHECK (status IN ('draft', 'approved', 'rejected')),
  made_by       text NOT NULL,
  made_by_name  text NOT NULL,
  made_at       timestamptz(3) NOT NULL,
  decided_by    text,
  decided_by_name text,
  decided_at    timestamptz(3),
  opinion       text NOT NULL DEFAULT ''
);

-- 月份: open months hold a trial, frozen ones what was settled.
CREATE TABLE drg_month (
  month            text PRIMARY KEY,
  frozen           boolean NOT NULL DEFAULT false,
  snapshot         text NOT NULL,
  scheme_id        text NOT NULL,
  scheme_hash      text NOT NULL,
  parameters       integer NOT NULL,
  read             integer NOT NULL,
  grouped          integer NOT NULL,
  ambiguous        integer NOT NULL,
  ungrouped        integer NOT NULL,
  rejected         integer NOT NULL,
  paid             integer NOT NULL,
  refused          integer NOT NULL,
  at               timestamptz(3) NOT NULL,
  frozen_by        text,
  frozen_by_name   text,
  frozen_at        timestamptz(3)
);

CREATE TABLE drg_case (
  case_id         text NOT NULL PRIMARY KEY,
  month           text NOT NULL,
  fixmedins_code  text NOT NULL,
  admdvs          text,
  fund            text,
  discharged      date NOT NULL,
  los             integer,
  dept            text NOT NULL DEFAULT '',
  main            text NOT NULL DEFAULT '',
  oprn            text NOT NULL DEFAULT '',
  mdtrt_ids       text[] NOT NULL,
  setl_ids        text[] NOT NULL,
  mdc             text NOT NULL,
  adrg            text NOT NULL,
  drg             text NOT NULL,
  status          text NOT NULL,
  reason          text,
  weight          numeric(18,8),
  rule            text,
  standard        numeric(16,2),
  value           numeric(16,2),
  cost            numeric(16,2),
  patient_pay     numeric(16,2),
  other_funds     numeric(16,2),
  actual_fund     numeric(16,2),
  payable         numeric(16,2),
  gain            numeric(16,2),
  pending         boolean NOT NULL DEFAULT false,
  refused         text,
  inputs          jsonb NOT NULL,
  facts           jsonb NOT NULL,
  list_id         text,
  CHECK ((payable IS NULL) <> (refused IS NULL))
);
CREATE INDEX drg_case_month ON drg_case (month, fixmedins_code);
CREATE INDEX drg_case_hospital ON drg_case (fixmedins_code, month);
CREATE INDEX drg_case_drg ON drg_case (drg);
CREATE INDEX drg_case_visits ON drg_case USING gin (mdtrt_ids);
CREATE INDEX drg_case_settlements ON drg_case USING gin (setl_ids);

-- 结算清单: the newest version; earlier ones beside it. Nothing that was uploaded is lost.
CREATE TABLE drg_list (
  list_id         text PRIMARY KEY,
  month           text NOT NULL,
  fixmedins_code  text NOT NULL,
  admdvs          text,
  dept            text NOT NULL,
  source          text NOT NULL CHECK (source IN ('upload', 'warehouse')),
  form            text NOT NULL,
  case_id         text,
  mdtrt_id        text NOT NULL,
  setl_id         text NOT NULL,
  discharged      date,
  main            text NOT NULL,
  version         integer NOT NULL,
  score           numeric(7,4) NOT NULL,
  errors          integer NOT NULL,
  warnings        integer NOT NULL,
  cannot_tell     integer NOT NULL,
  judged          jsonb NOT NULL,
  failed          jsonb NOT NULL,
  deducted        jsonb NOT NULL,
  content         jsonb NOT NULL,
  updated_at      timestamptz(3) NOT NULL,
  updated_by_name text NOT NULL,
  UNIQUE (fixmedins_code, mdtrt_id, setl_id)
);
CREATE INDEX drg_list_month ON drg_list (month, fixmedins_code);
CREATE INDEX drg_list_case ON drg_list (case_id);

CREATE TABLE drg_list_version (
  list_id      text NOT NULL REFERENCES drg_list ON DELETE CASCADE,
  version      integer NOT NULL,
  at           timestamptz(3) NOT NULL,
  by_account   text NOT NULL,
  by_name      text NOT NULL,
  how          text NOT NULL CHECK (how IN ('upload', 'form')),
  content      jsonb NOT NULL,
  score        numeric(7,4) NOT NULL,
  errors       integer NOT NULL,
  warnings     integer NOT NULL,
  PRIMARY KEY (list_id, version)
);

CREATE TABLE drg_list_problem (
  list_id         text NOT NULL REFERENCES drg_list ON DELETE CASCADE,
  rule_id         text NOT NULL,
  row             integer NOT NULL,
  kind            text NOT NULL,
  severity        text NOT NULL,
  value           text NOT NULL,
  PRIMARY KEY (list_id, rule_id, row)
);
CREATE INDEX drg_list_problem_rule ON drg_list_problem (rule_id);

-- 台账
CREATE TABLE drg_ledger (
  seq             bigserial PRIMARY KEY,
  month           text NOT NULL,
  fixmedins_code  text NOT NULL,
  fund            text NOT NULL,
  at              timestamptz(3) NOT NULL,
  by_account      text NOT NULL,
  by_name         text NOT NULL,
  side            text NOT NULL,
  kind            text NOT NULL,
  step            text,
  content         jsonb NOT NULL
);
CREATE INDEX drg_ledger_account ON drg_ledger (fixmedins_code, fund, seq);

CREATE TABLE drg_account (
  month           text NOT NULL,
  fixmedins_code  text NOT NULL,
  fund            text NOT NULL,
  admdvs          text,
  state           text NOT NULL,
  cases           integer NOT NULL,
  payable         numeric(16,2) NOT NULL,
  paid            numeric(16,2) NOT NULL,
  note            text NOT NULL DEFAULT '',
  disputed        jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY (month, fixmedins_code, fund)
);

-- 特病单议
CREATE TABLE drg_review (
  review_id       text PRIMARY KEY,
  case_id         text NOT NULL UNIQUE,
  month           text NOT NULL,
  fixmedins_code  text NOT NULL,
  admdvs          text,
  reasons         jsonb NOT NULL,
  statement       text NOT NULL,
  applied_on      date NOT NULL,
  applied_by      text NOT NULL,
  state           text NOT NULL,
  proposal        text NOT NULL,
  support         jsonb NOT NULL,
  decision        jsonb,
  at              timestamptz(3) NOT NULL
);
CREATE TABLE drg_review_event (
  seq        bigserial PRIMARY KEY,
  review_id  text NOT NULL REFERENCES drg_review,
  at         timestamptz(3) NOT NULL,
  by_account text NOT NULL,
  by_name    text NOT NULL,
  side       text NOT NULL,
  step       text NOT NULL,
  content    jsonb NOT NULL
);
CREATE INDEX drg_review_event_review ON drg_review_event (review_id, seq);
CREATE TABLE drg_review_expert (
  review_id  text NOT NULL REFERENCES drg_review,
  expert     text NOT NULL,
  declared   text CHECK (declared IN ('none', 'conflict')),
  PRIMARY KEY (review_id, expert)
);
CREATE TABLE drg_review_file (
  file_id    text PRIMARY KEY,
  review_id  text NOT NULL REFERENCES drg_review,
  name       text NOT NULL,
  bytes      integer NOT NULL,
  at         timestamptz(3) NOT NULL,
  content    bytea NOT NULL
);
CREATE TABLE drg_expert (
  expert       text PRIMARY KEY,
  specialties  jsonb NOT NULL DEFAULT '[]',
  conflicts    jsonb NOT NULL DEFAULT '[]'
);

-- 总额预算、年终决算
CREATE TABLE drg_budget (
  year       integer NOT NULL,
  fund       text NOT NULL,
  input      jsonb NOT NULL,
  total      numeric(16,2) NOT NULL,
  local      numeric(16,2) NOT NULL,
  off_site   numeric(16,2) NOT NULL,
  growth     numeric(18,8) NOT NULL,
  from_surplus numeric(16,2) NOT NULL,
  uncovered  numeric(16,2) NOT NULL,
  state      text NOT NULL,
  events     jsonb NOT NULL,
  PRIMARY KEY (year, fund)
);
CREATE TABLE drg_year (
  year            integer PRIMARY KEY,
  version         integer NOT NULL,
  hash            text NOT NULL,
  parameters      integer NOT NULL,
  scheme_id       text NOT NULL,
  scheme_hash     text NOT NULL,
  report          jsonb NOT NULL,
  made_by         text NOT NULL,
  made_by_name    text NOT NULL,
  made_at         timestamptz(3) NOT NULL
);
CREATE TABLE drg_year_case (
  year            integer NOT NULL,
  case_id         text NOT NULL,
  fixmedins_code  text NOT NULL,
  fund            text NOT NULL,
  drg             text NOT NULL,
  rule            text NOT NULL,
  payable         numeric(16,2) NOT NULL,
  settled         numeric(16,2) NOT NULL,
  PRIMARY KEY (year, case_id)
);
CREATE TABLE drg_year_event (
  seq             bigserial PRIMARY KEY,
  year            integer NOT NULL,
  fixmedins_code  text NOT NULL,
  step            text NOT NULL,
  side            text NOT NULL,
  at              timestamptz(3) NOT NULL,
  by_account      text NOT NULL,
  by_name         text NOT NULL,
  note            text NOT NULL,
  report_hash     text NOT NULL
);
CREATE TABLE drg_adjustment (
  adjustment_id   text PRIMARY KEY,
  year            integer NOT NULL,
  fixmedins_code  text NOT NULL,
  fund            text NOT NULL,
  kind            text NOT NULL,
  amount          numeric(16,2) NOT NULL,
  basis           text NOT NULL,
  made_by_name    text NOT NULL,
  at              timestamptz(3) NOT NULL
);

CREATE FUNCTION drg_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER drg_ledger_append_only BEFORE UPDATE OR DELETE ON drg_ledger FOR EACH ROW EXECUTE FUNCTION drg_refuse_change();
CREATE TRIGGER drg_review_event_append_only BEFORE UPDATE OR DELETE ON drg_review_event FOR EACH ROW EXECUTE FUNCTION drg_refuse_change();
CREATE TRIGGER drg_year_event_append_only BEFORE UPDATE OR DELETE ON drg_year_event FOR EACH ROW EXECUTE FUNCTION drg_refuse_change();

-- A case of a frozen month stands: it changes only while its own account is being restated.
CREATE FUNCTION drg_case_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE shut boolean;
BEGIN
  SELECT state = 'closed' INTO shut FROM drg_account a
   WHERE a.month = OLD.month AND a.fixmedins_code = OLD.fixmedins_code AND a.fund = OLD.fund;
  IF shut THEN RAISE EXCEPTION 'month is closed' USING ERRCODE = 'insufficient_privilege'; END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER drg_case_closed BEFORE UPDATE OR DELETE ON drg_case FOR EACH ROW EXECUTE FUNCTION drg_case_frozen();

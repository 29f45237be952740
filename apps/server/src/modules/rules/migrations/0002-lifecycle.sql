-- 全库冲突检查：只保留最近一次的明细
CREATE TABLE rule_conflict_check (
  check_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at        timestamptz(3) NOT NULL,
  cause     text NOT NULL,
  points    integer NOT NULL,
  took_ms   integer NOT NULL,
  errors    integer NOT NULL,
  warnings  integer NOT NULL,
  infos     integer NOT NULL
);
CREATE TABLE rule_conflict (
  conflict_id  text PRIMARY KEY,
  check_id     bigint NOT NULL REFERENCES rule_conflict_check,
  place        integer NOT NULL,
  code         text NOT NULL,
  level        text NOT NULL CHECK (level IN ('error', 'warning', 'info')),
  points       jsonb NOT NULL,
  search       text NOT NULL,
  key          text NOT NULL,
  message      text NOT NULL,
  witness      json
);
CREATE INDEX rule_conflict_order ON rule_conflict (check_id, place);

-- 回测：报告写入后不再变化；核对意见只追加，以最后一次为准
CREATE TABLE rule_backtest (
  backtest_id   text PRIMARY KEY,
  kp_id         text NOT NULL,
  version       integer NOT NULL,
  kind          text NOT NULL,
  name          text NOT NULL,
  live_version  integer,
  job_id        text NOT NULL,
  from_day      date,
  to_day        date,
  institutions  text[] NOT NULL,
  made_by       text NOT NULL,
  made_by_name  text NOT NULL,
  made_at       timestamptz(3) NOT NULL,
  finished_at   timestamptz(3),
  report        json,
  FOREIGN KEY (kp_id, version) REFERENCES knowledge_point
);
CREATE INDEX rule_backtest_point ON rule_backtest (kp_id, version, made_at DESC);
CREATE TABLE rule_backtest_label (
  label_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  backtest_id  text NOT NULL REFERENCES rule_backtest,
  jr_id        text NOT NULL,
  verdict      text NOT NULL CHECK (verdict IN ('right', 'wrong', 'unclear')),
  note         text NOT NULL,
  by_account   text NOT NULL,
  by_name      text NOT NULL,
  at           timestamptz(3) NOT NULL
);
CREATE INDEX rule_backtest_label_backtest ON rule_backtest_label (backtest_id, jr_id, label_id DESC);

-- 试运行（影子）：与真实调用并行判定、不显示
CREATE TABLE rule_shadow (
  hour            timestamptz(3) NOT NULL,
  kp_id           text NOT NULL,
  version         integer NOT NULL,
  fixmedins_code  text NOT NULL,
  fixmedins_name  text NOT NULL,
  admdvs          text,
  calls           integer NOT NULL,
  lines           bigint NOT NULL,
  hits            integer NOT NULL,
  amount          numeric(16, 2) NOT NULL,
  PRIMARY KEY (hour, kp_id, version, fixmedins_code)
);

-- 熔断
CREATE TABLE rule_trip (
  trip_id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kp_id           text NOT NULL,
  version         integer NOT NULL,
  cause           text NOT NULL CHECK (cause IN ('surge', 'precision')),
  at              timestamptz(3) NOT NULL,
  evidence        jsonb NOT NULL,
  resumed_at      timestamptz(3),
  resumed_by      text,
  resume_reason   text,
  accepted_rate   double precision,
  FOREIGN KEY (kp_id, version) REFERENCES knowledge_point
);
CREATE INDEX rule_trip_open ON rule_trip (kp_id, version) WHERE resumed_at IS NULL;
CREATE TABLE rule_breaker_setting (
  seq              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at               timestamptz(3) NOT NULL,
  by_name          text NOT NULL,
  reason           text NOT NULL,
  factor           double precision NOT NULL,
  least_hits       integer NOT NULL,
  window_minutes   integer NOT NULL,
  least_reviews    integer NOT NULL,
  upper_bound      double precision NOT NULL
);

-- 判定核对：同一判定以最后一次为准
CREATE TABLE rule_review (
  review_id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at              timestamptz(3) NOT NULL,
  jr_id           text NOT NULL,
  kp_id           text NOT NULL,
  kind            text NOT NULL,
  fixmedins_code  text NOT NULL,
  fixmedins_name  text NOT NULL,
  admdvs          text,
  verdict         text NOT NULL CHECK (verdict IN ('right', 'wrong', 'unclear')),
  note            text NOT NULL,
  by_account      text NOT NULL,
  by_name         text NOT NULL
);
CREATE INDEX rule_review_point ON rule_review (kp_id);
CREATE INDEX rule_review_judge ON rule_review (jr_id, review_id DESC);

-- 临床专家校准记录
CREATE TABLE rule_calibration (
  record_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at          timestamptz(3) NOT NULL,
  day         date NOT NULL,
  kp_id       text NOT NULL,
  version     integer NOT NULL,
  kind        text NOT NULL,
  name        text NOT NULL,
  expert      text NOT NULL,
  field       text NOT NULL,
  before      text NOT NULL,
  after       text NOT NULL,
  evidence    text NOT NULL,
  source      text NOT NULL CHECK (source IN ('import', 'revision', 'meeting')),
  by_account  text NOT NULL,
  by_name     text NOT NULL
);
CREATE INDEX rule_calibration_point ON rule_calibration (kp_id);

-- 导入批次：读出的建议逐条确认，确认前不生效
CREATE TABLE rule_import (
  import_id   text PRIMARY KEY,
  at          timestamptz(3) NOT NULL,
  by_account  text NOT NULL,
  by_name     text NOT NULL,
  file        text NOT NULL,
  shape       text NOT NULL CHECK (shape IN ('official', 'own')),
  points      json NOT NULL,
  superseded  json NOT NULL,
  errors      json NOT NULL
);
CREATE TABLE rule_import_decision (
  import_id   text NOT NULL REFERENCES rule_import,
  kp_id       text NOT NULL,
  at          timestamptz(3) NOT NULL,
  by_name     text NOT NULL,
  decision    text NOT NULL CHECK (decision IN ('confirmed', 'skipped')),
  note        text NOT NULL,
  PRIMARY KEY (import_id, kp_id)
);

CREATE TRIGGER rule_backtest_label_immutable BEFORE UPDATE OR DELETE ON rule_backtest_label FOR EACH ROW EXECUTE FUNCTION rules_refuse_change();
CREATE TRIGGER rule_review_immutable BEFORE UPDATE OR DELETE ON rule_review FOR EACH ROW EXECUTE FUNCTION rules_refuse_change();
CREATE TRIGGER rule_calibration_immutable BEFORE UPDATE OR DELETE ON rule_calibration FOR EACH ROW EXECUTE FUNCTION rules_refuse_change();
CREATE TRIGGER rule_import_immutable BEFORE UPDATE OR DELETE ON rule_import FOR EACH ROW EXECUTE FUNCTION rules_refuse_change();
CREATE TRIGGER rule_import_decision_immutable BEFORE UPDATE OR DELETE ON rule_import_decision FOR EACH ROW EXECUTE FUNCTION rules_refuse_change();

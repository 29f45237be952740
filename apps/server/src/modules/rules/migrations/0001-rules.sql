-- 知识点：版本不可变；状态与事件另存
CREATE TABLE knowledge_point (
  kp_id        text NOT NULL,
  version      integer NOT NULL,
  kind         text NOT NULL,
  content      json NOT NULL,
  recorded_at  timestamptz(3) NOT NULL,
  maker        text NOT NULL,
  maker_name   text NOT NULL,
  PRIMARY KEY (kp_id, version)
);
CREATE TABLE knowledge_point_event (
  event_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kp_id        text NOT NULL,
  version      integer NOT NULL,
  at           timestamptz(3) NOT NULL,
  by_account   text NOT NULL,
  by_name      text NOT NULL,
  from_status  text,
  to_status    text NOT NULL,
  opinion      text NOT NULL,
  experts      jsonb NOT NULL DEFAULT '[]',
  FOREIGN KEY (kp_id, version) REFERENCES knowledge_point
);
CREATE INDEX knowledge_point_event_point ON knowledge_point_event (kp_id, version, event_id);
-- 两个时钟：until 是法律时间（最后适用日），retracted_at 是系统时间
CREATE TABLE knowledge_point_status (
  kp_id         text NOT NULL,
  version       integer NOT NULL,
  status        text NOT NULL CHECK (status IN ('draft', 'review', 'trial', 'published', 'suspended', 'retired')),
  until         date,
  retracted_at  timestamptz(3),
  PRIMARY KEY (kp_id, version),
  FOREIGN KEY (kp_id, version) REFERENCES knowledge_point
);

-- 规则集版本：不可变；启用记录只追加
CREATE TABLE rule_release (
  seq           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  release_id    text NOT NULL UNIQUE,
  hash          text NOT NULL,
  title         text NOT NULL,
  note          text NOT NULL,
  content       text NOT NULL,
  rules         integer NOT NULL,
  points        integer NOT NULL,
  failed        integer NOT NULL,
  made_by       text NOT NULL,
  made_by_name  text NOT NULL,
  made_at       timestamptz(3) NOT NULL
);
CREATE TABLE rule_activation (
  seq         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  release_id  text NOT NULL REFERENCES rule_release (release_id),
  state       text NOT NULL CHECK (state IN ('active', 'trial')),
  at          timestamptz(3) NOT NULL,
  by_name     text NOT NULL,
  reason      text NOT NULL
);

-- 判定日志：先提交、后应答
CREATE TABLE rule_call (
  call_id           bigint PRIMARY KEY,
  at                timestamptz(3) NOT NULL,
  infno             text NOT NULL,
  task_id           text,
  fixmedins_code    text NOT NULL,
  fixmedins_name    text NOT NULL,
  admdvs            text,
  psn_no            text,
  mdtrt_id          text,
  doctor            text,
  lines             integer NOT NULL,
  release_id        text,
  state             text,
  took_us           integer NOT NULL,
  hits              integer NOT NULL,
  shown             integer NOT NULL,
  outcome           text NOT NULL CHECK (outcome IN ('judged', 'not-judged', 'refused')),
  reason            text,
  claims            json
);
CREATE INDEX rule_call_person ON rule_call (psn_no, call_id DESC) WHERE psn_no IS NOT NULL;
CREATE INDEX rule_call_at ON rule_call (at);
CREATE TABLE rule_judge (
  judge_id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  call_id         bigint NOT NULL,
  jr_id           text NOT NULL,
  at              timestamptz(3) NOT NULL,
  stage           text NOT NULL CHECK (stage IN ('B', 'D')),
  kind            text NOT NULL,
  kp_id           text NOT NULL,
  severity        smallint NOT NULL,
  fixmedins_code  text NOT NULL,
  fixmedins_name  text NOT NULL,
  admdvs          text,
  doctor          text,
  psn_no          text NOT NULL,
  mdtrt_id        text NOT NULL,
  task_id         text,
  message         text NOT NULL,
  basis           text NOT NULL,
  amount          numeric(16, 2) NOT NULL,
  lines           json NOT NULL,
  shown           boolean NOT NULL,
  release_id      text NOT NULL
);
CREATE INDEX rule_judge_jr ON rule_judge (jr_id);
CREATE INDEX rule_judge_at ON rule_judge (at);
CREATE INDEX rule_judge_person ON rule_judge (psn_no) WHERE shown;
CREATE TABLE rule_feedback (
  feedback_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at              timestamptz(3) NOT NULL,
  jr_id           text NOT NULL,
  fixmedins_code  text NOT NULL,
  warn_type       text,
  dspo_way        text NOT NULL CHECK (dspo_way IN ('1', '2')),
  reason          text NOT NULL,
  opter           text
);
CREATE INDEX rule_feedback_jr ON rule_feedback (jr_id, feedback_id DESC);

-- 每分钟的调用统计（可重算的只是数字，依据仍是 rule_call）
CREATE TABLE rule_minute (
  minute          timestamptz(3) NOT NULL,
  fixmedins_code  text NOT NULL,
  fixmedins_name  text NOT NULL,
  admdvs          text,
  calls           integer NOT NULL,
  lines           bigint NOT NULL,
  refused         integer NOT NULL,
  not_judged      integer NOT NULL,
  with_hits       integer NOT NULL,
  hits            integer NOT NULL,
  latency         jsonb NOT NULL
);
CREATE INDEX rule_minute_at ON rule_minute (minute);

CREATE FUNCTION rules_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'this table is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER knowledge_point_immutable BEFORE UPDATE OR DELETE ON knowledge_point FOR EACH ROW EXECUTE FUNCTION rules_refuse_change();
CREATE TRIGGER knowledge_point_event_immutable BEFORE UPDATE OR DELETE ON knowledge_point_event FOR EACH ROW EXECUTE FUNCTION rules_refuse_change();
CREATE TRIGGER rule_release_immutable BEFORE UPDATE OR DELETE ON rule_release FOR EACH ROW EXECUTE FUNCTION rules_refuse_change();
CREATE TRIGGER rule_activation_immutable BEFORE UPDATE OR DELETE ON rule_activation FOR EACH ROW EXECUTE FUNCTION rules_refuse_change();
CREATE TRIGGER rule_call_immutable BEFORE UPDATE OR DELETE ON rule_call FOR EACH ROW EXECUTE FUNCTION rules_refuse_change();
CREATE TRIGGER rule_judge_immutable BEFORE UPDATE OR DELETE ON rule_judge FOR EACH ROW EXECUTE FUNCTION rules_refuse_change();
CREATE TRIGGER rule_feedback_immutable BEFORE UPDATE OR DELETE ON rule_feedback FOR EACH ROW EXECUTE FUNCTION rules_refuse_change();

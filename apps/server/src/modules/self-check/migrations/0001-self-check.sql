-- 自查单：一次筛查及其办理。机构未提交前，只有本机构能看到
CREATE TABLE self_check (
  check_id         text PRIMARY KEY,
  fixmedins_code   text NOT NULL,
  fixmedins_name   text NOT NULL,
  admdvs           text,
  source           text NOT NULL CHECK (source IN ('settled', 'upload')),
  period_from      date,
  period_to        date,
  file_names       jsonb NOT NULL DEFAULT '[]',
  release_id       text NOT NULL,
  release_title    text NOT NULL,
  ready            boolean NOT NULL DEFAULT false,
  job_id           text NOT NULL,
  snapshot         text,
  amount           numeric(16,2) NOT NULL DEFAULT 0,
  confirmed_amount numeric(16,2) NOT NULL DEFAULT 0,
  scanned          jsonb,
  reading          jsonb,
  cannot_tell      jsonb NOT NULL DEFAULT '[]',
  failed           jsonb NOT NULL DEFAULT '[]',
  status           text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'submitted', 'accepted', 'returned', 'closed')),
  due_on           date,
  created_by       text NOT NULL,
  created_by_name  text NOT NULL,
  created_at       timestamptz(3) NOT NULL,
  keep_until       timestamptz(3),
  files_removed_at timestamptz(3)
);
CREATE INDEX self_check_institution ON self_check (fixmedins_code, created_at DESC);

-- 命中：筛查后内容不变，只有自查结论会改
CREATE TABLE self_check_hit (
  check_id     text NOT NULL REFERENCES self_check ON DELETE CASCADE,
  jr_id        text NOT NULL,
  kind         text NOT NULL,
  kind_name    text NOT NULL,
  kp_id        text NOT NULL,
  point_name   text NOT NULL,
  severity     smallint NOT NULL,
  psn_no       text NOT NULL,
  mdtrt_id     text NOT NULL,
  day          date,
  dept         text NOT NULL,
  amount       numeric(16,2) NOT NULL,
  message      text NOT NULL,
  basis        text NOT NULL,
  lawful       text,
  facts        jsonb NOT NULL DEFAULT '[]',
  mark         text NOT NULL DEFAULT 'open' CHECK (mark IN ('open', 'confirmed', 'denied', 'pending')),
  mark_reason  text NOT NULL DEFAULT '',
  marked_by    text,
  PRIMARY KEY (check_id, jr_id)
);
CREATE INDEX self_check_hit_jr ON self_check_hit (jr_id);
CREATE TABLE self_check_line (
  check_id     text NOT NULL,
  jr_id        text NOT NULL,
  seq          integer NOT NULL,
  role         text NOT NULL CHECK (role IN ('violating', 'involved')),
  sn           text NOT NULL,
  mdtrt_id     text NOT NULL,
  code         text,
  name         text NOT NULL,
  day          date,
  cnt          numeric(16,4),
  line_amount  numeric(16,2),
  amount       numeric(16,2) NOT NULL,
  PRIMARY KEY (check_id, jr_id, seq),
  FOREIGN KEY (check_id, jr_id) REFERENCES self_check_hit ON DELETE CASCADE
);

-- 可撤销的步骤：改动前的样子。提交时清空
CREATE TABLE self_check_step (
  step_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  check_id  text NOT NULL REFERENCES self_check ON DELETE CASCADE,
  label     text NOT NULL,
  before    jsonb NOT NULL
);
CREATE INDEX self_check_step_check ON self_check_step (check_id, step_id);

CREATE TABLE self_check_remedy (
  check_id  text NOT NULL REFERENCES self_check ON DELETE CASCADE,
  kind      text NOT NULL,
  cause     text NOT NULL,
  measures  text NOT NULL,
  dept      text NOT NULL,
  due_on    date,
  refund    numeric(16,2),
  PRIMARY KEY (check_id, kind)
);
CREATE TABLE self_check_file (
  file_id   text PRIMARY KEY,
  check_id  text NOT NULL REFERENCES self_check ON DELETE CASCADE,
  kind      text,
  name      text NOT NULL,
  bytes     bigint NOT NULL,
  at        timestamptz(3) NOT NULL,
  by_name   text NOT NULL,
  removed   boolean NOT NULL DEFAULT false
);
CREATE INDEX self_check_file_check ON self_check_file (check_id);

-- 提交：送出时的样子。医保部门只读这里，读不到机构仍在修改的内容
CREATE TABLE self_check_submission (
  submission_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  check_id       text NOT NULL REFERENCES self_check,
  round          integer NOT NULL,
  at             timestamptz(3) NOT NULL,
  by_name        text NOT NULL,
  statement      text NOT NULL,
  content        jsonb NOT NULL,
  file_ids       text[] NOT NULL,
  opened_at      timestamptz(3),
  opened_by      text,
  withdrawn_at   timestamptz(3)
);
CREATE INDEX self_check_submission_check ON self_check_submission (check_id, submission_id);
CREATE TABLE self_check_submission_hit (
  submission_id  bigint NOT NULL REFERENCES self_check_submission,
  check_id       text NOT NULL,
  jr_id          text NOT NULL,
  mark           text NOT NULL,
  mark_reason    text NOT NULL,
  marked_by      text,
  PRIMARY KEY (submission_id, jr_id),
  FOREIGN KEY (check_id, jr_id) REFERENCES self_check_hit
);
CREATE INDEX self_check_submission_hit_jr ON self_check_submission_hit (jr_id) WHERE mark = 'confirmed';

CREATE TABLE self_check_event (
  event_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  check_id    text NOT NULL REFERENCES self_check ON DELETE CASCADE,
  at          timestamptz(3) NOT NULL,
  by_account  text NOT NULL,
  by_name     text NOT NULL,
  side        text NOT NULL CHECK (side IN ('institution', 'bureau')),
  text        text NOT NULL,
  opinion     text NOT NULL DEFAULT '',
  due_on      date
);
CREATE INDEX self_check_event_check ON self_check_event (check_id, event_id);

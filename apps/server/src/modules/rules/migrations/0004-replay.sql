-- 实时判定回放：一天一行，差异逐条；重做时整天替换
CREATE TABLE rule_replay (
  day            date PRIMARY KEY,
  at             timestamptz(3) NOT NULL,
  snapshot       text NOT NULL,
  release_title  text NOT NULL,
  calls          integer NOT NULL,
  persons        integer NOT NULL,
  judges         integer NOT NULL,
  unsettled      integer NOT NULL,
  same           integer NOT NULL
);
CREATE TABLE rule_replay_difference (
  day             date NOT NULL REFERENCES rule_replay (day) ON DELETE CASCADE,
  jr_id           text NOT NULL,
  side            text NOT NULL CHECK (side IN ('real-time', 'settled')),
  cause           text NOT NULL CHECK (cause IN ('late_data', 'corrected', 'refunded', 'release_changed', 'unexplained')),
  reason          text NOT NULL,
  stage           text,
  kind            text NOT NULL,
  kp_id           text NOT NULL,
  fixmedins_code  text NOT NULL,
  fixmedins_name  text NOT NULL,
  admdvs          text,
  psn_no          text NOT NULL,
  mdtrt_id        text NOT NULL,
  message         text NOT NULL,
  amount          numeric(16, 2) NOT NULL
);
CREATE INDEX rule_replay_difference_day ON rule_replay_difference (day, cause);

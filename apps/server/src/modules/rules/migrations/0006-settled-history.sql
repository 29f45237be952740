-- 结算历史摘要：两张表轮换，一张在用，一张重建；最后一行 rule_settled 说明在用的是哪一张
CREATE TABLE rule_settled (
  build_id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  slot           smallint NOT NULL CHECK (slot IN (0, 1)),
  at             timestamptz(3) NOT NULL,
  snapshot       text NOT NULL,
  wanted         text NOT NULL,
  release_title  text NOT NULL,
  persons        bigint NOT NULL,
  visits         bigint NOT NULL,
  lines          bigint NOT NULL,
  from_day       date,
  until_day      date,
  took_ms        bigint NOT NULL
);
CREATE TABLE rule_settled_0 (psn_no text PRIMARY KEY, visits json NOT NULL);
CREATE TABLE rule_settled_1 (psn_no text PRIMARY KEY, visits json NOT NULL);
CREATE TRIGGER rule_settled_immutable BEFORE UPDATE OR DELETE ON rule_settled FOR EACH ROW EXECUTE FUNCTION rules_refuse_change();
DO $$
BEGIN
  ALTER TABLE rule_settled_0 ALTER COLUMN visits SET COMPRESSION lz4;
  ALTER TABLE rule_settled_1 ALTER COLUMN visits SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported OR invalid_parameter_value THEN NULL;
END $$;

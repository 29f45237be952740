-- 疑点核实结论对规则的反馈：同一疑点以最后一次为准，withdrawn 为撤销
CREATE TABLE rule_finding_review (
  review_id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at              timestamptz(3) NOT NULL,
  finding_id      text NOT NULL,
  kind            text NOT NULL,
  kp_ids          text[] NOT NULL,
  jr_ids          text[] NOT NULL,
  fixmedins_code  text,
  fixmedins_name  text,
  admdvs          text,
  verdict         text NOT NULL CHECK (verdict IN ('right', 'wrong', 'withdrawn')),
  by_account      text NOT NULL,
  by_name         text NOT NULL
);
CREATE INDEX rule_finding_review_finding ON rule_finding_review (finding_id, review_id DESC);
CREATE INDEX rule_finding_review_kind ON rule_finding_review (kind);
CREATE INDEX rule_finding_review_point ON rule_finding_review USING gin (kp_ids);
CREATE TRIGGER rule_finding_review_immutable BEFORE UPDATE OR DELETE ON rule_finding_review FOR EACH ROW EXECUTE FUNCTION rules_refuse_change();

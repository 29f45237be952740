-- 规则集扫描：作为一次运行；规则疑点与模型疑点同表，model_id 为 rule:<规则编号>
ALTER TABLE model_run ADD COLUMN kind text NOT NULL DEFAULT 'models' CHECK (kind IN ('models', 'rules'));
ALTER TABLE model_run ADD COLUMN rules jsonb;
ALTER TABLE model_run_model ADD COLUMN held_back integer NOT NULL DEFAULT 0;
-- What a rule finding adds to the total of its visit when every line counts once; null for models, which count by visit.
ALTER TABLE finding_visit ADD COLUMN amt_once numeric(16,2);
-- 判定编号 → 疑点
CREATE INDEX finding_judges ON finding USING gin (member_ids) WHERE current AND model_id LIKE 'rule:%';

-- 判定日志的长文本：lz4 压缩的处理器开销只有默认方法的几分之一（数据库未带 lz4 时维持默认）
DO $$
BEGIN
  ALTER TABLE rule_call ALTER COLUMN claims SET COMPRESSION lz4;
  ALTER TABLE rule_judge ALTER COLUMN lines SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported OR invalid_parameter_value THEN NULL;
END $$;

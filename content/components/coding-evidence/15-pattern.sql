-- 认可的收费项目：按名称（% 为任意文字）或项目编码前缀。
SELECT *
FROM (VALUES
  ('RESP-FAILURE', 'name', '%血气%'), ('RESP-FAILURE', 'name', '%呼吸机%'), ('RESP-FAILURE', 'name', '%吸氧%'),
  ('RESP-FAILURE', 'name', '%高流量%'), ('RESP-FAILURE', 'name', '%无创%通气%'), ('RESP-FAILURE', 'name', '%气管插管%'),
  ('HYPOKALAEMIA', 'name', '%电解质%'), ('HYPOKALAEMIA', 'name', '%钾测定%'), ('HYPOKALAEMIA', 'name', '%血钾%'),
  ('HYPOKALAEMIA', 'name', '%氯化钾%'), ('HYPOKALAEMIA', 'name', '%枸橼酸钾%'), ('HYPOKALAEMIA', 'name', '%门冬氨酸钾%'),
  ('HYPONATRAEMIA', 'name', '%电解质%'), ('HYPONATRAEMIA', 'name', '%钠测定%'), ('HYPONATRAEMIA', 'name', '%浓氯化钠%'),
  ('ACUTE-RENAL', 'name', '%肌酐%'), ('ACUTE-RENAL', 'name', '%肾功能%'), ('ACUTE-RENAL', 'name', '%血液透析%'),
  ('ACUTE-RENAL', 'name', '%血液滤过%'), ('ACUTE-RENAL', 'name', '%腹膜透析%'),
  ('RENAL-STAGE-5', 'name', '%肌酐%'), ('RENAL-STAGE-5', 'name', '%肾功能%'), ('RENAL-STAGE-5', 'name', '%透析%'),
  ('RENAL-STAGE-5', 'name', '%血液滤过%'), ('RENAL-STAGE-5', 'name', '%促红素%'),
  ('HEART-FAILURE', 'name', '%脑钠肽%'), ('HEART-FAILURE', 'name', '%利钠肽%'), ('HEART-FAILURE', 'name', '%心脏彩%'),
  ('HEART-FAILURE', 'name', '%超声心动%'), ('HEART-FAILURE', 'name', '%呋塞米%'), ('HEART-FAILURE', 'name', '%托拉塞米%'),
  ('HEART-FAILURE', 'name', '%螺内酯%'), ('HEART-FAILURE', 'name', '%去乙酰毛花苷%'), ('HEART-FAILURE', 'name', '%地高辛%'),
  ('SEPSIS', 'name', '%血培养%'), ('SEPSIS', 'name', '%降钙素原%'), ('SIRS', 'name', '%血培养%'), ('SIRS', 'name', '%降钙素原%'),
  ('SHOCK', 'name', '%去甲肾上腺素%'), ('SHOCK', 'name', '%多巴胺%'), ('SHOCK', 'name', '%间羟胺%'), ('SHOCK', 'name', '%重症监护%'),
  ('SHOCK', 'name', '%有创%血压%'),
  ('ACUTE-BLOOD-LOSS', 'name', '%红细胞%悬液%'), ('ACUTE-BLOOD-LOSS', 'name', '%悬浮红细胞%'), ('ACUTE-BLOOD-LOSS', 'name', '%交叉配血%'),
  ('ACUTE-BLOOD-LOSS', 'name', '输血费%'), ('ACUTE-BLOOD-LOSS', 'code', '2607'),
  ('PNEUMONIA', 'name', '%胸部%CT%'), ('PNEUMONIA', 'name', '%胸部DR%'), ('PNEUMONIA', 'name', '%胸片%'), ('PNEUMONIA', 'name', '%胸部%摄影%'),
  ('PNEUMONIA', 'name', '%痰培养%'), ('PNEUMONIA', 'name', '%支原体抗体%'), ('PNEUMONIA', 'name', '%细菌培养%'),
  ('INFARCTION', 'name', '%肌钙蛋白%'), ('INFARCTION', 'name', '%心肌酶%'), ('INFARCTION', 'name', '%冠状动脉造影%'), ('INFARCTION', 'name', '%冠脉造影%'),
  ('STROKE', 'name', '%头颅%CT%'), ('STROKE', 'name', '%头颅%磁共振%'), ('STROKE', 'name', '%颅脑%CT%'), ('STROKE', 'name', '%颅脑%磁共振%'),
  ('STROKE', 'name', '%头部%CT%'), ('STROKE', 'name', '%脑血管造影%'),
  ('GI-BLEEDING', 'name', '%胃镜%'), ('GI-BLEEDING', 'name', '%肠镜%'), ('GI-BLEEDING', 'name', '%生长抑素%'), ('GI-BLEEDING', 'name', '%奥曲肽%'),
  ('GI-BLEEDING', 'name', '%隐血%'), ('GI-BLEEDING', 'name', '%红细胞%悬液%'),
  ('SECONDARY-TUMOUR', 'name', '%CT%'), ('SECONDARY-TUMOUR', 'name', '%磁共振%'), ('SECONDARY-TUMOUR', 'name', '%PET%'), ('SECONDARY-TUMOUR', 'name', '%病理%')
) AS p(rule_id, kind, pattern)

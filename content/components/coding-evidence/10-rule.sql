-- 临床依据规则 1.0：诊断编码（前缀）与认可的依据。起步表由本项目按通用诊断要点拟定，须经当地专家组确认后使用；认可的项目见 15-pattern.sql。
-- by_vent：结算清单的呼吸机使用时间也算依据。
SELECT *
FROM (VALUES
  ('RESP-FAILURE', 'J96', '血气分析，或机械通气、高流量或其他氧疗', TRUE),
  ('HYPOKALAEMIA', 'E87.6', '血钾（电解质）测定，或补钾', FALSE),
  ('HYPONATRAEMIA', 'E87.1', '血钠（电解质）测定，或高渗盐水', FALSE),
  ('ACUTE-RENAL', 'N17', '肾功能或血肌酐测定，或肾脏替代治疗', FALSE),
  ('RENAL-STAGE-5', 'N18.5', '肾功能或血肌酐测定，或透析、促红素', FALSE),
  ('HEART-FAILURE', 'I50', '脑钠肽、心脏超声，或利尿、强心治疗', FALSE),
  ('SEPSIS', 'A41', '血培养或降钙素原', FALSE),
  ('SEPSIS', 'A40', '血培养或降钙素原', FALSE),
  ('SIRS', 'R65', '血培养或降钙素原', FALSE),
  ('SHOCK', 'R57', '血管活性药，或重症监护、有创血压监测', FALSE),
  ('ACUTE-BLOOD-LOSS', 'D62', '输血或交叉配血', FALSE),
  ('PNEUMONIA', 'J12', '胸部影像，或病原学检查', FALSE),
  ('PNEUMONIA', 'J13', '胸部影像，或病原学检查', FALSE),
  ('PNEUMONIA', 'J14', '胸部影像，或病原学检查', FALSE),
  ('PNEUMONIA', 'J15', '胸部影像，或病原学检查', FALSE),
  ('PNEUMONIA', 'J16', '胸部影像，或病原学检查', FALSE),
  ('PNEUMONIA', 'J18', '胸部影像，或病原学检查', FALSE),
  ('INFARCTION', 'I21', '心肌标志物或冠状动脉造影', FALSE),
  ('STROKE', 'I60', '头颅影像', FALSE),
  ('STROKE', 'I61', '头颅影像', FALSE),
  ('STROKE', 'I63', '头颅影像', FALSE),
  ('GI-BLEEDING', 'K92.2', '消化内镜、生长抑素类、输血，或大便隐血检查', FALSE),
  ('SECONDARY-TUMOUR', 'C77', 'CT、磁共振、PET 或病理', FALSE),
  ('SECONDARY-TUMOUR', 'C78', 'CT、磁共振、PET 或病理', FALSE),
  ('SECONDARY-TUMOUR', 'C79', 'CT、磁共振、PET 或病理', FALSE)
) AS r(rule_id, dx, requirement, by_vent)

-- 支付经办、评审专家、医疗机构账号
ALTER TABLE account DROP CONSTRAINT account_role_check;
ALTER TABLE account ADD CONSTRAINT account_role_check
  CHECK (role IN ('city-auditor', 'district-auditor', 'drg-officer', 'expert', 'institution', 'administrator'));

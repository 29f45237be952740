const LABELS: Readonly<Record<string, string>> = {
  purpose: '用途',
  reason: '原因',
  note: '说明',
  status: '结论',
  ip: '地址',
  address: '地址',
  failures: '连续失败次数',
  from: '由',
  to: '改为',
  model: '模型',
  fixmedinsCode: '机构编码',
  role: '角色',
  scope: '数据范围',
  username: '用户名',
  displayName: '姓名',
  state: '状态',
  format: '格式',
  filter: '筛选',
  rows: '行数',
  models: '模型',
  modelIds: '模型',
  asOf: '截止日',
  values: '参数',
  files: '文件',
}

/** An audit entry's details as one line. */
export function detailsText(details: Readonly<Record<string, unknown>>): string {
  return Object.entries(details)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => `${LABELS[name] ?? name}：${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('；')
}

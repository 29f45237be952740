import { expect, test } from 'vitest'
import { parseCsv, type SheetRow } from './csv.ts'
import { readLibrary, type ProposedPoint } from './read-library.ts'

const sheet = (...rows: readonly Readonly<Record<string, unknown>>[]): SheetRow[] =>
  rows.map((cells, index) => ({ row: index + 2, cells }))

function readOne(cells: Readonly<Record<string, unknown>>, reading = {}): ProposedPoint {
  const { points, errors } = readLibrary({ file: '样例.xlsx', rows: sheet({ kp_id: 'KP-1', codes: 'XA01', item_name: '样例', ...cells }), reading }) // prettier-ignore
  expect(errors).toEqual([])
  return points[0]!
}

const valuesOf = (point: ProposedPoint) => Object.fromEntries(point.proposals.map(({ param, value }) => [param, value]))

test('every value read from a text names the words it came from, at their place in the text', () => {
  const point = readOne({ rule_class: '药品限儿童使用', constraint: '限3-12岁特发性或先天性肺动脉高压患者。' })
  expect(valuesOf(point)).toEqual({ min_age_m: 36, max_age_m: 155 })
  for (const { span } of point.proposals) {
    expect(span?.text).toBe('3-12岁')
    expect(point.source.constraint.slice(span!.start, span!.end)).toBe('3-12岁')
  }
})

test.each([
  ['药品限儿童使用', '限5至12岁以下单纯性甲型和乙型流感儿童患者。', { min_age_m: 60, max_age_m: 143 }],
  ['药品限儿童使用', '限：1.1岁至14岁儿童哮喘；2.2岁至14岁儿童季节性过敏性鼻炎。', { min_age_m: 12, max_age_m: 179 }],
  ['药品限儿童使用', '限3岁及3岁以上伴有症状的儿童患者。', { min_age_m: 36, max_age_m: 167 }],
  ['医疗服务项目儿童专用', '新生儿专用项目', { max_age_d: 28 }],
  ['医疗服务项目儿童专用', '婴幼儿专用项目', { max_age_m: 35 }],
  ['药品儿童专用', '适用于接受肠外营养的11周岁以下患者维生素缺乏的预防。', { max_age_m: 131 }],
  ['药品区分性别使用', '调经止血，温宫止带。用于月经不调，产后腹痛。', { gend: 2 }],
  ['药品区分性别使用', '限转移性激素敏感性前列腺癌(mHSPC)患者。', { gend: 1 }],
  ['医疗服务项目区分性别使用', '男性泌尿生殖系统相关检查', { gend: 1 }],
  ['药品限医疗机构级别', '限二级及以上医疗机构癌症患者。', { min_tier: 2 }],
  ['药品限医疗机构级别', '需三级医院眼科或二级及以上眼科专科医院医师处方', { min_tier: 2 }],
  ['药品限就医方式', '限急诊或住院患者。', { modes: 'IPT|EMERG|OBS' }],
  ['药品限支付疗程', '限脑梗死恢复期患者，住院方可支付，单次最多支付14天。', { max_days: 14, per_stay: true }],
  ['药品限支付疗程', '限新发的缺血性脑梗死，支付不超过14天。', { max_days: 14 }],
  ['医疗服务项目周期超频次', '两次评定间隔时间不短于14天。', { window_days: 14, max: 1 }],
  ['医疗服务项目周期超频次', '糖化血红蛋白水平反映近2-3个月的平均血糖水平。', { window_days: 60, max: 1 }],
  ['医疗服务项目限定频次', '日', { max: 1, per: 'day' }],
  ['医疗服务项目限定频次', '小时', { max: 24, per: 'day' }],
  ['手术项目未按规定折价收费', '胃肠手术组', { group: '胃肠手术组', ratio: 0.5 }],
  ['药品限适应症', '限：1.特发性肺纤维化(IPF)；2.2型糖尿病。', { dx_allow: 'E11|J84' }],
  ['药品限生育保险', '限生育保险', { insutypes: '510', maternity_visit_ok: true }],
])('%s “%s” is read', (rule_class, constraint, expected) => {
  const point = readOne({ rule_class, constraint })
  expect(valuesOf(point)).toEqual(expected)
  expect(point.reason).toBeNull()
})

test('what the site decides is marked as not said by the text, and follows its options', () => {
  const hourly = readOne({ rule_class: '医疗服务项目限定频次', constraint: '小时' }, { hourlyItems: 'hour' })
  expect(valuesOf(hourly)).toEqual({ max: 1, per: 'hour' })
  const child = readOne({ rule_class: '药品限儿童使用', constraint: '限儿童。' }, { childAge: 18 })
  expect(valuesOf(child)).toEqual({ max_age_m: 215 })
  expect(child.proposals[0]).toMatchObject({ note: '文本只写“儿童”，按 18 周岁以下' })
  const ratio = readOne({ rule_class: '手术项目未按规定折价收费', constraint: '胃肠手术组' }).proposals[1]
  expect(ratio).toMatchObject({ param: 'ratio', span: null, confidence: 0.5 })
})

test('the names of molecules and viruses are not read as diseases', () => {
  const alk = readOne({ rule_class: '药品限适应症', constraint: '限间变性淋巴瘤激酶(ALK)阳性的非小细胞肺癌患者。' })
  expect(valuesOf(alk)).toEqual({ dx_allow: 'C33|C34' })
  const tnf = readOne({ rule_class: '药品限适应症', constraint: '限对肿瘤坏死因子α拮抗剂应答不足的克罗恩病患者。' })
  expect(valuesOf(tnf)).toEqual({ dx_allow: 'K50' })
})

test.each([
  [
    '药品限适应症',
    '限1.2型糖尿病；2.先天性铜转运异常所致的卷发表现患者',
    '适应症“先天性铜转运异常所致的卷发表现患者”未能对应到诊断编码',
  ],
  ['药品限二线使用', '限二线用药。', '限定内容未写明一线药品，需专家给出一线药品目录'],
  [
    '药品限医疗机构级别',
    '首次处方时需由二级及以上医疗机构专科医师开具处方。',
    '只限首次处方的开具机构，后续处方不限，属性限定模板无法表达',
  ],
  ['药品区分性别使用', '用于男性前列腺炎及女性阴道炎。', '文本同时涉及男性与女性，需专家确认'],
  ['药品区分性别使用', '用于感冒。', '限定内容未写明性别'],
])('%s “%s” is listed with its reason', (rule_class, constraint, reason) => {
  expect(readOne({ rule_class, constraint }).reason).toBe(reason)
})

test('of a pair the second item is the contained one', () => {
  const point = readOne({ rule_class: '医疗服务项目重复收费', item_name: '急诊监护费×急诊诊查费', constraint: '含监护、床位、诊查、护理', codes: '001103000010000|001102000030000' }) // prettier-ignore
  expect(point).toMatchObject({ kind: 'R25', keys: ['001102000030000'], partners: ['001103000010000'], reason: null })
})

test('a row that replaces another one ends its force the day before', () => {
  const { points, superseded, errors } = readLibrary({
    file: 'a.csv',
    rows: sheet(
      { kp_id: 'KP-1', rule_class: '药品限工伤保险', item_name: '甲', constraint: '限工伤保险', codes: 'XA01' },
      { kp_id: 'KP-2', rule_class: '药品限工伤保险', item_name: '甲', constraint: '限工伤保险', codes: 'XA01', supersedes: 'KP-1', published_at: '2026-01-28' },
    ), // prettier-ignore
  })
  expect(errors).toEqual([])
  expect(points.map((point) => [point.kpId, point.effBegin])).toEqual([['KP-2', '2026-01-28']])
  expect(superseded).toMatchObject([{ kpId: 'KP-1', by: 'KP-2', lastDay: '2026-01-27' }])
})

test('bad rows are named with file, row, column and reason, and the good ones go in', () => {
  const text = [
    'kp_id,rule_class,item_name,constraint,codes,published_at,supersedes',
    'KP-1,药品限工伤保险,甲,限工伤保险,XA01,,',
    'KP-2,没有的规则,乙,,XA02,,',
    'KP-3,药品限工伤保险,,限工伤保险,XA03!,2025-02-30,',
    'KP-1,药品限工伤保险,丁,限工伤保险,XA04,,',
    'KP-5,药品限工伤保险,戊,限工伤保险,XA05,,KP-6',
    'KP-6,药品限工伤保险,己,限工伤保险,XA06,,KP-5',
  ].join('\n')
  const { points, errors } = readLibrary({ file: 'b.csv', rows: parseCsv(text) })
  expect(points.map((point) => point.kpId)).toEqual(['KP-1', 'KP-5', 'KP-6'])
  expect(errors.map(({ file, row, column, reason }) => [file, row, column, reason])).toEqual([
    ['b.csv', 3, 'rule_class', '规则名称不在目录中：没有的规则'],
    ['b.csv', 4, 'item_name', '缺少名称'],
    ['b.csv', 4, 'codes', '编码格式不正确：XA03!'],
    ['b.csv', 4, 'published_at', '日期格式应为 YYYY-MM-DD'],
    ['b.csv', 5, 'kp_id', '知识点编号与第 2 行重复'],
    ['b.csv', 6, 'supersedes', '替代关系成环'],
    ['b.csv', 7, 'supersedes', '替代关系成环'],
  ])
})

test('rows of a workbook are taken in under its own column names, dates and numbers as cells', () => {
  const { points, errors } = readLibrary({
    file: '药品限工伤保险.xlsx',
    ruleClass: '药品限工伤保险',
    rows: sheet({ 序号: 1, 药品名称: '疤痕止痒软化膏', 限定支付范围: '限工伤保险', 医保药品代码: 'ZH01A；ZH01B', 发布日期: new Date('2026-01-28T00:00:00Z') }), // prettier-ignore
  })
  expect(errors).toEqual([])
  expect(points[0]).toMatchObject({ kind: 'R1', keys: ['ZH01A', 'ZH01B'], effBegin: '2026-01-28', reason: null })
  expect(points[0]?.kpId).toBe('药品限工伤保险:疤痕止痒软化膏')
})

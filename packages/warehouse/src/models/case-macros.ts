import type { GivenCell, GivenRow, MacroRow } from './case-file.ts'

const STAY_WORDS = [
  'id',
  'psn',
  'inst',
  'adm',
  'dsc',
  'main',
  'diags',
  'oprns',
  'dept',
  'cost',
  'fund',
  'own',
  'items',
  'refunded',
  'repeat',
]
const VISIT_WORDS = ['id', 'psn', 'inst', 'at', 'main', 'fee', 'own', 'fund', 'items', 'refunded', 'repeat']

/** Columns a macro row may name besides its own words, and the tables they go to. */
const FRONT_PAGE = [
  'act_ipt_days',
  'adm_caty',
  'dscg_caty',
  'nwb_bir_wt',
  'nwb_adm_wt',
  'nwb_age_days',
  'days_rinp_flag_31',
  'days_rinp_pup_31',
  'vent_used_dura',
  'scs_cutd_sum_dura',
  'spga_nurscare_days',
  'lv1_nurscare_days',
]
const GROUPING = [
  'mdc',
  'adrg',
  'drg_code',
  'drg_wt',
  'drg_rate',
  'drg_pay_std',
  'drg_fund_pay',
  'grp_status',
  'outlier_type',
]

export type ColumnsOf = (table: string) => ReadonlySet<string>

/** Where a macro's rows go. */
export interface Target {
  add(table: string, row: GivenRow): void
  readonly columnsOf: ColumnsOf
}

const TABLE_DEFAULTS: Readonly<Record<string, GivenRow>> = {
  psn_info_b: { gend: '1', brdy: '1970-01-01' },
  fixmedins_b: { fixmedins_type: '1', hosp_lv: '05', hosp_type: '综合医院', economic_type: '公立', admdvs: '610100' },
  setl_d: { vali_flag: '1', refd_setl_flag: '0', insutype: '310' },
  mdtrt_d: { vali_flag: '1' },
  fee_list_d: { vali_flag: '1' },
  psn_opsp_reg_d: { reg_stas: '1' },
}

/** The row with what every row of its table has in a case. */
export function withDefaults(table: string, row: GivenRow): GivenRow {
  const name = table === 'fixmedins_b' ? { fixmedins_name: `样例机构${text(row['fixmedins_code'])}` } : {}
  return { ...TABLE_DEFAULTS[table], ...name, ...row }
}

const text = (cell: unknown): string => (typeof cell === 'string' || typeof cell === 'number' ? String(cell) : '')
const scalar = (cell: unknown): GivenCell => (cell === undefined ? null : (cell as GivenCell))
const list = <T>(cell: unknown): readonly T[] => (Array.isArray(cell) ? (cell as T[]) : [])
const moment = (day: string, time: string): string => (day.length > 10 ? day : `${day} ${time}`)
const sum = (rows: readonly GivenRow[], column: string): number =>
  Math.round(rows.reduce((total, row) => total + Number(row[column] ?? 0), 0) * 100) / 100

/** A stay: visit, settlement, front page, diagnoses, operations, lines. */
export function addStay(stay: MacroRow, target: Target): void {
  const id = text(stay['id'])
  const items = list<GivenRow>(stay['items'])
  const extra = pick(stay, STAY_WORDS)
  const common = { mdtrt_id: id, psn_no: scalar(stay['psn']), fixmedins_code: scalar(stay['inst']) }
  const adm = text(stay['adm'])
  const dsc = text(stay['dsc'])
  addRow(
    target,
    'mdtrt_d',
    {
      ...common,
      med_type: '21',
      begntime: moment(adm, '09:00:00'),
      endtime: moment(dsc, '10:00:00'),
      adm_dept_codg: scalar(stay['dept']),
      dscg_dept_codg: scalar(stay['dept']),
      dscg_maindiag_code: scalar(stay['main']),
      inhosp_stas: '0',
      vali_flag: '1',
    },
    extra,
  )
  const cost = stay['cost'] === undefined ? (items.length > 0 ? sum(items, 'amt') : null) : scalar(stay['cost'])
  addMoney(
    {
      ...common,
      setl_id: id,
      med_type: '21',
      clr_way: '10',
      begndate: adm.slice(0, 10),
      enddate: dsc.slice(0, 10),
      setl_time: moment(dsc, '11:00:00').slice(0, 10) + ' 11:00:00',
    },
    { macro: stay, cost, items, extra },
    target,
  )
  addRow(
    target,
    'setl_list_b',
    { setl_id: id },
    {
      ...only(extra, FRONT_PAGE),
      ...(extra['chfpdr_code'] === undefined ? {} : { chfpdr_code: extra['chfpdr_code'] }),
    },
  )
  if (GROUPING.some((name) => extra[name] !== undefined))
    addRow(target, 'drg_grp_d', { setl_id: id }, only(extra, GROUPING))
  addDiagnoses(id, stay, target)
}

/** An outpatient visit or a purchase. */
export function addVisit(visit: MacroRow, target: Target): void {
  const id = text(visit['id'])
  const at = text(visit['at'])
  const items = list<GivenRow>(visit['items'])
  const extra = pick(visit, VISIT_WORDS)
  const common = { mdtrt_id: id, psn_no: scalar(visit['psn']), fixmedins_code: scalar(visit['inst']) }
  const time = moment(at, '10:00:00')
  addRow(
    target,
    'mdtrt_d',
    {
      ...common,
      med_type: '11',
      begntime: time,
      endtime: time,
      dscg_maindiag_code: scalar(visit['main']),
      vali_flag: '1',
    },
    extra,
  )
  const cost = visit['fee'] === undefined ? (items.length > 0 ? sum(items, 'amt') : null) : scalar(visit['fee'])
  addMoney(
    {
      ...common,
      setl_id: id,
      med_type: '11',
      clr_way: '10',
      begndate: at.slice(0, 10),
      enddate: at.slice(0, 10),
      setl_time: time,
    },
    { macro: visit, cost, items, extra },
    target,
  )
  addDiagnoses(id, visit, target)
}

interface Money {
  readonly macro: MacroRow
  readonly cost: GivenCell
  readonly items: readonly GivenRow[]
  readonly extra: GivenRow
}

/** The settlement and its lines; `refunded: true` adds the full refund of both. */
function addMoney(base: GivenRow, { macro, cost, items, extra }: Money, target: Target): void {
  const own = macro['own'] === undefined ? sum(items, 'ownpay') : Number(macro['own'])
  const amount = cost === null ? null : Number(cost)
  const fund =
    macro['fund'] === undefined
      ? amount === null
        ? null
        : Math.round((amount - own) * 70) / 100
      : scalar(macro['fund'])
  const row: GivenRow = {
    ...TABLE_DEFAULTS['setl_d'],
    ...base,
    medfee_sumamt: cost,
    fulamt_ownpay_amt: amount === null ? null : own,
    inscp_amt: amount === null ? null : Math.round((amount - own) * 100) / 100,
    fund_pay_sumamt: fund,
    hifp_pay: fund,
  }
  addRow(target, 'setl_d', row, extra)
  const lines = items.map((item, i) => lineOf(base, item, i))
  for (const line of lines) addRow(target, 'fee_list_d', line, {})
  if (macro['refunded'] === true) addRefund({ ...row, ...only(extra, [...target.columnsOf('setl_d')]) }, lines, target)
}

const MONEY = [
  'medfee_sumamt',
  'fulamt_ownpay_amt',
  'inscp_amt',
  'fund_pay_sumamt',
  'hifp_pay',
  'act_pay_dedc',
  'psn_pay',
  'acct_pay',
  'psn_cash_pay',
  'hifes_pay',
  'hifmi_pay',
  'hifob_pay',
  'maf_pay',
  'overlmt_selfpay',
  'preselfpay_amt',
]
const LINE_MONEY = ['cnt', 'det_item_fee_sumamt', 'fulamt_ownpay_amt', 'inscp_amt']
const negated = (row: GivenRow, columns: readonly string[]): GivenRow =>
  Object.fromEntries(
    Object.entries(row).map(([name, cell]) => [name, columns.includes(name) && cell !== null ? -Number(cell) : cell]),
  )

/** The rows that take a settlement back in full. */
export function addRefund(settlement: GivenRow, lines: readonly GivenRow[], target: Pick<Target, 'add'>): void {
  const setlId = `${text(settlement['setl_id'])}-refund`
  target.add('setl_d', {
    ...negated(settlement, MONEY),
    setl_id: setlId,
    init_setl_id: scalar(settlement['setl_id']),
    refd_setl_flag: '1',
  })
  for (const line of lines) {
    const sn = text(line['feedetl_sn'])
    target.add('fee_list_d', {
      ...negated(line, LINE_MONEY),
      feedetl_sn: `${sn}-refund`,
      init_feedetl_sn: sn,
      setl_id: setlId,
    })
  }
}

const LINE_WORDS = ['code', 'name', 'chrg', 'amt', 'cnt', 'day', 'at', 'inscp', 'ownpay']

function lineOf(base: GivenRow, item: GivenRow, index: number): GivenRow {
  const amt = Number(item['amt'] ?? 0)
  const own = Number(item['ownpay'] ?? 0)
  const code = text(item['code'])
  const day = text(item['at'] ?? item['day'] ?? base['begndate'])
  const cnt = Number(item['cnt'] ?? 1)
  return {
    feedetl_sn: `${text(base['setl_id'])}-${index + 1}`,
    setl_id: scalar(base['setl_id']),
    mdtrt_id: scalar(base['mdtrt_id']),
    psn_no: scalar(base['psn_no']),
    fixmedins_code: scalar(base['fixmedins_code']),
    fee_ocur_time: moment(day, '10:00:00'),
    med_list_codg: code,
    hilist_code: code,
    hilist_name: scalar(item['name'] ?? code),
    list_type: listType(code),
    med_chrgitm_type: scalar(item['chrg']),
    cnt,
    pric: cnt === 0 ? null : Math.round((amt / cnt) * 10_000) / 10_000,
    det_item_fee_sumamt: amt,
    fulamt_ownpay_amt: own,
    inscp_amt: item['inscp'] === undefined ? Math.round((amt - own) * 100) / 100 : scalar(item['inscp']),
    vali_flag: '1',
    ...pick(item, LINE_WORDS),
  }
}

function listType(code: string): string {
  if (code.startsWith('X') || code.startsWith('Z')) return '101'
  if (code.startsWith('T')) return '102'
  return code.startsWith('C') ? '301' : '201'
}

function addDiagnoses(id: string, macro: MacroRow, target: Target): void {
  const codes = [macro['main'], ...list<string>(macro['diags'])].filter((code) => typeof code === 'string')
  codes.forEach((code, i) =>
    target.add('setl_diag_list_d', {
      mdtrt_id: id,
      diag_srt_no: i + 1,
      diag_code: code,
      diag_type: '1',
      maindiag_flag: i === 0 && macro['main'] !== undefined ? '1' : '0',
    }),
  )
  list<string>(macro['oprns']).forEach((code, i) =>
    target.add('setl_oprn_d', {
      mdtrt_id: id,
      oprn_srt_no: i + 1,
      oprn_oprt_code: code,
      main_oprn_flag: i === 0 ? '1' : '0',
      oprn_oprt_date: text(macro['adm'] ?? macro['at']).slice(0, 10),
    }),
  )
}

// eslint-disable-next-line max-params -- target, table, what the macro makes, what the row adds
function addRow(target: Target, table: string, base: GivenRow, extra: GivenRow): void {
  target.add(table, { ...base, ...only(extra, [...target.columnsOf(table)]) })
}

const pick = (row: MacroRow, words: readonly string[]): GivenRow =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !words.includes(name))) as GivenRow
const only = (row: GivenRow, names: readonly string[]): GivenRow =>
  Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name)))

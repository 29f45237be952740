import { LIST_FIELDS, type SettlementList, type WireRow } from '@yijian/drg'
import type { StayFacts } from './read-stays.ts'

/**
 * The stay with what the hospital's list says of it: codes, leave, hours, nursing, weight, department. Identity and amounts stay
 * those of the settlement (the principle of 4101A). What the list leaves blank stays as it was.
 */
export function mergeList(facts: StayFacts, list: SettlementList): StayFacts {
  const [info = {}] = list.nodes.setlinfo ?? []
  const dx = mainFirst(western(list), 'maindiag_flag', 'diag_code')
  const op = mainFirst(list.nodes.oprninfo ?? [], 'oprn_oprt_type', 'oprn_oprt_code')
  const icu = (list.nodes.icuinfo ?? []).map((row) => hoursOf(text(row, 'scs_cutd_sum_dura')))
  return {
    ...facts,
    ...(dx.length === 0 ? {} : { dx: dx.join('|'), ...ungiven(facts, 'given_dx') }),
    ...(list.nodes.oprninfo === undefined
      ? {}
      : { op: op.length === 0 ? null : op.join('|'), ...ungiven(facts, 'given_op') }),
    ...filled({
      dscg_way: text(info, 'dscg_way'),
      dept: text(info, 'dscg_caty'),
      birth_weight: numberOf(text(info, 'nwb_bir_wt')),
      nursing_days: numberOf(text(info, 'spga_nurscare_days')),
      vent_hours: hoursOf(text(info, 'vent_used_dura')),
      icu_hours: icu.some((hours) => hours === null) || icu.length === 0 ? null : icu.reduce((sum: number, hours) => sum + hours!, 0), // prettier-ignore
    }),
  }
}

/** Codes from the list are nobody's mapping. */
const ungiven = (facts: StayFacts, name: 'given_dx' | 'given_op') => (facts[name] === undefined ? {} : { [name]: null }) // prettier-ignore

/** What the warehouse holds of a list: the only fields whose rules can be judged on it. */
const HELD = new Set(['setlinfo.psn_no', 'setlinfo.mdtrt_id', 'setlinfo.setl_id', 'setlinfo.adm_time', 'setlinfo.dscg_time', 'setlinfo.dscg_caty', 'setlinfo.dscg_way', 'setlinfo.gend', 'setlinfo.age', 'setlinfo.nwb_age', 'setlinfo.nwb_bir_wt', 'setlinfo.spga_nurscare_days', 'setlinfo.vent_used_dura', 'diseinfo.diag_type', 'diseinfo.diag_code', 'diseinfo.maindiag_flag', 'oprninfo.oprn_oprt_type', 'oprninfo.oprn_oprt_code']) // prettier-ignore

export const isHeld = ({ node, field }: { readonly node: string; readonly field: string }): boolean => HELD.has(`${node}.${field}`) // prettier-ignore

/** The list of a stay for which the hospital has sent none: what the warehouse knows of it. */
export function listOfFacts(facts: StayFacts, names: ReadonlyMap<string, string>): SettlementList {
  const codes = (name: string): string[] => (typeof facts[name] === 'string' && facts[name] !== '' ? facts[name].split('|') : []) // prettier-ignore
  const said = (name: string): string => (facts[name] === null || facts[name] === undefined ? '' : String(facts[name]))
  const info = {
    psn_no: said('psn_no'),
    mdtrt_id: codes('mdtrt_ids')[0] ?? '',
    setl_id: codes('setl_ids')[0] ?? '',
    adm_time: said('adm'),
    dscg_time: said('dsc'),
    dscg_caty: said('dept'),
    dscg_way: said('dscg_way'),
    nwb_bir_wt: said('birth_weight'),
    spga_nurscare_days: said('nursing_days'),
    vent_used_dura: durationOf(facts['vent_hours']),
    ...personOf(facts),
  }
  return {
    id: said('stay_key'),
    hospital: said('fixmedins_code'),
    form: '4101A',
    nodes: {
      setlinfo: [info],
      diseinfo: codes('dx').map((code, i) => ({ diag_type: '1', diag_code: code, diag_name: names.get(code) ?? '', maindiag_flag: i === 0 ? '1' : '0' })), // prettier-ignore
      oprninfo: codes('op').map((code, i) => ({ oprn_oprt_type: i === 0 ? '1' : '2', oprn_oprt_code: code, oprn_oprt_name: names.get(code) ?? '' })), // prettier-ignore
    },
  }
}

/** Sex and age of the settlement: 4101A does not carry them, and the rules on them need them. */
export function personOf(facts: StayFacts): WireRow {
  const age = facts['age']
  const days = facts['age_days']
  return {
    ...(facts['gend'] === null || facts['gend'] === undefined ? {} : { gend: String(facts['gend']) }),
    ...(age === null || age === undefined ? {} : { age: String(age) }),
    ...(age === 0 && days !== null && days !== undefined ? { nwb_age: String(days) } : {}),
  }
}

/** Whether a node and field are of the two forms. */
export function isListField(node: string, field: string): boolean {
  return LIST_FIELDS.some((known) => known.node === node && known.field === field)
}

function western(list: SettlementList): readonly WireRow[] {
  return (list.nodes.diseinfo ?? []).filter((row) => text(row, 'diag_type') === '1' || text(row, 'diag_type') === '')
}

function mainFirst(rows: readonly WireRow[], mark: string, code: string): string[] {
  const isMain = (row: WireRow): boolean => text(row, mark) === '1'
  const ordered = [...rows.filter(isMain), ...rows.filter((row) => !isMain(row))]
  return ordered.map((row) => text(row, code)).filter((found) => found !== '')
}

function filled(values: Record<string, string | number | null>): Record<string, string | number> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string | number] => entry[1] !== null && entry[1] !== '')) // prettier-ignore
}

function text(row: WireRow, field: string): string {
  const value = row[field]
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''
}

const numberOf = (value: string): number | null => (/^\d+(\.\d+)?$/.test(value) ? Number(value) : null)

/** `d/h/m` → hours. */
function hoursOf(value: string): number | null {
  const match = /^(\d{1,4})\/(\d{1,2})\/(\d{1,2})$/.exec(value)
  return match ? Number(match[1]) * 24 + Number(match[2]) + Number(match[3]) / 60 : null
}

function durationOf(hours: StayFacts[string] | undefined): string {
  if (typeof hours !== 'number' || !(hours > 0)) return ''
  return `${Math.floor(hours / 24)}/${Math.floor(hours % 24)}/0`
}

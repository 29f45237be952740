import { DEPARTMENTS } from '../knowledge/departments.ts'
import { DIAGNOSIS_NAMES } from '../knowledge/diagnosis-names.ts'
import {
  DEPT_NAMES,
  deptNo,
  NUMBERED_BASKETS,
  NUMBERED_CHRONIC,
  NUMBERED_COMPLAINTS,
  NUMBERED_EXTRAS,
} from '../knowledge/world.ts'
import { type CityPlan } from '../plan/plan.ts'
import { DISTRICTS } from '../places/institutions.ts'
import { type Cells, type Loader, loadRows } from './load-rows.ts'
import { complaintPicks, diseasePicks, homes, hospitalPicks, pharmacyPicks, spread } from './picks.ts'
import { codeRows, diseaseRows, hospitalRows, households, itemRows, otherDiseases, packRows } from './rows.ts'

/** Columns of every reference table. */
const COLUMNS = {
  r_household: 'pattern INTEGER, slot INTEGER, hidx INTEGER, pos INTEGER, size INTEGER',
  r_item:
    'item INTEGER, code VARCHAR, name VARCHAR, spec VARCHAR, kind VARCHAR, list_type VARCHAR, chrg VARCHAR, lv VARCHAR, cat VARCHAR, p3 INTEGER, p2 INTEGER, p1 INTEGER, pp INTEGER, minutes DOUBLE, high_value BOOLEAN, atc VARCHAR',
  r_pack:
    'pack INTEGER, tier VARCHAR, item INTEGER, grp INTEGER, lo DOUBLE, hi DOUBLE, mode VARCHAR, arg DOUBLE, qty DOUBLE',
  r_disease:
    'did INTEGER, id VARCHAR, dept VARCHAR, dept_code VARCHAR, dept_no INTEGER, los INTEGER[], op_code VARCHAR, op_share DOUBLE, op_tiers VARCHAR, op_day INTEGER, emergency DOUBLE, pack INTEGER, light_pack INTEGER, secondary VARCHAR[]',
  r_code: 'did INTEGER, slot INTEGER, code VARCHAR',
  other_disease:
    'gend VARCHAR, slot INTEGER, did INTEGER, los INTEGER[], op_code VARCHAR, op_share DOUBLE, op_tiers VARCHAR, emergency DOUBLE',
  pick_disease: 'tier INTEGER, band INTEGER, gend VARCHAR, season INTEGER, slot INTEGER, did INTEGER',
  pick_complaint: 'band INTEGER, gend VARCHAR, season INTEGER, slot INTEGER, cid INTEGER',
  r_complaint: 'cid INTEGER, pack INTEGER, codes VARCHAR[], dept_no INTEGER',
  pick_basket: 'slot INTEGER, pack INTEGER',
  r_chronic: 'no INTEGER, code VARCHAR, name VARCHAR, icd VARCHAR, dept_no INTEGER, pack INTEGER',
  r_extra: 'name VARCHAR, pack INTEGER, own BOOLEAN',
  r_diagnosis: 'code VARCHAR, name VARCHAR',
  r_dept: 'dept_no INTEGER, code VARCHAR, name VARCHAR',
  r_district: 'district INTEGER, code VARCHAR',
  r_hospital:
    'iid INTEGER, code VARCHAR, name VARCHAR, tier VARCHAR, level VARCHAR, shop BOOLEAN, hosp_type VARCHAR, economic VARCHAR, admdvs VARCHAR, lng DOUBLE, lat DOUBLE, beds INTEGER, machines INTEGER, therapists INTEGER, benchmark BOOLEAN, habit DOUBLE, open_time VARCHAR, close_time VARCHAR',
  pick_hospital: 'tier INTEGER, district INTEGER, slot INTEGER, iid INTEGER',
  pick_pharmacy: 'district INTEGER, slot INTEGER, iid INTEGER',
  home: 'id VARCHAR, slot INTEGER, iid INTEGER',
  actor:
    'pid BIGINT, gend VARCHAR, age INTEGER, born INTEGER, household VARCHAR, address VARCHAR, phone VARCHAR, employer BIGINT, district INTEGER, died INTEGER, insutype VARCHAR, chronic INTEGER, renumbered INTEGER',
  planned_stay:
    'ev BIGINT, pid BIGINT, iid INTEGER, tier VARCHAR, did INTEGER, adm INTEGER, los_days INTEGER, code VARCHAR, adm_way VARCHAR, dscg_way VARCHAR, med_type VARCHAR, clr_way VARCHAR, op_day INTEGER, tkey BIGINT, typical DOUBLE, f_drug DOUBLE, f_exam DOUBLE, f_mat DOUBLE, f_treat DOUBLE, more DOUBLE, idle INTEGER[], batch BOOLEAN, split_at INTEGER, split_mode INTEGER, rinp_flag VARCHAR, rinp_purpose VARCHAR, light BOOLEAN, secondary VARCHAR[], refund VARCHAR, planned BOOLEAN, operations VARCHAR[], extra VARCHAR[]',
  planned_visit:
    'ev BIGINT, pid BIGINT, day INTEGER, minute INTEGER, med_type VARCHAR, iid INTEGER, tier VARCHAR, pack INTEGER, code VARCHAR, dept_no INTEGER, dise_no VARCHAR, tkey BIGINT, typical DOUBLE, more DOUBLE, settled_late INTEGER, refund VARCHAR, planned BOOLEAN, extra VARCHAR[], own BOOLEAN, sent_out BOOLEAN',
  planned_registration: 'pid BIGINT, code VARCHAR, name VARCHAR',
  planned_order: 'ev BIGINT, pid BIGINT, kind VARCHAR, first INTEGER, last INTEGER',
  boost: 'iid INTEGER, item INTEGER, did INTEGER, times DOUBLE, forced DOUBLE',
  stock_gap: 'iid INTEGER, item INTEGER, share DOUBLE',
} as const
type TableName = keyof typeof COLUMNS

function outpatientRows(): Partial<Record<TableName, readonly Cells[]>> {
  const baskets = NUMBERED_BASKETS.map((one) => ({ value: one.pack_no, weight: one.weight }))
  return {
    r_complaint: NUMBERED_COMPLAINTS.map((one) => ({
      cid: one.cid,
      pack: one.pack_no,
      codes: one.codes,
      dept_no: deptNo(one.dept),
    })),
    pick_basket: spread(baskets, 15).map((pack, slot) => ({ slot, pack })),
    r_chronic: NUMBERED_CHRONIC.map((one) => ({
      no: one.no,
      code: one.code,
      name: one.name,
      icd: one.icd,
      dept_no: deptNo(one.dept),
      pack: one.pack_no,
    })),
    r_extra: NUMBERED_EXTRAS.map((one) => ({ name: one.name, pack: one.pack_no, own: one.own })),
  }
}

function knowledgeRows(): Partial<Record<TableName, readonly Cells[]>> {
  return {
    ...{
      r_household: households(),
      r_item: itemRows(),
      r_pack: packRows(),
      r_disease: diseaseRows(),
      r_code: codeRows(),
    },
    ...{ other_disease: otherDiseases(), pick_disease: diseasePicks(), pick_complaint: complaintPicks() },
    ...outpatientRows(),
    r_diagnosis: [...DIAGNOSIS_NAMES].map(([code, name]) => ({ code, name })),
    r_dept: DEPT_NAMES.map((name) => ({ dept_no: deptNo(name), code: DEPARTMENTS[name], name })),
    r_district: DISTRICTS.map((one, district) => ({ district, code: one.code })),
  }
}

const copies = (rows: readonly object[]): Cells[] => rows.map((row) => ({ ...row }))

function planRows(plan: CityPlan): Partial<Record<TableName, readonly Cells[]>> {
  const { institutions } = plan
  return {
    ...{
      r_hospital: hospitalRows(institutions),
      pick_hospital: hospitalPicks(institutions),
      pick_pharmacy: pharmacyPicks(institutions),
    },
    ...{
      home: homes(institutions),
      actor: copies(plan.actors),
      planned_stay: copies(plan.stays),
      planned_visit: copies(plan.visits),
    },
    planned_registration: copies(plan.registrations),
    planned_order: plan.orders.map(({ ev, pid, kind, from, to }) => ({ ev, pid, kind, first: from, last: to })),
    ...{ boost: copies(plan.boosts), stock_gap: copies(plan.stockGaps) },
  }
}

/** Everything the chunks read: the catalogue, the institutions, the odds and the plan. */
export async function loadReference(loader: Loader, plan: CityPlan): Promise<void> {
  const rows = { ...knowledgeRows(), ...planRows(plan) }
  for (const [name, columns] of Object.entries(COLUMNS))
    await loadRows(loader, { name, columns, rows: rows[name as TableName] ?? [] })
  await loader.session.run(
    `CREATE MACRO doctor(code, dept_no, k) AS 'D' || substr(code, 2) || lpad(CAST(dept_no AS VARCHAR), 2, '0') || k`,
  )
}

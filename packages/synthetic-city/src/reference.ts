import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Session } from '@yijian/warehouse'
import { DEPARTMENTS } from './knowledge/departments.ts'
import { AGE_PROFILES } from './knowledge/diseases.ts'
import {
  ALL_DISEASES,
  CATALOGUE,
  DEPT_NAMES,
  deptNo,
  getDisease,
  NUMBERED_BASKETS,
  NUMBERED_CHRONIC,
  NUMBERED_COMPLAINTS,
  NUMBERED_EXTRAS,
  PACKS,
} from './knowledge/world.ts'
import { type CityPlan } from './plan/plan.ts'
import { DISTRICTS, type Institution } from './places/institutions.ts'
import { HOUSEHOLD_PATTERNS } from './sql/people.ts'

interface Loader {
  readonly session: Session
  readonly directory: string
}

type Cells = Readonly<Record<string, unknown>>

/** Makes a table from rows; `columns` is `name TYPE, …`. Goes through a file, so a million rows are no problem. */
export async function loadRows(
  loader: Loader,
  table: { name: string; columns: string; rows: readonly Cells[] },
): Promise<void> {
  const file = join(loader.directory, `${table.name}.ndjson`)
  writeFileSync(file, table.rows.map((row) => JSON.stringify(row)).join('\n'))
  const columns = table.columns
    .split(', ')
    .map((column) => `'${column.slice(0, column.indexOf(' '))}': '${column.slice(column.indexOf(' ') + 1)}'`)
    .join(', ')
  await loader.session.run(`CREATE TABLE ${table.name} (${table.columns})`)
  if (table.rows.length > 0)
    await loader.session.run(
      `INSERT INTO ${table.name} SELECT * FROM read_json('${file.replaceAll("'", "''")}', format = 'newline_delimited', columns = {${columns}})`,
    )
  rmSync(file)
}

/** Spreads `slots` over weighted entries, largest remainders first, so that shares are met exactly. */
function spread<T>(entries: readonly { readonly value: T; readonly weight: number }[], slots: number): T[] {
  const total = entries.reduce((sum, entry) => sum + entry.weight, 0)
  const parts = entries.map((entry, index) => ({ ...entry, index, exact: (entry.weight / total) * slots }))
  const counts = parts.map((part) => Math.floor(part.exact))
  let left = slots - counts.reduce((sum, count) => sum + count, 0)
  for (const part of [...parts].sort((a, b) => (b.exact % 1) - (a.exact % 1) || a.index - b.index))
    if (left-- > 0) counts[part.index] = (counts[part.index] ?? 0) + 1
  return parts.flatMap((part) => Array.from({ length: counts[part.index] ?? 0 }, () => part.value))
}

const seasonal = (season: string | undefined, now: number) =>
  season === 'winter' ? (now === 1 ? 1.35 : 0.85) : season === 'summer' ? (now === 2 ? 1.45 : 0.85) : 1
const cells = <T>(list: readonly T[], make: (value: T, slot: number) => Cells): Cells[] => list.map(make)

function diseasePicks(): Cells[] {
  const rows: Cells[] = []
  for (const tier of [1, 2, 3])
    for (let band = 0; band < 6; band++)
      for (const gend of ['1', '2'])
        for (let season = 0; season < 3; season++) {
          const entries = ALL_DISEASES.filter(
            (disease) => disease.role === 'main' && (disease.sex === undefined || disease.sex === gend),
          ).map((disease) => ({
            value: disease.did,
            weight:
              (disease.weights[3 - tier] ?? 0) *
              (AGE_PROFILES[disease.ages][band] ?? 0) *
              seasonal(disease.season, season),
          }))
          rows.push(...cells(spread(entries, 500), (did, slot) => ({ tier, band, gend, season, slot, did })))
        }
  return rows
}

function complaintPicks(): Cells[] {
  const rows: Cells[] = []
  for (let band = 0; band < 6; band++)
    for (const gend of ['1', '2'])
      for (let season = 0; season < 3; season++) {
        const entries = NUMBERED_COMPLAINTS.filter((one) => one.sex === undefined || one.sex === gend).map((one) => ({
          value: one.cid,
          weight: one.weight * (AGE_PROFILES[one.ages][band] ?? 0) * seasonal(one.season, season),
        }))
        rows.push(...cells(spread(entries, 200), (cid, slot) => ({ band, gend, season, slot, cid })))
      }
  return rows
}

function hospitalPicks(institutions: readonly Institution[]): Cells[] {
  const rows: Cells[] = []
  for (const tier of [1, 2, 3])
    for (let district = 0; district < DISTRICTS.length; district++) {
      const fit = institutions.filter(
        (one) => one.tier === String(tier) && (one.specialty === 'general' || one.specialty === 'tcm'),
      )
      const entries = fit.map((one) => ({
        value: one.iid,
        weight: tier === 3 ? 1 : one.district === district ? 1.6 : 1,
      }))
      rows.push(...cells(spread(entries, 200), (iid, slot) => ({ tier, district, slot, iid })))
    }
  return rows
}

function pharmacyPicks(institutions: readonly Institution[]): Cells[] {
  return DISTRICTS.flatMap((_, district) => {
    const entries = institutions
      .filter((one) => one.specialty === 'pharmacy')
      .map((one) => ({ value: one.iid, weight: one.district === district ? 40 : 0.3 }))
    return cells(spread(entries, 60), (iid, slot) => ({ district, slot, iid }))
  })
}

const HOMES = { C34: 'oncology', H25: 'eye', F20: 'psychiatry', I69: 'rehabilitation' } as const

function homes(institutions: readonly Institution[]): Cells[] {
  return Object.entries(HOMES).flatMap(([id, specialty]) => {
    const entries = institutions
      .filter((one) => one.specialty === specialty)
      .map((one) => ({ value: one.iid, weight: 1 }))
    return cells(spread(entries, 12), (iid, slot) => ({ id, slot, iid }))
  })
}

const CATEGORY: Readonly<Record<string, string>> = {
  '01': 'B',
  '02': 'B',
  '07': 'B',
  '03': 'E',
  '04': 'E',
  '05': 'T',
  '08': 'M',
  '09': 'D',
  '10': 'D',
  '11': 'D',
}
const TIER_PRICE = { '3': 1, '2': 0.92, '1': 0.82 } as const

function itemRows(): Cells[] {
  return CATALOGUE.map((item) => {
    const priced = (factor: number) =>
      item.kind === 'service' ? Math.max(10, Math.round((item.priceFen * factor) / 10) * 10) : item.priceFen
    const prices = {
      p3: priced(TIER_PRICE['3']),
      p2: priced(TIER_PRICE['2']),
      p1: priced(TIER_PRICE['1']),
      pp: item.priceFen,
    }
    const basic = item.chargeType === '02' && item.name !== '住院诊察费' ? 'O' : (CATEGORY[item.chargeType] ?? 'O')
    return {
      item: item.no,
      code: item.code,
      name: item.name,
      spec: item.spec,
      kind: item.kind,
      list_type: item.listType,
      chrg: item.chargeType,
      lv: item.level,
      cat: basic,
      ...prices,
      minutes: item.minutes ?? null,
      high_value: item.highValue,
      atc: item.atc ?? null,
    }
  })
}

function packRows(): Cells[] {
  return PACKS.flatMap(({ pack, rows }) =>
    rows.flatMap((row) => {
      const tiers = [...row.tiers, ...(row.tiers === '0123' ? ['P'] : [])]
      return tiers.map((tier) => ({
        pack,
        tier,
        item: row.item,
        grp: row.group,
        lo: row.low,
        hi: row.high,
        mode: row.mode,
        arg: row.argument,
        qty: row.quantity,
      }))
    }),
  )
}

function diseaseRows(): Cells[] {
  return ALL_DISEASES.map((one) => ({
    ...{
      did: one.did,
      id: one.id,
      dept: one.dept,
      dept_code: DEPARTMENTS[one.dept as keyof typeof DEPARTMENTS],
      dept_no: deptNo(one.dept),
    },
    ...{
      los: [...one.los].reverse(),
      op_code: one.operation?.code ?? null,
      op_share: one.operation?.share ?? 0,
      op_tiers: one.operation?.tiers ?? '0123',
      op_day: one.operation?.day ?? 0,
    },
    ...{
      emergency: one.emergency ?? 0.05,
      pack: one.pack_no,
      light_pack: one.light_pack,
      secondary: one.secondary ?? [],
      med_chapter: one.codes[0]?.slice(0, 1) ?? '',
    },
  }))
}

/** The first code of a disease takes 60 % of its stays, the others share the rest. */
function codeRows(): Cells[] {
  return ALL_DISEASES.flatMap((one) => {
    const rest = one.codes.length - 1
    const entries = one.codes.map((code, index) => ({
      value: code,
      weight: index === 0 ? (rest === 0 ? 1 : 0.6) : 0.4 / rest,
    }))
    return cells(spread(entries, 20), (code, slot) => ({ did: one.did, slot, code }))
  })
}

function otherDiseases(): Cells[] {
  return ['1', '2'].flatMap((gend) => {
    const fit = ALL_DISEASES.filter((one) => one.role === 'other' && (one.sex === undefined || one.sex === gend)).map(
      (one) => ({ value: one, weight: 1 }),
    )
    return cells(spread(fit, 60), (one, slot) => ({
      gend,
      slot,
      did: one.did,
      los: [...one.los].reverse(),
      op_code: one.operation?.code ?? null,
      op_share: one.operation?.share ?? 0,
      op_tiers: '0123',
      emergency: one.emergency ?? 0.05,
    }))
  })
}

function hospitalRows(institutions: readonly Institution[]): Cells[] {
  return institutions.map((one) => ({
    ...{
      iid: one.iid,
      code: one.code,
      name: one.name,
      tier: one.tier,
      level: one.level === '' ? null : one.level,
      shop: one.tier === 'P',
      hosp_type: one.hospType,
      economic: one.private ? '民营' : '公立',
      admdvs: DISTRICTS[one.district]?.code,
    },
    ...{
      lng: one.lng,
      lat: one.lat,
      beds: one.tier === 'P' ? null : one.beds,
      machines: one.dialysisMachines,
      therapists: one.tier === 'P' ? null : one.therapists,
      benchmark: one.benchmark,
      habit: one.habit,
      open_time: one.openTime,
      close_time: one.closeTime,
    },
  }))
}

const households = () =>
  HOUSEHOLD_PATTERNS.flatMap((sizes, pattern) =>
    sizes.flatMap((size, hidx) => Array.from({ length: size }, (_, pos) => ({ pattern, hidx, pos, size }))),
  ).map((row, index) => ({ ...row, slot: index % 12 }))

const STAY_TYPES =
  'ev BIGINT, pid BIGINT, iid INTEGER, tier VARCHAR, did INTEGER, adm INTEGER, los_days INTEGER, code VARCHAR, adm_way VARCHAR, dscg_way VARCHAR, med_type VARCHAR, clr_way VARCHAR, op_day INTEGER, tkey BIGINT, typical DOUBLE, f_drug DOUBLE, f_exam DOUBLE, f_mat DOUBLE, f_treat DOUBLE, more DOUBLE, idle INTEGER[], batch BOOLEAN, split_at INTEGER, split_mode INTEGER, rinp_flag VARCHAR, rinp_purpose VARCHAR, light BOOLEAN, secondary VARCHAR[], refund VARCHAR, planned BOOLEAN, operations VARCHAR[], extra VARCHAR[]'
const VISIT_TYPES =
  'ev BIGINT, pid BIGINT, day INTEGER, minute INTEGER, med_type VARCHAR, iid INTEGER, tier VARCHAR, pack INTEGER, code VARCHAR, dept_no INTEGER, dise_no VARCHAR, tkey BIGINT, typical DOUBLE, more DOUBLE, settled_late INTEGER, refund VARCHAR, planned BOOLEAN, extra VARCHAR[], own BOOLEAN, sent_out BOOLEAN'

function knowledgeTables(): { name: string; columns: string; rows: readonly Cells[] }[] {
  return [
    {
      name: 'r_household',
      columns: 'pattern INTEGER, slot INTEGER, hidx INTEGER, pos INTEGER, size INTEGER',
      rows: households(),
    },
    {
      name: 'r_item',
      columns:
        'item INTEGER, code VARCHAR, name VARCHAR, spec VARCHAR, kind VARCHAR, list_type VARCHAR, chrg VARCHAR, lv VARCHAR, cat VARCHAR, p3 INTEGER, p2 INTEGER, p1 INTEGER, pp INTEGER, minutes DOUBLE, high_value BOOLEAN, atc VARCHAR',
      rows: itemRows(),
    },
    {
      name: 'r_pack',
      columns:
        'pack INTEGER, tier VARCHAR, item INTEGER, grp INTEGER, lo DOUBLE, hi DOUBLE, mode VARCHAR, arg DOUBLE, qty DOUBLE',
      rows: packRows(),
    },
    {
      name: 'r_disease',
      columns:
        'did INTEGER, id VARCHAR, dept VARCHAR, dept_code VARCHAR, dept_no INTEGER, los INTEGER[], op_code VARCHAR, op_share DOUBLE, op_tiers VARCHAR, op_day INTEGER, emergency DOUBLE, pack INTEGER, light_pack INTEGER, secondary VARCHAR[], med_chapter VARCHAR',
      rows: diseaseRows(),
    },
    { name: 'r_code', columns: 'did INTEGER, slot INTEGER, code VARCHAR', rows: codeRows() },
    {
      name: 'other_disease',
      columns:
        'gend VARCHAR, slot INTEGER, did INTEGER, los INTEGER[], op_code VARCHAR, op_share DOUBLE, op_tiers VARCHAR, emergency DOUBLE',
      rows: otherDiseases(),
    },
    {
      name: 'pick_disease',
      columns: 'tier INTEGER, band INTEGER, gend VARCHAR, season INTEGER, slot INTEGER, did INTEGER',
      rows: diseasePicks(),
    },
    {
      name: 'pick_complaint',
      columns: 'band INTEGER, gend VARCHAR, season INTEGER, slot INTEGER, cid INTEGER',
      rows: complaintPicks(),
    },
    {
      name: 'r_complaint',
      columns: 'cid INTEGER, pack INTEGER, codes VARCHAR[], dept_no INTEGER',
      rows: NUMBERED_COMPLAINTS.map((one) => ({
        cid: one.cid,
        pack: one.pack_no,
        codes: one.codes,
        dept_no: deptNo(one.dept),
      })),
    },
    {
      name: 'pick_basket',
      columns: 'slot INTEGER, pack INTEGER',
      rows: spread(
        NUMBERED_BASKETS.map((one) => ({ value: one.pack_no, weight: one.weight })),
        15,
      ).map((pack, slot) => ({ slot, pack })),
    },
    {
      name: 'r_chronic',
      columns: 'no INTEGER, code VARCHAR, name VARCHAR, icd VARCHAR, dept_no INTEGER, pack INTEGER',
      rows: NUMBERED_CHRONIC.map((one) => ({
        no: one.no,
        code: one.code,
        name: one.name,
        icd: one.icd,
        dept_no: deptNo(one.dept),
        pack: one.pack_no,
      })),
    },
    {
      name: 'r_extra',
      columns: 'name VARCHAR, pack INTEGER, own BOOLEAN',
      rows: NUMBERED_EXTRAS.map((one) => ({ name: one.name, pack: one.pack_no, own: one.own })),
    },
    {
      name: 'r_dept',
      columns: 'dept_no INTEGER, code VARCHAR, name VARCHAR',
      rows: DEPT_NAMES.map((name) => ({ dept_no: deptNo(name), code: DEPARTMENTS[name], name })),
    },
    {
      name: 'r_district',
      columns: 'district INTEGER, code VARCHAR',
      rows: DISTRICTS.map((one, district) => ({ district, code: one.code })),
    },
  ]
}

function planTables(plan: CityPlan): { name: string; columns: string; rows: readonly Cells[] }[] {
  const { institutions } = plan
  return [
    {
      name: 'r_hospital',
      columns:
        'iid INTEGER, code VARCHAR, name VARCHAR, tier VARCHAR, level VARCHAR, shop BOOLEAN, hosp_type VARCHAR, economic VARCHAR, admdvs VARCHAR, lng DOUBLE, lat DOUBLE, beds INTEGER, machines INTEGER, therapists INTEGER, benchmark BOOLEAN, habit DOUBLE, open_time VARCHAR, close_time VARCHAR',
      rows: hospitalRows(institutions),
    },
    {
      name: 'pick_hospital',
      columns: 'tier INTEGER, district INTEGER, slot INTEGER, iid INTEGER',
      rows: hospitalPicks(institutions),
    },
    {
      name: 'pick_pharmacy',
      columns: 'district INTEGER, slot INTEGER, iid INTEGER',
      rows: pharmacyPicks(institutions),
    },
    { name: 'home', columns: 'id VARCHAR, slot INTEGER, iid INTEGER', rows: homes(institutions) },
    {
      name: 'actor',
      columns:
        'pid BIGINT, gend VARCHAR, age INTEGER, born INTEGER, household VARCHAR, address VARCHAR, phone VARCHAR, employer BIGINT, district INTEGER, died INTEGER, insutype VARCHAR, chronic INTEGER, renumbered INTEGER',
      rows: plan.actors.map((one) => ({ ...one })),
    },
    { name: 'planned_stay', columns: STAY_TYPES, rows: plan.stays.map((one) => ({ ...one })) },
    { name: 'planned_visit', columns: VISIT_TYPES, rows: plan.visits.map((one) => ({ ...one })) },
    {
      name: 'planned_registration',
      columns: 'pid BIGINT, code VARCHAR, name VARCHAR',
      rows: plan.registrations.map((one) => ({ ...one })),
    },
    {
      name: 'planned_order',
      columns: 'ev BIGINT, pid BIGINT, kind VARCHAR, first INTEGER, last INTEGER',
      rows: plan.orders.map((one) => ({ ev: one.ev, pid: one.pid, kind: one.kind, first: one.from, last: one.to })),
    },
    {
      name: 'boost',
      columns: 'iid INTEGER, item INTEGER, did INTEGER, times DOUBLE, forced DOUBLE',
      rows: plan.boosts.map((one) => ({ ...one })),
    },
    {
      name: 'stock_gap',
      columns: 'iid INTEGER, item INTEGER, share DOUBLE',
      rows: plan.stockGaps.map((one) => ({ ...one })),
    },
  ]
}

/** Everything the chunks read: the catalogue, the institutions, the odds and the plan. */
export async function loadReference(loader: Loader, plan: CityPlan): Promise<void> {
  getDisease('I63')
  for (const table of [...knowledgeTables(), ...planTables(plan)]) await loadRows(loader, table)
  await loader.session.run(
    `CREATE MACRO doctor(code, dept_no, k) AS 'D' || substr(code, 2) || lpad(CAST(dept_no AS VARCHAR), 2, '0') || k`,
  )
}

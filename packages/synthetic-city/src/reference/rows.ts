import { DEPARTMENTS } from '../knowledge/departments.ts'
import { ALL_DISEASES, CATALOGUE, deptNo, PACKS } from '../knowledge/world.ts'
import { DISTRICTS, type Institution } from '../places/institutions.ts'
import { HOUSEHOLD_PATTERNS } from '../sql/people.ts'
import { type Cells } from './load-rows.ts'
import { cells, spread } from './picks.ts'

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

export function itemRows(): Cells[] {
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

export function packRows(): Cells[] {
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

export function diseaseRows(): Cells[] {
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
    },
  }))
}

/** The first code of a disease takes 60 % of its stays, the others share the rest. */
export function codeRows(): Cells[] {
  return ALL_DISEASES.flatMap((one) => {
    const rest = one.codes.length - 1
    const entries = one.codes.map((code, index) => ({
      value: code,
      weight: index === 0 ? (rest === 0 ? 1 : 0.6) : 0.4 / rest,
    }))
    return cells(spread(entries, 20), (code, slot) => ({ did: one.did, slot, code }))
  })
}

export function otherDiseases(): Cells[] {
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

export function hospitalRows(institutions: readonly Institution[]): Cells[] {
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

export const households = () =>
  HOUSEHOLD_PATTERNS.flatMap((sizes, pattern) =>
    sizes.flatMap((size, hidx) => Array.from({ length: size }, (_, pos) => ({ pattern, hidx, pos, size }))),
  ).map((row, index) => ({ ...row, slot: index % 12 }))

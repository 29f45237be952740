import { CONSUMABLES } from './consumables.ts'
import { HERBS, PATENT_DRUGS } from './other-drugs.ts'
import { SERVICES } from './services.ts'
import { WESTERN_DRUGS } from './western-drugs.ts'

/** One chargeable item 收费项目 of the city's catalogue. `no` is its place in the catalogue, small and stable. */
export interface Item {
  readonly no: number
  readonly code: string
  readonly name: string
  readonly kind: 'drug' | 'herb' | 'service' | 'consumable'
  readonly spec: string
  /** 目录类别 */
  readonly listType: '101' | '102' | '201' | '301'
  /** 医疗收费项目类别 */
  readonly chargeType: string
  /** 收费项目等级 */
  readonly level: '01' | '02' | '03'
  /** Grade-3 price in fen; services cost less in lower grades. */
  readonly priceFen: number
  readonly minutes?: number
  readonly highValue: boolean
  readonly atc?: string
}

type Draft = Omit<Item, 'no'>

const rows = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.split('|'))
const cell = (row: readonly string[], index: number) => row[index] ?? ''
const fen = (text: string) => Math.round(Number(text) * 100)
const level = (text: string) => text as Item['level']
const digits = (value: number, width: number) => String(value).padStart(width, '0')

function westernDrugs(): Draft[] {
  return rows(WESTERN_DRUGS).map((row, index) => {
    const atc = cell(row, 0)
    return {
      code: `X${atc}${'ABCDEFGHJK'[index % 10]}${digits(100 + index, 3)}B00201${digits(100 + ((index * 37) % 900), 4)}`,
      ...{ name: cell(row, 1), kind: 'drug', spec: cell(row, 2), listType: '101', chargeType: '09', highValue: false },
      ...{ level: level(cell(row, 4)), priceFen: fen(cell(row, 3)), atc },
    }
  })
}

function patentDrugs(): Draft[] {
  return rows(PATENT_DRUGS).map((row, index) => ({
    code: `Z${cell(row, 0)}${'ABCDEFGHJK'[index % 10]}${digits(100 + index, 3)}010${digits(1000 + ((index * 53) % 9000), 4)}`,
    ...{ name: cell(row, 1), kind: 'drug', spec: cell(row, 2), listType: '101', chargeType: '11', highValue: false },
    ...{ level: level(cell(row, 4)), priceFen: fen(cell(row, 3)) },
  }))
}

function herbs(): Draft[] {
  return rows(HERBS).map((row, index) => ({
    code: `T${digits(700 + index, 5)}${digits(1000 + ((index * 71) % 9000), 4)}`,
    ...{ name: cell(row, 0), kind: 'herb', spec: 'g', listType: '102', chargeType: '10', highValue: false },
    ...{ level: '01', priceFen: fen(cell(row, 1)) },
  }))
}

function services(): Draft[] {
  return rows(SERVICES).map((row) => ({
    code: `${cell(row, 0)}000`,
    ...{ name: cell(row, 1), kind: 'service', spec: '次', listType: '201', chargeType: cell(row, 2), highValue: false },
    ...{ level: level(cell(row, 4)), priceFen: fen(cell(row, 3)) },
    ...(cell(row, 5) === '' ? {} : { minutes: Number(cell(row, 5)) }),
  }))
}

function consumables(): Draft[] {
  return rows(CONSUMABLES).map((row, index) => ({
    code: `C${cell(row, 0)}${digits(10000 + index * 7, 5)}${digits(1000 + ((index * 91) % 9000), 4)}`,
    ...{ name: cell(row, 1), kind: 'consumable', spec: cell(row, 2), listType: '301', chargeType: '08' },
    ...{ level: level(cell(row, 4)), priceFen: fen(cell(row, 3)), highValue: cell(row, 5) === '1' },
  }))
}

export const CATALOGUE: readonly Item[] = [
  ...westernDrugs(),
  ...patentDrugs(),
  ...herbs(),
  ...services(),
  ...consumables(),
].map((draft, index) => ({ ...draft, no: index + 1 }))

const byName = new Map<string, Item>()
for (const item of CATALOGUE) {
  const full = `${item.name}（${item.spec}）`
  byName.set(byName.has(item.name) ? full : item.name, item)
}

/** The item of that registered name (the second brand of one name: `name（spec）`). Throws when the catalogue has none. */
export function getItem(name: string): Item {
  const item = byName.get(name)
  if (!item) throw new Error(`no such item in the city's catalogue: ${name}`)
  return item
}

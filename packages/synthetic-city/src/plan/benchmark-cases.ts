import { getItem } from '../knowledge/catalogue.ts'
import { ALL_DISEASES, getDisease } from '../knowledge/world.ts'
import { type Institution } from '../places/institutions.ts'
import { type CaseBook, type Draft } from './case-book.ts'

const DRUG = 'resource-drug-benchmark'
const REHAB = 'resource-rehab-benchmark'
const CONSUMABLE = 'resource-consumable-benchmark'

/** Cells for a comparison, by grade: disease, an item most of its stays use, and the share that does. */
const DRUG_CELLS = {
  '2': [
    ...['I63|依达拉奉注射液|0.93', 'I63|注射用血栓通|0.93', 'M54|甲钴胺注射液|0.8', 'J18|盐酸氨溴索注射液|0.85'],
    ...['E11|硫辛酸注射液|0.85', 'J44|多索茶碱注射液|0.8', 'J20|盐酸氨溴索注射液|0.65', 'K80|注射用泮托拉唑钠|0.75'],
  ],
  '1': [
    'I63|依达拉奉注射液|0.93',
    'I63|注射用血栓通|0.93',
    'M54|甲钴胺注射液|0.8',
    'J20|盐酸氨溴索注射液|0.65',
    'J44|多索茶碱注射液|0.8',
    'E11|硫辛酸注射液|0.85',
  ],
  '3': [
    ...[
      'I25|单硝酸异山梨酯注射液|0.8',
      'I25|注射用丹参多酚酸盐|0.8',
      'I63|依达拉奉注射液|0.93',
      'I63|注射用血栓通|0.93',
    ],
    ...['M54|甲钴胺注射液|0.8', 'K80|注射用泮托拉唑钠|0.75', 'J18|盐酸氨溴索注射液|0.85', 'E11|硫辛酸注射液|0.85'],
  ],
} as const
const REHAB_ITEMS = ['普通针刺', '推拿治疗', '红外线治疗', '中频脉冲电治疗'] as const
const ALL_REHAB = [...REHAB_ITEMS, '腰椎牵引', '颈椎牵引', '运动疗法', '偏瘫肢体综合训练', '灸法', '拔罐疗法'] as const
const CONSUMABLE_CELLS = {
  '3': [
    ...['I25|药物洗脱冠状动脉支架|0.66|36.07', 'I25|冠状动脉球囊扩张导管|0.66|36.07', 'H25|眼科粘弹剂|0.9|13.41'],
    ...['K80|结扎夹|0.82|51.23', 'K80|一次性腹腔镜穿刺器|0.82|51.23'],
  ],
  '2': ['K80|结扎夹|0.82|51.23', 'H25|眼科粘弹剂|0.9|13.41', 'K80|一次性腹腔镜穿刺器|0.82|51.23'],
} as const

/** Using cases a year a hospital of the grade must have on average: the models compare from twenty up. */
const ENOUGH = { drug: 28, consumable: 25 } as const

interface Cell {
  readonly at: Institution
  readonly parts: readonly string[]
}

/** Using cases a year at a hospital of the grade, on average. */
function yearlyUse(book: CaseBook, tier: string, cell: string): number {
  const [id = '', , share = '0'] = cell.split('|')
  const place = tier === '3' ? 0 : tier === '2' ? 1 : 2
  const total = ALL_DISEASES.reduce((sum, one) => sum + one.weights[place], 0)
  const hospitals = [book.pools.third, book.pools.second, book.pools.first][place]?.length ?? 1
  const stays = (book.yearlyStays * ([0.34, 0.45, 0.21][place] ?? 0)) / hospitals
  return stays * (getDisease(id).weights[place] / total) * Number(share)
}

/** A deck of (institution, cell) pairs where no cell of a grade is used by more than one in four institutions. */
function deckOf(
  book: CaseBook,
  cells: Readonly<Record<string, readonly string[]>>,
  enough: number,
): (draft: Draft) => Cell | undefined {
  const used = new Set<string>()
  const load = new Map<string, number>()
  const all = [...book.pools.third, ...book.pools.second, ...book.pools.first].filter((one) => !one.benchmark)
  return (draft) => {
    for (const tier of draft.random.shuffle(Object.keys(cells)))
      for (const cell of draft.random
        .shuffle(cells[tier] ?? [])
        .filter((one) => yearlyUse(book, tier, one) >= enough)) {
        const fit = all.filter((one) => one.tier === tier)
        if ((load.get(`${tier}/${cell}`) ?? 0) >= Math.max(1, Math.floor(fit.length / 4))) continue
        const at = draft.random
          .shuffle(fit)
          .find((one) => !used.has(`${one.iid}/${cell}`) && (load.get(`at/${one.iid}`) ?? 0) < 3)
        if (!at) continue
        used.add(`${at.iid}/${cell}`)
        load.set(`${tier}/${cell}`, (load.get(`${tier}/${cell}`) ?? 0) + 1)
        load.set(`at/${at.iid}`, (load.get(`at/${at.iid}`) ?? 0) + 1)
        return { at, parts: cell.split('|') }
      }
    return undefined
  }
}

const codeOf = (name: string) => getItem(name).code

export function planDrugBenchmarks(book: CaseBook): void {
  const next = deckOf(book, DRUG_CELLS, ENOUGH.drug)
  const plant = (
    label: 'fraud' | 'decoy',
    kind: string,
    request: { base: number; times: readonly [number, number]; note: string },
  ) =>
    book.cases({ model: DRUG, label, kind, base: request.base }, (draft) => {
      const cell = next(draft)
      if (!cell) return
      const { at, parts } = cell
      const [id = '', name = ''] = parts
      const [low, high] = request.times
      draft.boost({
        iid: at.iid,
        item: getItem(name).no,
        did: getDisease(id).did,
        times: low + (high - low) * draft.random.unit(),
        forced: label === 'fraud' ? 0.5 : 0,
      })
      draft.truth({
        modelId: DRUG,
        subjectType: 'institution',
        subjectId: `${at.code}|${codeOf(name)}|${getDisease(id).codes[0]?.slice(0, 3) ?? id}`,
        members: [],
        note: `${name}：${request.note}`,
      })
    })
  plant('decoy', 'below', { base: 3, times: [1.15, 1.25], note: '刚低于阈值' })
  plant('fraud', 'clear', { base: 7, times: [2.6, 3.4], note: '用量约为同级三倍' })
  plant('fraud', 'graded', { base: 6, times: [2, 2.3], note: '用量约为同级两倍' })
}

export function planRehabBenchmarks(book: CaseBook): void {
  const free = [...book.pools.second, ...book.pools.first].filter((one) => !one.benchmark)
  const taken = new Set<number>()
  const nextPlace = (draft: Draft, tier: string) => {
    const at = draft.random.shuffle(free).find((one) => one.tier === tier && !taken.has(one.iid))
    if (at) taken.add(at.iid)
    return at
  }
  book.cases({ model: REHAB, label: 'fraud', kind: 'capacity', base: 1.2 }, (draft) => {
    const at = nextPlace(draft, '2')
    if (!at) return
    for (const name of ALL_REHAB) draft.boost({ iid: at.iid, item: getItem(name).no, did: -1, times: 2.6, forced: 0.2 })
    draft.therapists(at.iid, 'short')
    draft.truth({
      modelId: REHAB,
      subjectType: 'institution',
      subjectId: at.code,
      members: [],
      note: '全部康复项目超承载能力',
    })
  })
  for (const [kind, label, times, note] of [
    ['items', 'fraud', 2.3, '康复项目次数约为同级两倍以上'],
    ['below', 'decoy', 1.2, '刚低于阈值'],
  ] as const)
    book.cases({ model: REHAB, label, kind, base: label === 'fraud' ? 2.4 : 1.2 }, (draft) => {
      const at = nextPlace(draft, draft.random.pick(['1', '2']))
      if (!at) return
      for (const name of draft.random.shuffle(REHAB_ITEMS).slice(0, 3)) {
        draft.boost({
          iid: at.iid,
          item: getItem(name).no,
          did: -1,
          times: times * (0.95 + 0.2 * draft.random.unit()),
          forced: label === 'fraud' ? 0.5 : 0,
        })
        draft.truth({
          modelId: REHAB,
          subjectType: 'institution',
          subjectId: `${at.code}|${codeOf(name)}`,
          members: [],
          note: `${name}：${note}`,
        })
      }
    })
}

export function planConsumableBenchmarks(book: CaseBook): void {
  const next = deckOf(book, CONSUMABLE_CELLS, ENOUGH.consumable)
  const plant = (
    label: 'fraud' | 'decoy',
    kind: string,
    request: { base: number; times: readonly [number, number]; note: string; gap?: number },
  ) =>
    book.cases({ model: CONSUMABLE, label, kind, base: request.base }, (draft) => {
      const cell = next(draft)
      if (!cell) return
      const { at, parts } = cell
      const [id = '', name = '', , operation = ''] = parts
      const [low, high] = request.times
      const item = getItem(name)
      draft.boost({
        iid: at.iid,
        item: item.no,
        did: getDisease(id).did,
        times: low + (high - low) * draft.random.unit(),
        forced: 0,
      })
      if (request.gap) draft.stockGap({ iid: at.iid, item: item.no, share: request.gap })
      draft.truth({
        modelId: CONSUMABLE,
        subjectType: 'institution',
        subjectId: `${at.code}|${item.code.slice(0, 15)}|${operation}`,
        members: [],
        note: `${name}：${request.note}`,
      })
    })
  plant('decoy', 'below', { base: 1.6, times: [1.15, 1.25], note: '刚低于阈值' })
  plant('fraud', 'clear', { base: 4, times: [2.2, 2.6], note: '单台用量约为同级两倍以上，且多于进货', gap: 0.25 })
  plant('fraud', 'graded', { base: 4, times: [1.85, 2.1], note: '单台用量约为同级两倍' })
}

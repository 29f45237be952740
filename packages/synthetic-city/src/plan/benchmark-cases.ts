import { getItem } from '../knowledge/catalogue.ts'
import { getDisease } from '../knowledge/world.ts'
import { type Institution } from '../places/institutions.ts'
import { type CaseBook, type Draft } from './case-book.ts'

const DRUG = 'resource-drug-benchmark'
const REHAB = 'resource-rehab-benchmark'
const CONSUMABLE = 'resource-consumable-benchmark'

/** Cells common enough for a comparison, by grade: disease and an item most of its stays use. */
const DRUG_CELLS = {
  '2': ['I63|依达拉奉注射液', 'I63|注射用血栓通', 'M54|甲钴胺注射液', 'J18|盐酸氨溴索注射液'],
  '1': ['I63|依达拉奉注射液', 'M54|甲钴胺注射液', 'J20|盐酸氨溴索注射液', 'I63|注射用血栓通'],
  '3': ['I25|单硝酸异山梨酯注射液', 'I25|注射用丹参多酚酸盐', 'I63|依达拉奉注射液', 'I63|注射用血栓通'],
} as const
const REHAB_ITEMS = ['普通针刺', '推拿治疗', '红外线治疗', '中频脉冲电治疗'] as const
const ALL_REHAB = [...REHAB_ITEMS, '腰椎牵引', '颈椎牵引', '运动疗法', '偏瘫肢体综合训练', '灸法', '拔罐疗法'] as const
const CONSUMABLE_CELLS = {
  '3': [
    'I25|药物洗脱冠状动脉支架|36.07',
    'I25|冠状动脉球囊扩张导管|36.07',
    'K80|结扎夹|51.23',
    'K80|一次性腹腔镜穿刺器|51.23',
  ],
  '2': ['K80|结扎夹|51.23', 'H25|眼科粘弹剂|13.41', 'K80|一次性腹腔镜穿刺器|51.23'],
} as const

interface Cell {
  readonly at: Institution
  readonly parts: readonly string[]
}

/** A deck of (institution, cell) pairs where no cell of a grade is used by more than one in four institutions. */
function deckOf(
  book: CaseBook,
  cells: Readonly<Record<string, readonly string[]>>,
): (draft: Draft) => Cell | undefined {
  const used = new Set<string>()
  const load = new Map<string, number>()
  const all = [...book.pools.third, ...book.pools.second, ...book.pools.first].filter((one) => !one.benchmark)
  return (draft) => {
    for (const tier of draft.random.shuffle(Object.keys(cells)))
      for (const cell of draft.random.shuffle(cells[tier] ?? [])) {
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
  const next = deckOf(book, DRUG_CELLS)
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
  plant('fraud', 'clear', { base: 7, times: [2.6, 3.4], note: '用量约为同级三倍' })
  plant('fraud', 'graded', { base: 6, times: [2, 2.3], note: '用量约为同级两倍' })
  plant('decoy', 'below', { base: 3, times: [1.15, 1.25], note: '刚低于阈值' })
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
          forced: 0,
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
  const next = deckOf(book, CONSUMABLE_CELLS)
  const plant = (
    label: 'fraud' | 'decoy',
    kind: string,
    request: { base: number; times: readonly [number, number]; note: string; gap?: number; loose?: boolean },
  ) =>
    book.cases({ model: CONSUMABLE, label, kind, base: request.base }, (draft) => {
      const cell = next(draft)
      if (!cell) return
      const { at, parts } = cell
      const [id = '', name = '', operation = ''] = parts
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
  plant('fraud', 'clear', { base: 3, times: [2.2, 2.6], note: '单台用量约为同级两倍以上，且多于进货', gap: 0.25 })
  plant('fraud', 'graded', { base: 2, times: [1.8, 2], note: '单台用量约为同级两倍' })
  plant('decoy', 'below', { base: 1.3, times: [1.15, 1.25], note: '刚低于阈值' })
}

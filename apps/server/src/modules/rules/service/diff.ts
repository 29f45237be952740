import { canonical, PARAMS, type KnowledgePoint, type ParamName } from '@yijian/rules'
import { libraryId } from './library.ts'

export interface FieldChange {
  readonly label: string
  readonly before: string
  readonly after: string
}

export interface PointDiff {
  readonly added: readonly KnowledgePoint[]
  readonly removed: readonly KnowledgePoint[]
  readonly changed: readonly { readonly before: KnowledgePoint; readonly after: KnowledgePoint; readonly fields: readonly FieldChange[] }[] // prettier-ignore
  readonly same: number
}

/** Between two releases, by point: a new version of a point is a change of it. */
export function diffPoints(before: readonly KnowledgePoint[], after: readonly KnowledgePoint[]): PointDiff {
  const old = newestById(before)
  const now = newestById(after)
  const added = [...now].filter(([id]) => !old.has(id)).map(([, point]) => point)
  const removed = [...old].filter(([id]) => !now.has(id)).map(([, point]) => point)
  const changed = [...now].flatMap(([id, point]) => {
    const was = old.get(id)
    const fields = was ? fieldChanges(was, point) : []
    return was && fields.length > 0 ? [{ before: was, after: point, fields }] : []
  })
  return { added, removed, changed, same: now.size - added.length - changed.length }
}

function newestById(points: readonly KnowledgePoint[]): Map<string, KnowledgePoint> {
  const byId = new Map<string, KnowledgePoint>()
  for (const point of points) {
    const { kpId } = libraryId(point.kpId)
    const known = byId.get(kpId)
    if (!known || known.version < point.version) byId.set(kpId, point)
  }
  return byId
}

const FIELDS: readonly (readonly [label: string, read: (point: KnowledgePoint) => Shown])[] = [
  ['名称', (point) => point.name],
  ['对象编码', (point) => point.keys.join('、')],
  ['对方（配套）编码', (point) => point.partners.join('、')],
  ['严重程度', (point) => point.severity],
  ['提示内容', (point) => point.message],
  ['依据', (point) => `${point.basis.document}${point.basis.article ?? ''}：${point.basis.text}`],
  ['统筹区', (point) => point.area],
  ['豁免文件', (point) => point.exemption],
  ['生效日期', (point) => point.effBegin],
  ['失效日期', (point) => point.effEnd],
  ['版本', (point) => point.version],
]

function fieldChanges(before: KnowledgePoint, after: KnowledgePoint): FieldChange[] {
  if (canonical(before) === canonical(after)) return []
  const names = [...new Set([...Object.keys(before.params), ...Object.keys(after.params)])] as ParamName[]
  const params = names.map((name) => [PARAMS[name].label, (point: KnowledgePoint) => point.params[name]] as const)
  return [...FIELDS, ...params].flatMap(([label, read]) => {
    const [was, is] = [text(read(before)), text(read(after))]
    return was === is ? [] : [{ label, before: was, after: is }]
  })
}

type Shown = string | number | boolean | null | undefined

function text(value: Shown): string {
  return value === null || value === undefined ? '' : String(value)
}

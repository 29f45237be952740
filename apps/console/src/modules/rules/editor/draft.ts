import type { LooseDraft, PointRow, RuleKindDetail } from '@yijian/contract'
import { omit } from '@yijian/web-kit/pure'

/** An empty draft of a kind. */
export function emptyDraft(kindId: string, today: string): LooseDraft {
  return {
    ...{
      kindId,
      name: '',
      keys: [],
      partners: [],
      params: {},
      severity: null,
      message: null,
      area: null,
      exemption: null,
    },
    basis: { text: '', document: '', article: null, date: null },
    ...{ effBegin: today, effEnd: null },
  }
}

interface Source {
  readonly point: PointRow
  readonly message: string | null
  readonly kind: RuleKindDetail
}

/** A point as the draft of its next version; only what it says itself, not what the kind says for it. */
export function draftOf({ point, message, kind }: Source): LooseDraft {
  const defaults = new Map(kind.parameters.map(({ name, default: value }) => [name, value]))
  const params = Object.fromEntries(
    Object.entries(point.params).filter(([name, value]) => defaults.get(name) !== value),
  )
  return {
    ...{ kindId: point.kindId, kpId: point.kpId, name: point.name, keys: point.keys, partners: point.partners, params },
    severity: point.severity === kind.severity ? null : point.severity,
    message: message === kind.message ? null : message,
    basis: point.basis,
    area: point.area,
    exemption: point.exemption,
    ...{ effBegin: point.effBegin, effEnd: point.effEnd },
  }
}

/** A copy begins a point of its own. */
export function copyOf(source: Source): LooseDraft {
  const draft = omit(draftOf(source), 'kpId')
  return { ...draft, name: `${draft.name}（副本）` }
}

/** The parameters with those of the kind beneath, as example claims are made from them. */
export function effectiveParams(draft: LooseDraft, kind: RuleKindDetail): LooseDraft['params'] {
  const defaults = kind.parameters.flatMap(({ name, default: value }) =>
    value === null ? [] : [[name, value] as const],
  )
  return { ...Object.fromEntries(defaults), ...draft.params }
}

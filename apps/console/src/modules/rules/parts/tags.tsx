import {
  POINT_STATUS_LABELS,
  RELEASE_STATE_LABELS,
  STAGE_LABELS,
  STAGES,
  type PointStatus,
  type ReleaseRow,
  type RuleKindRow,
} from '@yijian/contract'
import { Tag, type Tone } from '@yijian/web-kit'

const STATUS_TONES = {
  draft: 'neutral',
  review: 'brand',
  trial: 'warning',
  published: 'success',
  suspended: 'danger',
  retired: 'neutral',
} as const satisfies Record<PointStatus, Tone>
const RELEASE_TONES = {
  active: 'success',
  trial: 'warning',
  past: 'neutral',
  stored: 'neutral',
} as const satisfies Record<ReleaseRow['state'], Tone>

export function PointStatusTag({ status }: { readonly status: PointStatus }) {
  return <Tag tone={STATUS_TONES[status]}>{POINT_STATUS_LABELS[status]}</Tag>
}

export function ReleaseStateTag({ state }: { readonly state: ReleaseRow['state'] }) {
  return <Tag tone={RELEASE_TONES[state]}>{RELEASE_STATE_LABELS[state]}</Tag>
}

/** 事前 → 事中 → 事后, always in this order. */
export function stageText(stages: RuleKindRow['stages']): string {
  return STAGES.filter((stage) => stages.includes(stage))
    .map((stage) => STAGE_LABELS[stage])
    .join('·')
}

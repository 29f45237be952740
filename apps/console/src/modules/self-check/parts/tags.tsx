import {
  CHECK_STATUS_LABELS,
  SELF_HIT_MARK_LABELS,
  type CheckRow,
  type CheckStatus,
  type SelfHitMark,
} from '@yijian/contract'
import { Tag, type Tone } from '@yijian/web-kit'

const STATUS_TONES = {
  draft: 'neutral',
  submitted: 'brand',
  accepted: 'brand',
  returned: 'warning',
  closed: 'success',
} as const satisfies Record<CheckStatus, Tone>

export function StatusTag({ status }: { readonly status: CheckStatus }) {
  return <Tag tone={STATUS_TONES[status]}>{CHECK_STATUS_LABELS[status]}</Tag>
}

const SCAN_LABELS = { queued: '排队中', running: '筛查中', failed: '筛查失败', cancelled: '已取消' } as const

/** 草稿 says little while the scan is not there yet: then how that goes. */
export function CheckStateTag({ check }: { readonly check: Pick<CheckRow, 'scan' | 'status'> }) {
  if (check.scan === 'ready') return <StatusTag status={check.status} />
  const tone = check.scan === 'failed' ? 'danger' : check.scan === 'cancelled' ? 'neutral' : 'brand'
  return <Tag tone={tone}>{SCAN_LABELS[check.scan]}</Tag>
}

const MARK_TONES = {
  open: 'neutral',
  confirmed: 'danger',
  denied: 'success',
  pending: 'warning',
} as const satisfies Record<SelfHitMark, Tone>

export function MarkTag({ mark }: { readonly mark: SelfHitMark }) {
  return <Tag tone={MARK_TONES[mark]}>{SELF_HIT_MARK_LABELS[mark]}</Tag>
}

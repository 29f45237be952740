import { STATUS_LABELS, type FindingRow } from '@yijian/contract'
import { Tag, type Tone } from '@yijian/web-kit'

const TONES = { new: 'neutral', confirmed: 'success', rejected: 'appeal' } as const satisfies Record<
  FindingRow['status'],
  Tone
>

export function StatusTag({ status }: { readonly status: FindingRow['status'] }) {
  return <Tag tone={TONES[status]}>{STATUS_LABELS[status]}</Tag>
}

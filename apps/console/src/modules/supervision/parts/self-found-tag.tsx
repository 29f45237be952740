import { CHECK_STATUS_LABELS, type FindingRow } from '@yijian/contract'
import { formatMoment, Tag } from '@yijian/web-kit'

/** 机构已自查: who has reported it before must not be treated as one who was found out. */
export function SelfFoundTag({ mark }: { readonly mark: FindingRow['selfFound'] }) {
  if (mark === null) return null
  return (
    <span title={selfFoundText(mark)}>
      <Tag tone="brand">机构已自查</Tag>
    </span>
  )
}

export function selfFoundText({ at, reported, of, status }: NonNullable<FindingRow['selfFound']>): string {
  const part = reported === of ? `全部 ${of} 条判定` : `${of} 条判定中的 ${reported} 条`
  return `机构 ${formatMoment(at)} 提交的自查报告已确认${part}属实（${CHECK_STATUS_LABELS[status]}）`
}

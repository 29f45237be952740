import { Tag } from '@yijian/web-kit'

const SEVERITIES = {
  1: { label: '明确', tone: 'danger' },
  2: { label: '高度可疑', tone: 'warning' },
  3: { label: '轻度可疑', tone: 'neutral' },
} as const

/** 严重程度 of a judge; 疑似 until verified, whatever it says. */
export function SeverityTag({ severity }: { readonly severity: number }) {
  const { label, tone } = SEVERITIES[severity as 1 | 2 | 3] ?? SEVERITIES[3]
  return <Tag tone={tone}>{label}</Tag>
}

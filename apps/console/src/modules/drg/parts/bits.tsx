import { MONTH_STATE_LABELS, REVIEW_STATE_LABELS, YEAR_STATE_LABELS, type SpecialEffect } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { ErrorState, formatAmount, formatNumber, PageSkeleton, Tag, toClientError, type Tone } from '@yijian/web-kit'
import { App, Modal, Input } from 'antd'
import { useState, type ReactNode } from 'react'
import { useSide } from '../api.ts'

/** A table of ready-made cells. */
export function Plain({
  columns,
  rows,
  right = [],
  label,
  empty = '没有数据',
}: {
  readonly columns: readonly string[]
  readonly rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[]
  readonly right?: readonly number[]
  readonly label: string
  readonly empty?: string
}) {
  // prettier-ignore
  if (rows.length === 0) return <p className="yj-muted">{empty}</p>
  const side = (at: number) => (right.includes(at) ? 'yj-right yj-num' : '')
  return (
    <div className="yj-scroll-x">
      <table className="yj-plain-table" aria-label={label}>
        <thead>
          <tr>
            {columns.map((column, at) => (
              <th key={column} className={side(at)}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key}>
              {cells.map((cell, at) => (
                <td key={at} className={side(at)}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Gain green, loss red, always with its sign. */
export function Gain({ value }: { readonly value: string | null }) {
  if (value === null) return <span className="yj-muted">—</span>
  const isLoss = value.startsWith('-')
  const sign = isLoss || Number(value) === 0 ? '' : '+'
  const tone = Number(value) === 0 ? 'yj-muted' : isLoss ? 'drg-loss' : 'drg-gain'
  return <span className={`yj-num ${tone}`}>{`${sign}${formatAmount(value)}`}</span>
}

export function CodeName({ code, name }: { readonly code: string; readonly name: string }) {
  return (
    <span className="drg-code">
      <code>{code}</code> {name}
    </span>
  )
}

const MONTH_TONES: Readonly<Record<string, Tone>> = { open: 'neutral', frozen: 'brand', grouped: 'brand', priced: 'warning', stated: 'brand', requested: 'warning', accepted: 'brand', closed: 'success' } // prettier-ignore
export const MonthTag = ({ state }: { readonly state: keyof typeof MONTH_STATE_LABELS }) => <Tag tone={MONTH_TONES[state] ?? 'neutral'}>{MONTH_STATE_LABELS[state]}</Tag> // prettier-ignore

const REVIEW_TONES: Readonly<Record<string, Tone>> = { applied: 'warning', screened: 'warning', rejected: 'neutral', assigned: 'brand', voted: 'warning', decided: 'appeal', published: 'success', withdrawn: 'neutral' } // prettier-ignore
export const ReviewTag = ({ state }: { readonly state: keyof typeof REVIEW_STATE_LABELS }) => <Tag tone={REVIEW_TONES[state] ?? 'neutral'}>{REVIEW_STATE_LABELS[state]}</Tag> // prettier-ignore

const YEAR_TONES: Readonly<Record<string, Tone>> = { draft: 'neutral', published: 'brand', objected: 'warning', signed: 'appeal', final: 'success' } // prettier-ignore
export const YearTag = ({ state }: { readonly state: keyof typeof YEAR_STATE_LABELS }) => <Tag tone={YEAR_TONES[state] ?? 'neutral'}>{YEAR_STATE_LABELS[state]}</Tag> // prettier-ignore

export function effectText(effect: SpecialEffect): string {
  if (effect.effect === 'weight') return `调整权重为 ${effect.weight}`
  return effect.effect === 'actual'
    ? `按实际费用的 ${formatNumber(Number(effect.share) * 100, 2)}% 支付`
    : '仍按病组标准'
}

export function CaseLink({ caseId }: { readonly caseId: string }) {
  const { base } = useSide()
  return <Link to={`${base}/cases/${encodeURIComponent(caseId)}`}>{caseId}</Link>
}

/** Skeleton, error, or the page. */
export function Loaded<T>({
  query,
  children,
}: {
  readonly query: { readonly data: T | undefined; readonly error: unknown; readonly refetch: () => unknown }
  readonly children: (data: T) => ReactNode
}) {
  // prettier-ignore
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  return <PageSkeleton />
}

/** Reconciliation checks in words: what adds up to what. */
export function Checks({
  checks,
}: {
  readonly checks: readonly { readonly label: string; readonly ok: boolean; readonly text: string }[]
}) {
  // prettier-ignore
  return (
    <ul className="drg-checks" aria-label="核对">
      {checks.map(({ label, ok, text }) => (
        <li key={label}>
          <Tag tone={ok ? 'success' : 'danger'}>{ok ? '一致' : '不一致'}</Tag>
          <strong>{label}</strong>
          <span className="yj-secondary yj-num">{text}</span>
        </li>
      ))}
    </ul>
  )
}

/** Says what went wrong where the hand is. */
export function useNotify() {
  const { message } = App.useApp()
  return {
    done: (text: string) => void message.success(text),
    failed: (error: unknown) => void message.error(toClientError(error).message),
  }
}

/** A step that needs words: opinion, reason, note. */
export function WordsDialog({
  title,
  label,
  okText,
  onOk,
  onClose,
  children,
  initial = '',
}: {
  readonly title: string
  readonly label: string
  readonly okText: string
  readonly onOk: (words: string) => Promise<unknown>
  readonly onClose: () => void
  readonly children?: ReactNode
  readonly initial?: string
}) {
  // prettier-ignore
  const [words, setWords] = useState(initial)
  const [busy, setBusy] = useState(false)
  const { failed } = useNotify()
  return (
    <Modal
      open
      title={title}
      okText={okText}
      cancelText="取消"
      confirmLoading={busy}
      okButtonProps={{ disabled: words.trim().length < 2 }}
      onCancel={onClose}
      onOk={() => {
        setBusy(true)
        onOk(words.trim())
          .then(onClose, failed)
          .finally(() => {
            setBusy(false)
          })
      }}
    >
      {children}
      <label className="drg-field">
        <span>{label}</span>
        <Input.TextArea
          aria-label={label}
          value={words}
          rows={4}
          maxLength={1000}
          showCount
          onChange={(event) => {
            setWords(event.target.value)
          }}
        />
      </label>
    </Modal>
  )
}

type Figure = readonly [label: string, value: ReactNode, note: ReactNode]

/** Figures side by side, each with what it is and a word about it. */
export function Figures({ items }: { readonly items: readonly Figure[] }) {
  return (
    <div className="drg-figures">
      {items.map(([label, value, note]) => (
        <div key={label}>
          <span className="yj-muted">{label}</span>
          <strong className="yj-num">{value}</strong>
          <span className="yj-muted yj-small">{note}</span>
        </div>
      ))}
    </div>
  )
}

import { VERDICT_LABELS, VERDICTS, type BacktestSampleRow, type Precision, type Verdict } from '@yijian/contract'
import { Amount, EmptyState, formatPercent, Tag, toClientError, type Tone } from '@yijian/web-kit'
import { Alert, Button, Input, Progress } from 'antd'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useLabelSample, type BacktestData } from '../lifecycle-api.ts'

const TONES = { right: 'success', wrong: 'danger', unclear: 'neutral' } as const satisfies Record<Verdict, Tone>
const KEYS: Readonly<Record<string, Verdict>> = { '1': 'right', '2': 'wrong', '3': 'unclear' }

interface Props {
  readonly backtest: BacktestData
  /** The sample looked at. */
  readonly at: string | undefined
  readonly onAt: (jrId: string) => void
}

/** 抽样核对: one sample after the other, by keys: 1 符合, 2 不符合, 3 说不清, ↑↓ move. */
export function SampleReview({ backtest, at, onAt }: Props) {
  const { samples } = backtest
  const first = samples.find(({ label }) => label === null) ?? samples[0]
  const current = samples.find(({ jrId }) => jrId === at) ?? first
  const index = current ? samples.indexOf(current) : -1
  const label = useLabelSample(backtest.backtestId)
  const step = useCallback(
    (by: number) => {
      const next = samples[index + by]
      if (next) onAt(next.jrId)
    },
    [samples, index, onAt],
  )
  const answer = useCallback(
    (verdict: Verdict, note: string) => {
      if (!current) return
      label.mutate({ jrId: current.jrId, verdict, note }, { onSuccess: () => step(1) })
    },
    [current, label, step],
  )
  if (!current)
    return (
      <EmptyState compact title="没有样本">
        这次回测没有命中，无可核对。
      </EmptyState>
    )
  return (
    <div className="review">
      <div className="review-list" role="listbox" aria-label="样本">
        {samples.map((sample, n) => (
          <button
            key={sample.jrId}
            type="button"
            role="option"
            aria-selected={sample === current}
            onClick={() => onAt(sample.jrId)}
          >
            <span className="yj-num">{n + 1}</span>
            <span className="yj-ellipsis">{sample.fixmedinsName}</span>
            {sample.label ? <Tag tone={TONES[sample.label.verdict]}>{VERDICT_LABELS[sample.label.verdict]}</Tag> : null}
          </button>
        ))}
      </div>
      <div className="yj-stack">
        <PrecisionBar precision={backtest.precision} total={samples.length} />
        {label.error ? <Alert showIcon type="error" title={toClientError(label.error).message} /> : null}
        <SampleCard
          key={current.jrId}
          sample={current}
          busy={label.isPending}
          onAnswer={answer}
          onStep={step}
          place={`${index + 1} / ${samples.length}`}
        />
      </div>
    </div>
  )
}

function PrecisionBar({ precision, total }: { readonly precision: Precision | null; readonly total: number }) {
  const done = precision ? precision.right + precision.wrong + precision.unclear : 0
  return (
    <div>
      <Progress
        percent={total === 0 ? 0 : Math.round((100 * done) / total)}
        size="small"
        format={() => `${done} / ${total}`}
      />
      <p className="yj-secondary">
        {precision === null || precision.value === null || precision.low === null || precision.high === null
          ? '还没有可计算准确率的核对结果。'
          : `准确率 ${formatPercent(precision.value)}，95% 区间 ${formatPercent(precision.low)} 至 ${formatPercent(precision.high)}（符合 ${precision.right}、不符合 ${precision.wrong}、说不清 ${precision.unclear}）。`}
      </p>
    </div>
  )
}

interface CardProps {
  readonly sample: BacktestSampleRow
  readonly busy: boolean
  readonly place: string
  readonly onAnswer: (verdict: Verdict, note: string) => void
  readonly onStep: (by: number) => void
}

function SampleCard({ sample, busy, place, onAnswer, onStep }: CardProps) {
  const [note, setNote] = useState(sample.label?.note ?? '')
  const latest = useRef({ note, busy, onAnswer, onStep })
  useEffect(() => {
    latest.current = { note, busy, onAnswer, onStep }
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const inField = event.target instanceof HTMLElement && event.target.closest('input, textarea, [role=combobox]')
      if (inField || event.ctrlKey || event.metaKey || event.altKey || latest.current.busy) return
      const verdict = KEYS[event.key]
      if (verdict !== undefined) latest.current.onAnswer(verdict, latest.current.note)
      else if (event.key === 'ArrowDown') latest.current.onStep(1)
      else if (event.key === 'ArrowUp') latest.current.onStep(-1)
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => {
      window.removeEventListener('keydown', onKey)
    }
  }, [])
  return (
    <article className="review-card" aria-label={`样本 ${place}`}>
      <p className="editor-sentence">{sample.message}</p>
      <p className="yj-secondary">
        {sample.day} · {sample.fixmedinsName} · 参保人 <code>{sample.psnNo}</code> · 就诊{' '}
        <code>{sample.mdtrtId === '' ? '跨就诊' : sample.mdtrtId}</code> · 涉及 <Amount value={sample.amount} /> 元{' '}
        <Tag tone={sample.onlyIn === 'draft' ? 'warning' : 'neutral'}>
          {sample.onlyIn === 'draft' ? '仅草稿命中' : '现行也命中'}
        </Tag>
      </p>
      {sample.facts.length === 0 ? null : (
        <p className="yj-small">{sample.facts.map(({ label, value }) => `${label} ${value}`).join('，')}</p>
      )}
      <SampleLines lines={sample.lines} />
      <div className="review-answer">
        <Input
          aria-label="备注"
          placeholder="备注（可不填）"
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <div className="yj-row">
          {VERDICTS.map((verdict, n) => (
            <Button
              key={verdict}
              {...(sample.label?.verdict === verdict ? { type: 'primary' as const } : {})}
              disabled={busy}
              onClick={() => onAnswer(verdict, note)}
            >
              <kbd>{n + 1}</kbd> {VERDICT_LABELS[verdict]}
            </Button>
          ))}
          <span className="yj-muted yj-small">
            {place} · <kbd>↑</kbd> <kbd>↓</kbd> 上一条、下一条
          </span>
        </div>
      </div>
    </article>
  )
}

function SampleLines({ lines }: { readonly lines: BacktestSampleRow['lines'] }) {
  if (lines.length === 0) return null
  return (
    <table className="yj-plain-table" aria-label="样本明细">
      <thead>
        <tr>
          <th>日期</th>
          <th>项目</th>
          <th style={{ textAlign: 'right' }}>数量</th>
          <th style={{ textAlign: 'right' }}>金额（元）</th>
          <th>角色</th>
        </tr>
      </thead>
      <tbody>
        {lines.slice(0, 20).map((line) => (
          <tr key={line.sn}>
            <td className="yj-num">{line.day}</td>
            <td>
              <span className="yj-cell-2">
                <span>{line.name}</span>
                <small>
                  <code>{line.code}</code>
                </small>
              </span>
            </td>
            <td className="yj-num" style={{ textAlign: 'right' }}>
              {line.cnt === '' ? '—' : String(Number(line.cnt))}
            </td>
            <td className="yj-num" style={{ textAlign: 'right' }}>
              <Amount value={line.amount} />
            </td>
            <td>
              <Tag tone={line.role === 'violating' ? 'warning' : 'neutral'}>
                {line.role === 'violating' ? '疑似违规项' : '涉及项'}
              </Tag>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

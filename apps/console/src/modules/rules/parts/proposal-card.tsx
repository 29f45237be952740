import { PROPOSAL_STATE_LABELS, type ProposalRow } from '@yijian/contract'
import { formatPercent, Tag, type Tone } from '@yijian/web-kit'
import { Checkbox, Input, Segmented } from 'antd'
import type { ReactNode } from 'react'
import { CodeList } from './point-columns.tsx'

/** What the expert decided about one proposed point. */
export interface Choice {
  readonly accepted: readonly string[]
  readonly changed: Readonly<Record<string, string | number | boolean | null>>
  readonly partners: readonly string[] | undefined
}

export const acceptAll = (row: ProposalRow): Choice => ({
  accepted: row.proposals.map(({ param }) => param),
  changed: {},
  partners: row.partnerProposals.length === 0 ? undefined : [...row.partners, ...row.partnerProposals],
})

const TONES = {
  open: 'warning',
  unreadable: 'neutral',
  confirmed: 'success',
  skipped: 'neutral',
} as const satisfies Record<ProposalRow['state'], Tone>
const HOW = { accept: '接受', change: '改为', drop: '不限' } as const

interface Props {
  readonly row: ProposalRow
  readonly choice: Choice | undefined
  readonly onChoice: (choice: Choice | undefined) => void
}

/** The official text with the words marked that each value was read from, and a decision about each value. */
export function ProposalCard({ row, choice, onChoice }: Props) {
  const decidable = row.state === 'open'
  return (
    <article className="proposal" aria-label={row.name} data-chosen={choice !== undefined}>
      <header className="yj-row">
        {decidable ? (
          <Checkbox
            aria-label={`选择 ${row.name}`}
            checked={choice !== undefined}
            onChange={(event) => onChoice(event.target.checked ? acceptAll(row) : undefined)}
          />
        ) : null}
        <strong>{row.name}</strong>
        <span className="yj-muted yj-small">
          {row.kindId} {row.kindName}
        </span>
        <Tag tone={TONES[row.state]}>{PROPOSAL_STATE_LABELS[row.state]}</Tag>
        {row.exists ? <Tag tone="brand">知识库已有，确认后为新版本</Tag> : null}
      </header>
      <p className="proposal-text">
        <Marked row={row} field="constraint" />
        {row.texts.detectLogic === '' ? null : (
          <span className="yj-muted">
            　检出逻辑：
            <Marked row={row} field="detectLogic" />
          </span>
        )}
      </p>
      {row.reason === null ? null : <p className="danger-text yj-small">不能执行：{row.reason}</p>}
      <div className="proposal-body">
        <div className="yj-small">
          <span className="yj-muted">对象编码</span>
          <CodeList codes={row.keys} limit={3} />
          {row.partners.length + row.partnerProposals.length === 0 ? null : (
            <>
              <span className="yj-muted">对应编码{row.partnerProposals.length > 0 ? '（建议）' : ''}</span>
              <CodeList codes={[...row.partners, ...row.partnerProposals]} limit={3} />
            </>
          )}
        </div>
        <ul className="proposal-values">
          {row.proposals.length === 0 ? <li className="yj-muted">没有参数，由编码决定</li> : null}
          {row.proposals.map((proposal) => (
            <li key={proposal.param}>
              <span>
                {proposal.label}：<strong>{proposal.valueText}</strong>{' '}
                <small
                  className={proposal.confidence < 0.6 ? 'danger-text' : 'yj-muted'}
                  title={proposal.note ?? undefined}
                >
                  {proposal.span === null && proposal.confidence < 1
                    ? '原文没有，惯例'
                    : `把握 ${formatPercent(proposal.confidence)}`}
                </small>
              </span>
              {choice === undefined ? null : <Decision proposal={proposal} choice={choice} onChoice={onChoice} />}
            </li>
          ))}
        </ul>
      </div>
    </article>
  )
}

interface DecisionProps {
  readonly proposal: ProposalRow['proposals'][number]
  readonly choice: Choice
  readonly onChoice: (choice: Choice) => void
}

function Decision({ proposal: { param, label, value }, choice, onChoice }: DecisionProps) {
  const changed = choice.changed[param]
  const how: keyof typeof HOW = changed === null ? 'drop' : changed === undefined ? 'accept' : 'change'
  const decide = (next: keyof typeof HOW, to: string | number | boolean = value) => {
    const accepted = choice.accepted.filter((name) => name !== param)
    const rest = Object.fromEntries(Object.entries(choice.changed).filter(([name]) => name !== param))
    if (next === 'accept') onChoice({ ...choice, accepted: [...accepted, param], changed: rest })
    else onChoice({ ...choice, accepted, changed: { ...rest, [param]: next === 'drop' ? null : to } })
  }
  return (
    <span className="yj-row">
      <Segmented
        size="small"
        aria-label={label}
        value={how}
        options={(['accept', 'change', 'drop'] as const).map((key) => ({ value: key, label: HOW[key] }))}
        onChange={(next) => decide(next)}
      />
      {how === 'change' && typeof value !== 'boolean' ? (
        <Input
          size="small"
          style={{ width: 130 }}
          aria-label={`${label}的值`}
          defaultValue={String(changed ?? '')}
          onChange={(event) => {
            const text = event.target.value.trim()
            decide(
              'change',
              typeof value === 'number' && text !== '' && !Number.isNaN(Number(text)) ? Number(text) : text,
            )
          }}
        />
      ) : null}
    </span>
  )
}

/** A text with the words of every proposal marked. */
function Marked({ row, field }: { readonly row: ProposalRow; readonly field: keyof ProposalRow['texts'] }) {
  const text = row.texts[field]
  const spans = row.proposals
    .flatMap(({ span, label, valueText }) =>
      span?.field === field ? [{ ...span, title: `${label}：${valueText}` }] : [],
    )
    .sort((a, b) => a.start - b.start)
  const parts: ReactNode[] = []
  let at = 0
  for (const { start, end, title } of spans) {
    if (start < at) continue
    parts.push(text.slice(at, start), <mark key={start} title={title}>{text.slice(start, end)}</mark>) // prettier-ignore
    at = end
  }
  parts.push(text.slice(at))
  return <>{text === '' ? <span className="yj-muted">（没有文字说明）</span> : parts}</>
}

import { SEVERITY_LABELS, type JudgeResult } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { Amount, Tag, SeverityTag } from '@yijian/web-kit'
import { ruleHref } from '../search.ts'
import { usePoint } from '../api.ts'
import type { TrialLine } from '../trial/claim.ts'
import { parseEvidence } from '../trial/evidence.ts'

const AMOUNT_WORDS: Readonly<Record<string, string>> = { '1': '', '2': '（估算）', '3': '（未能计算）' }

/** What a reminder asks of the doctor before going on, by severity (rules specification §2). */
const REACTIONS = {
  1: '请修改医嘱；确需执行的，须填写理由。',
  2: '请确认并填写理由后继续。',
  3: '仅作提示，可直接继续。',
} as const

/** One reminder in the words and order in which the doctor's workstation shows it. */
export function Reminder({ result, lines }: { readonly result: JudgeResult; readonly lines: readonly TrialLine[] }) {
  const severity = severityOf(result.sev_deg)
  return (
    <article
      className="reminder"
      data-severity={severity}
      aria-label={`${SEVERITY_LABELS[severity]}：${result.rule_name}`}
    >
      <header className="yj-row">
        <SeverityTag severity={severity} />
        <strong>{result.rule_name}</strong>
        <Link className="yj-small" to={ruleHref(result.rule_id)}>
          {result.rule_id}
        </Link>
      </header>
      <p className="reminder-words">{result.vola_cont}</p>
      <Grounds text={result.vola_evid} kindId={result.rule_id} />
      <ul className="reminder-lines" aria-label="涉及医嘱">
        {result.judge_result_detail_dtos.map((detail) => {
          const line = lines.find((one) => one.id === detail.rx_id)
          return (
            <li key={detail.jrd_id}>
              <Tag tone={detail.vola_item_type === '1' ? 'warning' : 'neutral'}>
                {detail.vola_item_type === '1' ? '疑似违规项' : '涉及项'}
              </Tag>
              <span>
                {line === undefined ? detail.rx_id : line.name === '' ? line.code : line.name}
                {line === undefined ? null : <small className="yj-muted yj-num"> {line.at}</small>}
              </span>
              <Amount value={detail.vola_amt.toFixed(2)} />
            </li>
          )
        })}
      </ul>
      <footer className="yj-row yj-secondary">
        <span>
          涉及金额 <Amount value={result.vola_amt.toFixed(2)} /> 元{AMOUNT_WORDS[result.vola_amt_stas] ?? ''}
        </span>
        <span>{REACTIONS[severity]}</span>
      </footer>
    </article>
  )
}

/** The article, what would be lawful, and the values it rests on. */
function Grounds({ text, kindId }: { readonly text: string; readonly kindId: string }) {
  const evidence = parseEvidence(text)
  const point = usePoint(evidence.kpId ?? undefined).data?.current
  return (
    <dl className="reminder-grounds">
      <dt>依据</dt>
      <dd>
        {evidence.basis ?? point?.basis.text ?? text}
        {point ? (
          <span className="yj-muted">
            {' '}
            <Link to={ruleHref(kindId, { tab: 'points', open: point.kpId })}>知识点 {point.kpId}</Link>
          </span>
        ) : null}
      </dd>
      {evidence.lawful === null ? null : (
        <>
          <dt>符合规定的情形</dt>
          <dd>{evidence.lawful}</dd>
        </>
      )}
      {evidence.facts.length === 0 ? null : (
        <>
          <dt>本次</dt>
          <dd>{evidence.facts.map((fact) => `${fact.label} ${fact.value}`).join('，')}</dd>
        </>
      )}
    </dl>
  )
}

function severityOf(text: string): 1 | 2 | 3 {
  return text === '1' ? 1 : text === '2' ? 2 : 3
}

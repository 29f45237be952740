import { SUBJECT_LABELS, type FindingDetail } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import {
  CodeText,
  FactList,
  formatAmount,
  formatCount,
  formatPercent,
  formatPeriod,
  headlineAmount,
  HeadlineAmount,
  LevelTag,
  MaskedValue,
  Tag,
} from '@yijian/web-kit'
import { submissionHref } from '../../self-check/public.ts'
import { institutionHref, modelHref } from '../public.ts'
import { tierLabel, wordOf } from './finding-names.ts'
import { SelfFoundTag, selfFoundText } from './self-found-tag.tsx'
import { StatusTag } from './status-tag.tsx'
import type { Reveal } from './use-reveal.tsx'

interface Props {
  readonly detail: FindingDetail
  readonly reveal: Reveal
}

/** What happened, whom it concerns, how much, how sure, and what speaks against it. */
export function FindingLead({ detail, reveal }: Props) {
  return (
    <section className="yj-card" aria-label="疑点说明">
      <div className="yj-row" style={{ marginBottom: 8 }}>
        <LevelTag level={detail.level} score={detail.score} />
        <StatusTag status={detail.status} />
        <SelfFoundTag mark={detail.selfFound} />
        {detail.excludedBy === null ? null : <Tag tone="warning">已排除：{detail.excludedBy}</Tag>}
        {detail.tags.map((tag) => (
          <Tag key={tag}>{tag}</Tag>
        ))}
      </div>
      <p className="finding-sentence">{detail.explain}</p>
      <div className="finding-figures">
        <MoneyFigure label="涉及基金" amount={detail.amtFund} />
        <MoneyFigure label="涉及总额" amount={detail.amtTotal} />
        <Figure
          label="风险分"
          value={<span className="yj-num">{detail.score}</span>}
          note={detail.scoreFormula === '' ? '满分 100' : '满分 100，算法见“推算依据”'}
        />
        {detail.rule === null ? (
          <Figure
            label="数据完整度"
            value={
              <span className="yj-num">
                {detail.missingShare === null ? '—' : formatPercent(1 - detail.missingShare, 0)}
              </span>
            }
            note={sureness(detail)}
          />
        ) : (
          <Figure
            label="命中"
            value={<span className="yj-num">{formatCount(detail.rule.hitsTotal)}</span>}
            note={`疑似违规项 ${formatCount(detail.rule.violating)} 行，涉及项 ${formatCount(detail.rule.involved)} 行`}
          />
        )}
      </div>
      {detail.selfFound === null ? null : (
        <p className="yj-secondary" style={{ marginBottom: 12 }}>
          {selfFoundText(detail.selfFound)}，<Link to={submissionHref(detail.selfFound.checkId)}>查看自查报告</Link>
        </p>
      )}
      {detail.against === '' ? null : (
        <div className="against">
          <strong>也要考虑</strong>
          <p>{detail.against}</p>
        </div>
      )}
      <FactList columns={4} facts={who(detail, reveal)} />
    </section>
  )
}

/** The exact amount stands below only when the headline is rounded. */
function MoneyFigure({ label, amount }: { readonly label: string; readonly amount: string }) {
  const rounded = headlineAmount(amount).unit !== '元'
  return (
    <Figure
      label={label}
      value={<HeadlineAmount value={amount} />}
      note={rounded ? `${formatAmount(amount)} 元` : ''}
    />
  )
}

function Figure({
  label,
  value,
  note,
}: {
  readonly label: string
  readonly value: React.ReactNode
  readonly note: React.ReactNode
}) {
  return (
    <div>
      <span className="yj-muted">{label}</span>
      <strong>{value}</strong>
      <small className="yj-muted">{note}</small>
    </div>
  )
}

function sureness(detail: FindingDetail): string {
  const missing = detail.missingShare ?? 0
  if (detail.missingShare === null) return '该模型未统计缺失'
  return missing > 0.2 ? '缺失较多，结论仅供参考' : missing > 0 ? '少量字段缺失' : '所需字段齐全'
}

function who(detail: FindingDetail, reveal: Reveal) {
  const related = reveal.relatedPsnNos
  return [
    {
      label: '机构',
      value:
        detail.fixmedinsCode === null ? (
          '涉及多家机构，见下方就诊'
        ) : (
          <>
            <Link to={institutionHref(detail.fixmedinsCode)}>{detail.fixmedinsName ?? detail.fixmedinsCode}</Link>
            <span className="yj-muted">
              {' '}
              {[detail.admdvsName, detail.tier === null ? null : tierLabel(detail.tier)].filter(Boolean).join(' · ')}
            </span>
          </>
        ),
    },
    {
      label: related.length > 1 ? `参保人（${related.length} 人）` : '参保人',
      value:
        detail.psnNo === null && related.length === 0 ? (
          '—'
        ) : (
          <span className="person-list">
            {(detail.psnNo === null ? related : [detail.psnNo]).slice(0, 6).map((masked, index) => (
              <MaskedValue
                key={masked + String(index)}
                masked={masked}
                clear={detail.psnNo === null ? null : reveal.psnNo}
                onReveal={index === 0 ? reveal.ask : undefined}
              />
            ))}
            {detail.psnNo === null && related.length > 6 ? (
              <span className="yj-muted">等 {related.length} 人</span>
            ) : null}
          </span>
        ),
    },
    { label: '发生期间', value: <span className="yj-num">{formatPeriod(detail.periodFrom, detail.periodTo)}</span> },
    {
      label: detail.source === 'rule' ? '来自规则' : '来自模型',
      value: (
        <>
          <Link to={modelHref(detail.modelId)}>{detail.modelName}</Link>{' '}
          <code className="yj-muted">{detail.modelVersion}</code>
        </>
      ),
    },
    {
      label: '对象',
      value: (
        <>
          {SUBJECT_LABELS[detail.subjectType]} <CodeText value={detail.subjectId} short={20} />
        </>
      ),
    },
    { label: '疑点编号', value: <CodeText value={detail.findingId} short={16} /> },
    {
      label: '数据快照',
      value: (
        <>
          <code>{detail.snapshot}</code>
          <span className="yj-muted">，截至 {detail.asOf}</span>
        </>
      ),
    },
    { label: '金额口径', value: detail.amtMethod === null ? detail.amountFormula || '—' : wordOf(detail.amtMethod) },
  ]
}

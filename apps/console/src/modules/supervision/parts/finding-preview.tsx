import type { FindingDetail, FindingRow } from '@yijian/contract'
import { Amount, BlockSkeleton, ErrorState, FactList, formatField, formatPeriod, LevelTag } from '@yijian/web-kit'
import { useFinding } from '../api.ts'
import { suspicionOf } from './finding-names.ts'
import { SelfFoundTag } from './self-found-tag.tsx'
import { StatusTag } from './status-tag.tsx'
import { StayTimeline } from './stay-timeline.tsx'

interface Props {
  readonly findingId: string | undefined
  readonly row: FindingRow | undefined
}

/** Enough of a finding to decide whether to open it. */
export function FindingPreview({ findingId, row }: Props) {
  const query = useFinding(findingId)
  const shown = query.data ?? row
  if (!shown)
    return query.isError ? (
      <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <BlockSkeleton />
    )
  return (
    <div className="yj-stack">
      <div className="yj-row">
        <LevelTag level={shown.level} score={shown.score} />
        <strong>{suspicionOf(shown)}</strong>
        <StatusTag status={shown.status} />
        <SelfFoundTag mark={shown.selfFound} />
      </div>
      <p>{shown.explain}</p>
      <FactList
        facts={[
          {
            label: '涉及基金（元）',
            value: (
              <strong>
                <Amount value={shown.amtFund} />
              </strong>
            ),
          },
          { label: '涉及总额（元）', value: <Amount value={shown.amtTotal} /> },
          { label: '机构', value: shown.fixmedinsName ?? '多家机构' },
          { label: '参保人', value: shown.psnNo === null ? '—' : <code>{shown.psnNo}</code> },
          { label: '发生期间', value: formatPeriod(shown.periodFrom, shown.periodTo) },
          { label: shown.source === 'rule' ? '规则集' : '模型版本', value: <code>{shown.modelVersion}</code> },
        ]}
      />
      {query.data ? (
        <PreviewDetail detail={query.data} />
      ) : query.isError ? (
        <ErrorState compact error={query.error} />
      ) : (
        <BlockSkeleton rows={4} />
      )}
    </div>
  )
}

function PreviewDetail({ detail }: { readonly detail: FindingDetail }) {
  return (
    <>
      {detail.against === '' ? null : (
        <div className="against">
          <strong>也要考虑</strong>
          <p>{detail.against}</p>
        </div>
      )}
      {detail.visits.length === 0 ? null : (
        <StayTimeline visits={detail.visits.slice(0, 20)} selected={undefined} onSelect={() => undefined} />
      )}
      <FactList
        facts={detail.facts
          .filter((fact) => fact.value !== null)
          .slice(0, 8)
          .map((fact) => ({ label: fact.label, value: formatField(fact.value, fact) }))}
      />
    </>
  )
}

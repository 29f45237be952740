import { Link, useNavigate } from '@tanstack/react-router'
import {
  Amount,
  ChartFrame,
  CodeText,
  EmptyState,
  ErrorState,
  FactList,
  formatAmount,
  formatCount,
  HeadlineAmount,
  MonthChart,
  monthRange,
  PageHeader,
  PageSkeleton,
  peakMonth,
  Section,
} from '@yijian/web-kit'
import { LinkButton } from '../../../shell/link-button.tsx'
import { useParam } from '../../../shell/search-state.ts'
import { useInstitution } from '../api.ts'
import type { InstitutionPageData } from '../contract.ts'
import { ScoreBar } from '../parts/score-bar.tsx'
import { reportedHref, modelHref } from '../public.ts'

/** How does this institution stand? */
export function InstitutionPage() {
  const code = useParam('fixmedinsCode')
  const query = useInstitution(code)
  if (query.data === undefined) {
    return query.isError ? (
      <div className="yj-page">
        <Link to="/institutions">← 机构分析报告</Link>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </div>
    ) : (
      <PageSkeleton />
    )
  }
  return <Report report={query.data} />
}

function Report({ report }: { readonly report: InstitutionPageData }) {
  return (
    <div className="yj-page">
      <PageHeader
        back={<Link to="/institutions">← 机构分析报告</Link>}
        title={report.fixmedinsName}
        lead={
          <span className="yj-row">
            <CodeText value={report.fixmedinsCode} />
            <span>{[report.hospLvLabel, report.admdvsName].filter(Boolean).join(' · ')}</span>
          </span>
        }
        actions={
          <LinkButton type="primary" href={reportedHref({ institution: report.fixmedinsCode })}>
            查看全部 {formatCount(report.findings)} 条疑点
          </LinkButton>
        }
      />
      <div className="yj-stack">
        <Section>
          <FactList
            columns={4}
            facts={[
              { label: '疑似违规分值', value: <strong className="figure">{report.score.toFixed(1)}</strong> },
              {
                label: '涉及基金',
                value: (
                  <span className="figure">
                    <HeadlineAmount value={report.amtFund} />
                  </span>
                ),
              },
              {
                label: '疑似违规指标数量（命中模型）',
                value: <strong className="figure">{formatCount(report.models)}</strong>,
              },
              { label: '疑似违规就诊数量', value: <strong className="figure">{formatCount(report.visits)}</strong> },
            ]}
          />
          <p className="yj-muted yj-small" style={{ marginTop: 12 }}>
            {report.scoreExplain}
          </p>
        </Section>
        {report.findings === 0 ? (
          <Section>
            <EmptyState title="当前没有疑点">最近一次运行没有在这家机构发现疑点。</EmptyState>
          </Section>
        ) : (
          <>
            <ByModel report={report} />
            <ByMonth report={report} />
          </>
        )}
      </div>
    </div>
  )
}

function ByModel({ report }: { readonly report: InstitutionPageData }) {
  const rows = [...report.byModel].sort((a, b) => b.bestScore - a.bestScore || b.findings - a.findings)
  return (
    <Section title="命中的模型" note="点数字看对应疑点">
      <div className="yj-scroll-x">
        <table className="yj-plain-table" aria-label="命中的模型">
          <thead>
            <tr>
              <th>模型</th>
              <th className="yj-right">疑点数</th>
              <th className="yj-right">疑似违规就诊</th>
              <th className="yj-right" style={{ width: 170 }}>
                最高风险分
              </th>
              <th className="yj-right">涉及基金（元）</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.modelId}>
                <td>
                  <Link to={modelHref(row.modelId)}>{row.modelName}</Link>
                </td>
                <td className="yj-right yj-num">
                  <Link to={reportedHref({ institution: report.fixmedinsCode, model: row.modelId })}>
                    {formatCount(row.findings)}
                  </Link>
                </td>
                <td className="yj-right yj-num">{formatCount(row.visits)}</td>
                <td className="yj-right">
                  <ScoreBar score={row.bestScore} />
                </td>
                <td className="yj-right">
                  <Amount value={row.amtFund} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}

function ByMonth({ report }: { readonly report: InstitutionPageData }) {
  const navigate = useNavigate()
  const peak = peakMonth(report.byMonth)
  if (!peak) return null
  return (
    <Section>
      <ChartFrame
        title={`${peak.month} 涉及基金最多：${formatAmount(peak.amtFund)} 元，${formatCount(peak.findings)} 条疑点`}
        note="按就诊结束月份（无就诊的按期间逐月平均），单位：元；点柱看涉及该月的疑点"
        table={{
          columns: ['月份', '疑点数', '涉及基金（元）'],
          rows: report.byMonth.map((month) => [month.month, formatCount(month.findings), formatAmount(month.amtFund)]),
        }}
      >
        <MonthChart
          months={report.byMonth}
          height={220}
          onPick={(month) => {
            void navigate({ href: reportedHref({ institution: report.fixmedinsCode, ...monthRange(month) }) })
          }}
        />
      </ChartFrame>
    </Section>
  )
}

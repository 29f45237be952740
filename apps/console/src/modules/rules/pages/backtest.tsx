import { Link } from '@tanstack/react-router'
import { useQueryClient } from '@tanstack/react-query'
import {
  Amount,
  downloadUrl,
  EmptyState,
  ErrorState,
  FactList,
  formatCount,
  formatMoment,
  formatPercent,
  PageHeader,
  PageSkeleton,
  Section,
  Tag,
  textField,
  choiceField,
  SeverityTag,
} from '@yijian/web-kit'
import { Alert, Button, Tabs } from 'antd'
import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons'
import { useEffect, useState, type ReactNode } from 'react'
import { LiveJob } from '../../../shell/frame/live-job.tsx'
import { isActive, useJob } from '../../../shell/jobs.ts'
import { useParam, useSearchState } from '../../../shell/search-state.ts'
import { client } from '../api.ts'
import { useBacktest, type BacktestData } from '../lifecycle-api.ts'
import { BacktestDialog } from '../parts/backtest-dialog.tsx'
import { InstitutionCompare, MonthCompare } from '../parts/backtest-charts.tsx'
import { ConditionList } from '../parts/condition-list.tsx'
import { SampleReview } from '../parts/sample-review.tsx'
import { PointStatusTag } from '../parts/tags.tsx'
import { ruleHref } from '../search.ts'
import '../rules.css'
import '../lifecycle.css'

const Search = { tab: choiceField(['report', 'samples']), at: textField(64) }

/** What would this version have found, is it right, and whom does it hit? */
export function BacktestPage() {
  const backtestId = useParam('backtestId')
  const query = useBacktest(backtestId, true)
  if (query.data === undefined)
    return query.isError ? (
      <div className="yj-page">
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </div>
    ) : (
      <PageSkeleton />
    )
  return <Body key={backtestId} backtest={query.data} />
}

function Body({ backtest }: { readonly backtest: BacktestData }) {
  const [search, setSearch] = useSearchState(Search)
  const [again, setAgain] = useState(false)
  const { report } = backtest
  const reviewed = backtest.samples.filter(({ label }) => label !== null).length
  return (
    <div className="yj-page backtest">
      <PageHeader
        back={
          <Link
            to={ruleHref(backtest.kindId, {
              tab: 'points',
              open: backtest.kpId,
              ...(backtest.status === null ? {} : { status: backtest.status }),
            })}
          >
            ← {backtest.kindName}
          </Link>
        }
        title={
          <span className="yj-row">
            回测：{backtest.name}
            <SeverityTag severity={backtest.severity} />
            {backtest.status === null ? null : <PointStatusTag status={backtest.status} />}
          </span>
        }
        lead={`${backtest.kpId} 第 ${backtest.version} 版${backtest.liveVersion === null ? '，新知识点，没有现行版本可比' : `，与现行第 ${backtest.liveVersion} 版对照`} · ${backtest.paramsText || '参数按规则默认'} · ${backtest.madeBy} ${formatMoment(backtest.madeAt)} 发起`}
        actions={
          <span className="yj-row no-print">
            <Button onClick={() => setAgain(true)}>再测一次</Button>
            <Button icon={<PrinterOutlined />} disabled={report === null} onClick={() => window.print()}>
              打印
            </Button>
            <Button
              icon={<DownloadOutlined />}
              disabled={report === null}
              onClick={() => downloadUrl(client.url('exportBacktest', { params: { backtestId: backtest.backtestId } }))}
            >
              导出
            </Button>
          </span>
        }
      />
      {report === null ? (
        <Running backtest={backtest} />
      ) : (
        <div className="yj-stack">
          <Section>
            <p className="editor-sentence">{sentenceOf(backtest, report)}</p>
            <FactList columns={4} facts={figures(report)} />
          </Section>
          <Section title="试运行退出条件" note="批准发布时核对；未达到的须由审批人写明理由">
            <div className="yj-stack-8">
              <ConditionList conditions={backtest.conditions} />
              <ShareWarning report={report} />
            </div>
          </Section>
          <section className="yj-card card-with-tabs">
            <Tabs
              activeKey={search.tab}
              onChange={(tab) => setSearch({ tab: tab as 'report' | 'samples' }, { push: true })}
              items={[
                { key: 'report', label: '影响', children: <Impact report={report} /> },
                {
                  key: 'samples',
                  label: `样本核对（${reviewed} / ${backtest.samples.length}）`,
                  children: <SampleReview backtest={backtest} at={search.at} onAt={(at) => setSearch({ at })} />,
                },
              ]}
            />
          </section>
        </div>
      )}
      {again ? <BacktestDialog point={backtest} onClose={() => setAgain(false)} /> : null}
    </div>
  )
}

type Report = NonNullable<BacktestData['report']>

/** While the job works; a job that failed says so, and what can be done. */
function Running({ backtest }: { readonly backtest: BacktestData }) {
  const job = useJob(backtest.jobId).data
  const queries = useQueryClient()
  const ended = job !== undefined && !isActive(job)
  useEffect(() => {
    if (ended) void queries.invalidateQueries({ queryKey: ['getBacktest'] })
  }, [ended, queries])
  if (job?.state === 'failed' || job?.state === 'cancelled')
    return (
      <Alert
        showIcon
        type={job.state === 'failed' ? 'error' : 'info'}
        title={job.state === 'failed' ? '回测没有完成' : '回测已取消'}
        description={job.error ?? '没有留下报告，可以再测一次。'}
      />
    )
  return (
    <>
      <LiveJob kinds={['rule-backtest']} />
      <Section>
        <EmptyState title="正在回测">完成后报告显示在这里；可以离开本页，进度在右上角“任务”。</EmptyState>
      </Section>
    </>
  )
}

function sentenceOf({ name, institutions }: BacktestData, { from, to, draft, live, added, removed }: Report): string {
  const scope = institutions.length === 0 ? '' : `（限 ${institutions.length} 家机构）`
  if (draft.hits === 0)
    return `“${name}”在 ${from} 至 ${to}${scope}没有命中。${live && live.hits > 0 ? `现行版本命中 ${formatCount(live.hits)} 次，改后将全部不再提示。` : ''}`
  const change = live ? `；较现行版本新增 ${formatCount(added)} 次、减少 ${formatCount(removed)} 次` : ''
  return `“${name}”在 ${from} 至 ${to}${scope}会命中 ${formatCount(draft.hits)} 次，涉及 ${formatCount(draft.institutions)} 家机构、${formatCount(draft.persons)} 人${change}。`
}

function figures(report: Report) {
  const { draft, live } = report
  const big = (text: ReactNode, delta?: ReactNode) => (
    <span>
      <strong className="figure">{text}</strong>
      {delta === undefined ? null : <small className="yj-muted"> {delta}</small>}
    </span>
  )
  const signed = (n: number) => `较现行 ${n > 0 ? '+' : n < 0 ? '−' : '±'}${formatCount(Math.abs(n))}`
  const money = live ? Number(draft.amount) - Number(live.amount) : 0
  return [
    { label: '命中（次）', value: big(formatCount(draft.hits), live ? signed(draft.hits - live.hits) : undefined) },
    {
      label: '涉及金额（元）',
      value: big(
        <Amount value={draft.amount} />,
        live ? `较现行 ${money >= 0 ? '+' : '−'}${Math.abs(money).toFixed(2)}` : undefined,
      ),
    },
    {
      label: '机构（家）',
      value: big(formatCount(draft.institutions), live ? signed(draft.institutions - live.institutions) : undefined),
    },
    {
      label: '参保人',
      value: big(formatCount(draft.persons), live ? signed(draft.persons - live.persons) : undefined),
    },
    { label: '扫描明细', value: `${formatCount(report.lines)} 行，${formatCount(report.visits)} 人次` },
    {
      label: '无法判断',
      value: `${formatCount(report.cannotTell)} 处${report.cannotTell > 0 ? '（缺数据，不计命中）' : ''}`,
    },
    { label: '用时', value: `${(report.tookMs / 1000).toFixed(1)} 秒` },
    { label: '数据快照', value: <code>{report.snapshot}</code> },
  ]
}

function ShareWarning({ report }: { readonly report: Report }) {
  const share = report.maxInstitutionShare
  if (share === null || share.timesMedian < 3) return null
  return (
    <Alert
      showIcon
      type="warning"
      title={`${share.fixmedinsName} 的涉及金额是各机构中位数的 ${share.timesMedian.toFixed(1)} 倍`}
      description="影响集中在一家机构：核对是否为编码对照或计价方式不同造成，再决定是否发布。"
    />
  )
}

function Impact({ report }: { readonly report: Report }) {
  if (report.failed.length > 0)
    return (
      <Alert
        showIcon
        type="error"
        title="有规则没有执行"
        description={report.failed.map(({ id, reason }) => `${id}：${reason}`).join('；')}
      />
    )
  if (report.draft.hits === 0 && (report.live?.hits ?? 0) === 0)
    return (
      <EmptyState compact title="这段时间没有命中">
        检查编码是否与本地结算一致，或放宽时间再测。
      </EmptyState>
    )
  return (
    <div className="yj-stack">
      <MonthCompare report={report} />
      <InstitutionCompare report={report} />
      <TopChanges report={report} />
    </div>
  )
}

/** 影响面: where the change is largest, either way. */
function TopChanges({ report }: { readonly report: Report }) {
  if (report.live === null) return null
  const changed = report.institutions
    .map((row) => ({ ...row, delta: row.hits - row.liveHits }))
    .filter(({ delta }) => delta !== 0)
    .sort((a, b) => Math.abs(b.delta) - Math.abs(a.delta))
    .slice(0, 8)
  if (changed.length === 0) return <p className="yj-secondary">各机构命中次数与现行版本相同。</p>
  return (
    <div>
      <h3 className="sub-title">变化最大的机构</h3>
      <ul className="conditions">
        {changed.map((row) => (
          <li key={row.fixmedinsCode}>
            <Tag tone={row.delta > 0 ? 'warning' : 'success'}>
              {row.delta > 0 ? `+${formatCount(row.delta)}` : `−${formatCount(-row.delta)}`}
            </Tag>
            <Link to={`/institutions/${encodeURIComponent(row.fixmedinsCode)}`}>{row.fixmedinsName}</Link>
            <span className="yj-muted">
              现行 {formatCount(row.liveHits)} → {formatCount(row.hits)}
              {row.liveHits > 0 ? `（${formatPercent(row.delta / row.liveHits)}）` : ''}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

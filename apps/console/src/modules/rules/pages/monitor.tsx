import type { Monitor } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import {
  EmptyState,
  ErrorState,
  FactList,
  formatCount,
  formatMoment,
  formatNumber,
  formatPercent,
  PageHeader,
  PageSkeleton,
  Section,
  type SearchOf,
} from '@yijian/web-kit'
import { Segmented, Tabs, Tag } from 'antd'
import { useSearchState } from '../../../shell/search-state.ts'
import { useMonitor } from '../api.ts'
import { useBreaker } from '../lifecycle-api.ts'
import { BreakerPanel } from '../parts/breaker-panel.tsx'
import { HistoryCard } from '../parts/history-card.tsx'
import { JudgeTable } from '../parts/judge-table.tsx'
import { ReplayTable } from '../parts/replay-table.tsx'
import { MonitorChart } from '../parts/monitor-chart.tsx'
import { ByDoctor, ByInstitution, ByRule } from '../parts/monitor-tables.tsx'
import { HOURS, millis, monitorSentence } from '../parts/monitor-text.ts'
import { ShadowTable } from '../parts/shadow-table.tsx'
import { TripBanner } from '../parts/trip-banner.tsx'
import { MonitorSearch, releaseHref } from '../search.ts'
import '../rules.css'
import '../lifecycle.css'

type Search = SearchOf<typeof MonitorSearch>
type Patch = { readonly [K in keyof Search]?: Search[K] | undefined }

/** Do the reminders arrive, are they fast, and do doctors believe them? */
export function MonitorPage() {
  const [search, setSearch] = useSearchState(MonitorSearch)
  const hours = Math.min(search.hours, 24 * 31)
  const query = useMonitor({ hours, institution: search.institution })
  const monitor = query.data
  return (
    <div className="yj-page">
      <PageHeader
        title="提醒监测"
        lead={monitor ? monitorSentence(monitor) : '医院调用事前提醒、事中审核的情况。'}
        actions={
          <Segmented
            aria-label="时间范围"
            value={hours}
            options={Object.entries(HOURS).map(([value, label]) => ({ value: Number(value), label }))}
            onChange={(value) => {
              setSearch({ hours: value, page: 1 })
            }}
          />
        }
      />
      {monitor === undefined ? (
        query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <PageSkeleton />
        )
      ) : (
        <Body monitor={monitor} search={search} set={setSearch} />
      )}
    </div>
  )
}

interface BodyProps {
  readonly monitor: Monitor
  readonly search: Search
  readonly set: (patch: Patch, options?: { readonly push?: boolean }) => void
}

function Body({ monitor, search, set }: BodyProps) {
  const breaker = useBreaker(Math.min(search.hours, 24 * 31)).data
  return (
    <div className="yj-stack">
      {breaker ? <TripBanner trips={breaker.trips} /> : null}
      {search.institution === undefined ? null : (
        <div>
          <Tag
            closable
            onClose={() => {
              set({ institution: undefined, page: 1 })
            }}
          >
            机构：
            {monitor.byInstitution.find((row) => row.fixmedinsCode === search.institution)?.fixmedinsName ??
              search.institution}
          </Tag>
        </div>
      )}
      <Section>
        <FactList columns={4} facts={figures(monitor)} />
      </Section>
      {monitor.calls === 0 ? (
        <Section>
          <EmptyState title="这段时间没有医院调用">
            医院医生站按接口 3101（事前）、3102（事中）发来处方后，调用量、答复时间和医师处理会显示在这里。
          </EmptyState>
        </Section>
      ) : (
        <>
          <Section>
            <MonitorChart monitor={monitor} />
          </Section>
          <Breakdown monitor={monitor} search={search} set={set} />
        </>
      )}
      <HistoryCard />
      <ReplayTable />
    </div>
  )
}

function figures(monitor: Monitor) {
  const big = (text: string) => <strong className="figure">{text}</strong>
  const bad = (n: number) => <strong className={n > 0 ? 'figure danger-text' : 'figure'}>{formatCount(n)}</strong>
  const { latency, release } = monitor
  return [
    { label: '调用', value: big(formatCount(monitor.calls)) },
    { label: '每秒调用（平均）', value: big(formatNumber(monitor.callsPerSecond, 2)) },
    {
      label: '答复时间：一半 / 九成以内',
      value: big(latency ? `${millis(latency.p50)} / ${millis(latency.p90)}` : '—'),
    },
    {
      label: '答复时间：99% 以内 / 最长',
      value: big(latency ? `${millis(latency.p99)} / ${millis(latency.max)}` : '—'),
    },
    { label: '显示的提醒', value: big(formatCount(monitor.shown)) },
    { label: '继续执行率（已答复中）', value: big(monitor.overrideRate === null ? (monitor.shown === 0 ? '—' : '待答复') : formatPercent(monitor.overrideRate)) }, // prettier-ignore
    { label: '未完成判定', value: bad(monitor.notJudged) },
    { label: '退回的报文', value: bad(monitor.refused) },
    {
      label: '正在使用的规则集',
      value:
        release === null ? (
          <span className="danger-text">没有启用的规则集，不会提醒</span>
        ) : (
          <span>
            <Link to={releaseHref(release.releaseId)}>{release.title}</Link>
            <small className="yj-muted">
              {release.state === 'trial' ? ' 试运行，' : ' '}
              {formatMoment(release.since)} 起
            </small>
          </span>
        ),
    },
  ]
}

/** What runs unseen, and what was taken out. */
function Safety({ hours }: { readonly hours: number }) {
  const breaker = useBreaker(hours)
  if (breaker.data === undefined)
    return breaker.isError ? <ErrorState compact error={breaker.error} onRetry={() => void breaker.refetch()} /> : null
  return (
    <div className="yj-stack">
      <ShadowTable rows={breaker.data.shadow} />
      <BreakerPanel settings={breaker.data.settings} trips={breaker.data.trips} />
    </div>
  )
}

function Breakdown({ monitor, search, set }: BodyProps) {
  return (
    <section className="yj-card card-with-tabs">
      <Tabs
        activeKey={search.tab}
        destroyOnHidden
        onChange={(tab) => {
          set({ tab: tab as Search['tab'], page: 1 }, { push: true })
        }}
        items={[
          { key: 'rules', label: '按规则', children: <ByRule monitor={monitor} /> },
          {
            key: 'institutions',
            label: '按机构',
            children: (
              <ByInstitution
                monitor={monitor}
                onPick={(institution) => {
                  set({ institution, tab: 'rules', page: 1 }, { push: true })
                }}
              />
            ),
          },
          { key: 'doctors', label: '按医师', children: <ByDoctor monitor={monitor} /> },
          { key: 'shadow', label: '影子运行与熔断', children: <Safety hours={Math.min(search.hours, 24 * 31)} /> },
          {
            key: 'judges',
            label: '判定记录',
            children: (
              <JudgeTable
                filter={{ institution: search.institution, from: formatMoment(monitor.from).slice(0, 10) }}
                view={search}
                onView={({ page, size }) => {
                  set({ page, size })
                }}
                empty={<EmptyState compact title="这段时间没有判定记录" />}
              />
            ),
          },
        ]}
      />
    </section>
  )
}

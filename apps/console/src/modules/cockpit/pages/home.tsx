import { Link } from '@tanstack/react-router'
import { EmptyState, ErrorState, formatAgo, formatMoment, PageHeader, Section } from '@yijian/web-kit'
import { LinkButton } from '../../../shell/link-button.tsx'
import { useCan } from '../../../shell/session.tsx'
import { useOverview, type OverviewData } from '../api.ts'
import { FailedModels } from '../parts/failed-models.tsx'
import { Headline } from '../parts/headline.tsx'
import { HomeSkeleton } from '../parts/home-skeleton.tsx'
import { ModelRanking, PlaceRankings, RuleRanking } from '../parts/rankings.tsx'
import { Trend } from '../parts/trend.tsx'

/** Where is the fund at risk, and where do I look first? */
export function HomePage() {
  const query = useOverview()
  return (
    <div className="yj-page">
      <PageHeader
        title="基金风险总览"
        lead={query.data ? <Freshness overview={query.data} /> : '疑点涉及的基金，按等级、模型、区县和机构。'}
      />
      {query.data === undefined ? (
        query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <HomeSkeleton />
        )
      ) : (
        <HomeBody overview={query.data} />
      )}
    </div>
  )
}

function Freshness({ overview }: { readonly overview: OverviewData }) {
  const now = Date.now()
  const parts = [
    overview.asOf === null ? null : `数据截至 ${overview.asOf}`,
    overview.lastImportAt === null ? null : `${formatAgo(overview.lastImportAt, now)}导入`,
    overview.lastRunAt === null ? null : `${formatAgo(overview.lastRunAt, now)}运行模型`,
  ].filter((part) => part !== null)
  const exact = [overview.lastImportAt, overview.lastRunAt]
    .filter((at) => at !== null)
    .map(formatMoment)
    .join('，')
  return <span title={exact}>{parts.length === 0 ? '还没有数据' : parts.join(' · ')}</span>
}

function HomeBody({ overview }: { readonly overview: OverviewData }) {
  if (overview.snapshot === null) return <NoData />
  return (
    <div className="yj-stack">
      <FailedModels failed={overview.failedModels} />
      {overview.findings === 0 ? (
        <Section>
          <EmptyState
            title={overview.lastRunAt === null ? '数据已就绪，还没有运行模型' : '最近一次运行没有发现疑点'}
            actions={<Link to="/models">去模型中心</Link>}
          >
            {overview.lastRunAt === null
              ? '运行模型后，疑点和涉及基金会汇总在这里。'
              : '可调整模型参数，或导入更多月份的数据后再运行。'}
          </EmptyState>
        </Section>
      ) : (
        <>
          <Headline overview={overview} />
          <div className="home-grid">
            <ModelRanking overview={overview} />
            <Trend overview={overview} />
          </div>
          <div className="home-grid home-grid-even">
            <RuleRanking overview={overview} />
            <PlaceRankings overview={overview} />
          </div>
        </>
      )}
    </div>
  )
}

function NoData() {
  const canImport = useCan('data.import')
  return (
    <Section>
      <EmptyState
        title="还没有导入数据"
        actions={
          canImport ? (
            <LinkButton type="primary" href="/data">
              上传文件
            </LinkButton>
          ) : undefined
        }
      >
        {canImport
          ? '上传国家标准表的 CSV 或 Parquet 文件，导入、校验和运行模型的进度都会显示在右上角。'
          : '请联系系统管理员导入数据。导入并运行模型后，疑点会汇总在这里。'}
      </EmptyState>
    </Section>
  )
}

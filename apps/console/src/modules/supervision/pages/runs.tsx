import { Page } from '@yijian/contract'
import { PageHeader } from '@yijian/web-kit'
import { useSearchState } from '../../../shell/search-state.ts'
import { LiveJob } from '../../../shell/frame/live-job.tsx'
import { RunTable } from '../parts/run-table.tsx'

export function RunsPage() {
  const [search, setSearch] = useSearchState(Page.shape)
  return (
    <div className="yj-page">
      <PageHeader title="运行历史" lead="每次运行的模型、参数、用时和结果。疑点都能回到产生它的那次运行。" />
      <LiveJob kinds={['model-run', 'rule-run']} />
      <div className="yj-card yj-card-flush">
        <RunTable
          view={search}
          onView={({ page, size }) => {
            setSearch({ page, size })
          }}
        />
      </div>
    </div>
  )
}

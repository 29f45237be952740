import { PlayCircleOutlined } from '@ant-design/icons'
import { SUBJECT_LABELS } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import {
  BlockSkeleton,
  choiceField,
  EmptyState,
  ErrorState,
  formatCount,
  HeadlineAmount,
  PageHeader,
  Section,
  Tag,
} from '@yijian/web-kit'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { useSearchState } from '../../../shell/search-state.ts'
import { useCan } from '../../../shell/session.tsx'
import { useModels } from '../api.ts'
import type { Model } from '../contract.ts'
import { LastRun, PrecisionText } from '../parts/model-figures.tsx'
import { ModelTable } from '../parts/model-table.tsx'
import { RuleScan } from '../parts/rule-scan.tsx'
import { RunDialog } from '../parts/run-dialog.tsx'
import { LiveJob } from '../../../shell/frame/live-job.tsx'
import { findingsHref, modelHref } from '../public.ts'
import '../rule-findings.css'

const Search = { view: choiceField(['cards', 'list']) }

/** What do we look for, and how well does it work? */
export function ModelsPage() {
  const [search, setSearch] = useSearchState(Search)
  const query = useModels()
  const canRun = useCan('models.run')
  const [running, setRunning] = useState(false)
  const models = query.data?.rows
  return (
    <div className="yj-page">
      <PageHeader
        title="模型中心"
        lead={
          models
            ? `${models.length} 个检测模型。每个模型查什么、什么情形不适用、参数与准确率都在各自页面。`
            : '检测模型、参数与运行。'
        }
        actions={
          <>
            <Segmented
              value={search.view}
              options={[
                { value: 'cards', label: '卡片' },
                { value: 'list', label: '列表' },
              ]}
              onChange={(view) => {
                setSearch({ view: view as typeof search.view })
              }}
              aria-label="显示方式"
            />
            {canRun ? (
              <Button
                type="primary"
                icon={<PlayCircleOutlined />}
                disabled={!models?.length}
                onClick={() => {
                  setRunning(true)
                }}
              >
                运行模型
              </Button>
            ) : null}
          </>
        }
      />
      <LiveJob kinds={['model-run', 'rule-run']} />
      <div style={{ marginBottom: 16 }}>
        <RuleScan />
      </div>
      {models === undefined ? (
        query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <div className="model-grid">
            {Array.from({ length: 6 }, (_, index) => (
              <div key={index} className="yj-card">
                <BlockSkeleton rows={5} />
              </div>
            ))}
          </div>
        )
      ) : models.length === 0 ? (
        <Section>
          <EmptyState title="还没有模型">把模型文件夹放到 content/models 下，服务启动时会校验并列在这里。</EmptyState>
        </Section>
      ) : search.view === 'list' ? (
        <div className="yj-card yj-card-flush">
          <ModelTable models={models} />
        </div>
      ) : (
        <ul className="model-grid" aria-label="模型">
          {models.map((model) => (
            <li key={model.modelId}>
              <ModelCard model={model} />
            </li>
          ))}
        </ul>
      )}
      {running && models ? (
        <RunDialog
          models={models}
          chosen={models.map((model) => model.modelId)}
          onClose={() => {
            setRunning(false)
          }}
        />
      ) : null}
    </div>
  )
}

function ModelCard({ model }: { readonly model: Model }) {
  return (
    <article className="yj-card model-card">
      <header>
        <code>{model.code}</code>
        <h2>
          <Link to={modelHref(model.modelId)}>{model.name}</Link>
        </h2>
        <Tag>{SUBJECT_LABELS[model.subject]}</Tag>
      </header>
      <p className="yj-secondary">{model.summary}</p>
      <div className="model-figures">
        <div>
          <span className="yj-muted">疑点</span>
          <Link to={findingsHref({ model: model.modelId })}>{formatCount(model.findings)}</Link>
        </div>
        <div>
          <span className="yj-muted">涉及基金</span>
          <HeadlineAmount value={model.amountFund} />
        </div>
        <div>
          <span className="yj-muted">准确率</span>
          <PrecisionText model={model} />
        </div>
      </div>
      <footer>
        <LastRun model={model} />
      </footer>
    </article>
  )
}

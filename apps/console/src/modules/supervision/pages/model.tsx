import { PlayCircleOutlined } from '@ant-design/icons'
import { SUBJECT_LABELS } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import {
  choiceField,
  countField,
  ErrorState,
  FactList,
  formatCount,
  HeadlineAmount,
  Markdown,
  PageHeader,
  PageSkeleton,
  Section,
  Tag,
} from '@yijian/web-kit'
import { Button, Tabs } from 'antd'
import { useState } from 'react'
import { useParam, useSearchState } from '../../../shell/search-state.ts'
import { useCan } from '../../../shell/session.tsx'
import { useModel } from '../api.ts'
import type { ModelPageData } from '../contract.ts'
import { LegalList } from '../parts/law-tab.tsx'
import { LiveJob } from '../../../shell/frame/live-job.tsx'
import { LastRun, PrecisionText } from '../parts/model-figures.tsx'
import { ModelSchema } from '../parts/model-schema.tsx'
import { ParameterTable } from '../parts/parameter-table.tsx'
import { RunDialog } from '../parts/run-dialog.tsx'
import { RunTable } from '../parts/run-table.tsx'
import { findingsHref } from '../public.ts'

const Search = {
  tab: choiceField(['about', 'parameters', 'runs', 'schema']),
  page: countField(1),
  size: countField(20),
}

/** What does this model look for, with which numbers, and how often is it right? */
export function ModelPage() {
  const modelId = useParam('modelId')
  const query = useModel(modelId)
  if (query.data === undefined) {
    return query.isError ? (
      <div className="yj-page">
        <Link to="/models">← 模型中心</Link>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </div>
    ) : (
      <PageSkeleton />
    )
  }
  return <ModelBody key={modelId} model={query.data} />
}

function ModelBody({ model }: { readonly model: ModelPageData }) {
  const [search, setSearch] = useSearchState(Search)
  const canRun = useCan('models.run')
  const [running, setRunning] = useState(false)
  return (
    <div className="yj-page">
      <PageHeader
        back={<Link to="/models">← 模型中心</Link>}
        title={
          <span className="yj-row">
            <code className="yj-muted">{model.code}</code>
            {model.name}
            <Tag>{SUBJECT_LABELS[model.subject]}</Tag>
          </span>
        }
        lead={model.summary}
        actions={
          canRun ? (
            <Button
              type="primary"
              icon={<PlayCircleOutlined />}
              onClick={() => {
                setRunning(true)
              }}
            >
              运行此模型
            </Button>
          ) : null
        }
      />
      <LiveJob kinds={['model-run']} />
      <div className="yj-stack">
        <Section>
          <FactList columns={4} facts={figures(model)} />
        </Section>
        <section className="yj-card card-with-tabs">
          <Tabs
            activeKey={search.tab}
            destroyOnHidden
            onChange={(tab) => {
              setSearch({ tab: tab as typeof search.tab, page: 1 }, { push: true })
            }}
            items={[
              { key: 'about', label: '说明', children: <About model={model} /> },
              {
                key: 'parameters',
                label: `参数（${model.parameters.length}）`,
                children: <ParameterTable model={model} />,
              },
              {
                key: 'runs',
                label: '运行历史',
                children: (
                  <RunTable
                    modelId={model.modelId}
                    view={{ page: search.page, size: search.size }}
                    onView={({ page, size }) => {
                      setSearch({ page, size })
                    }}
                  />
                ),
              },
              { key: 'schema', label: '读取与输出', children: <ModelSchema model={model} /> },
            ]}
          />
        </section>
      </div>
      {running ? (
        <RunDialog
          models={[model]}
          chosen={[model.modelId]}
          onClose={() => {
            setRunning(false)
          }}
        />
      ) : null}
    </div>
  )
}

function figures(model: ModelPageData) {
  return [
    {
      label: '当前疑点',
      value: (
        <Link className="figure" to={findingsHref({ model: model.modelId })}>
          {formatCount(model.findings)}
        </Link>
      ),
    },
    {
      label: '涉及基金',
      value: (
        <span className="figure">
          <HeadlineAmount value={model.amountFund} />
        </span>
      ),
    },
    {
      label: '已排除候选',
      value: (
        <Link className="figure" to={findingsHref({ model: model.modelId, kind: 'excluded' })}>
          {formatCount(model.excluded)}
        </Link>
      ),
    },
    {
      label: '准确率（按核实结论）',
      value: (
        <span className="figure">
          <PrecisionText model={model} />
        </span>
      ),
    },
    { label: '粒度', value: model.grain },
    {
      label: '版本',
      value: (
        <>
          <code>{model.version}</code>{' '}
          <span className="yj-muted">
            {model.parametersVersion === 0 ? '默认参数' : `参数第 ${model.parametersVersion} 版`}
          </span>
        </>
      ),
    },
    { label: '需求条款', value: model.clauses.length === 0 ? '—' : model.clauses.join('、') },
    { label: '上次运行', value: <LastRun model={model} bare /> },
  ]
}

function About({ model }: { readonly model: ModelPageData }) {
  return (
    <div className="about-grid">
      <Markdown source={withoutTitle(model.readme)} />
      <div>
        <h3 className="sub-title">风险分怎么算</h3>
        <p>{model.score}</p>
        <h3 className="sub-title">涉及金额怎么算</h3>
        <p>{model.amount}</p>
        <h3 className="sub-title">政策依据</h3>
        <LegalList legal={model.legal} />
      </div>
    </div>
  )
}

/** The page already carries the model's name. */
function withoutTitle(readme: string): string {
  return readme.replace(/^\s*#\s[^\n]*\n/, '')
}

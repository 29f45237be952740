import { Link } from '@tanstack/react-router'
import {
  Amount,
  DataTable,
  EmptyState,
  formatCount,
  formatDuration,
  formatMoment,
  sumYuan,
  Tag,
  type DataColumn,
  type TableView,
} from '@yijian/web-kit'
import { useRuns } from '../api.ts'
import type { RunData } from '../contract.ts'

interface Props {
  readonly modelId?: string
  readonly view: TableView
  readonly onView: (view: TableView) => void
}

const columnsFor = (modelId: string | undefined): DataColumn<RunData>[] => {
  const of = (run: RunData) =>
    modelId === undefined ? run.models : run.models.filter((model) => model.modelId === modelId)
  return [
    {
      key: 'at',
      title: '运行时间',
      width: 150,
      always: true,
      render: (run) => <Link to={`/runs/${encodeURIComponent(run.runId)}`}>{formatMoment(run.at)}</Link>,
    },
    {
      key: 'state',
      title: '结果',
      width: 150,
      render: (run) => (
        <RunStates states={of(run).map((model) => model.state)} unit={run.kind === 'rules' ? '规则' : '模型'} />
      ),
    },
    {
      key: 'models',
      title: '内容',
      width: 110,
      render: (run) => `${formatCount(run.models.length)} 个${run.kind === 'rules' ? '规则' : '模型'}`,
    },
    {
      key: 'findings',
      title: '疑点',
      width: 100,
      align: 'right',
      render: (run) => formatCount(of(run).reduce((sum, model) => sum + model.findings, 0)),
    },
    {
      key: 'excluded',
      title: '已排除',
      width: 90,
      align: 'right',
      render: (run) => formatCount(of(run).reduce((sum, model) => sum + model.excluded, 0)),
    },
    {
      key: 'amtFund',
      title: '各项涉及基金之和（元）',
      width: 190,
      align: 'right',
      hint: '同一就诊被几个模型（规则）命中时各计一次',
      render: (run) => <Amount value={sumYuan(of(run).map((model) => model.amountFund))} />,
    },
    {
      key: 'rows',
      title: '读取行数',
      width: 130,
      align: 'right',
      render: (run) =>
        formatCount(run.rules ? run.rules.lines : of(run).reduce((sum, model) => sum + model.rowsRead, 0)),
    },
    {
      key: 'duration',
      title: '用时',
      width: 110,
      align: 'right',
      render: (run) =>
        formatDuration(
          modelId === undefined ? run.durationMs : of(run).reduce((sum, model) => sum + model.durationMs, 0),
        ),
    },
    { key: 'asOf', title: '推算截止日', width: 110, render: (run) => run.asOf },
    { key: 'snapshot', title: '快照', width: 80, render: (run) => <code>{run.snapshot}</code> },
    { key: 'by', title: '发起人', width: 120, render: (run) => run.by },
  ]
}

interface StatesProps {
  readonly states: readonly RunData['models'][number]['state'][]
  readonly unit: '模型' | '规则'
}

export function RunStates({ states, unit }: StatesProps) {
  const failed = states.filter((state) => state === 'failed').length
  const cancelled = states.filter((state) => state === 'cancelled').length
  if (failed > 0)
    return (
      <Tag tone="danger">
        {failed} 个{unit}未完成
      </Tag>
    )
  return cancelled > 0 ? <Tag tone="warning">已取消</Tag> : <Tag tone="success">全部完成</Tag>
}

export function RunTable({ modelId, view, onView }: Props) {
  const query = useRuns({ page: view.page, size: view.size, ...(modelId === undefined ? {} : { modelId }) })
  return (
    <DataTable
      id={modelId === undefined ? 'runs' : 'model-runs'}
      label="运行历史"
      columns={columnsFor(modelId)}
      rows={query.data?.rows}
      total={query.data?.total}
      rowKey={(run) => run.runId}
      view={view}
      onView={onView}
      loading={query.isFetching && query.isPlaceholderData}
      error={query.error}
      onRetry={() => void query.refetch()}
      empty={<EmptyState title="还没有运行记录">运行一次模型后，参数、用时和结果会保留在这里。</EmptyState>}
    />
  )
}

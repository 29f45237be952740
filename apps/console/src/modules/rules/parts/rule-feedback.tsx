import type { RuleKindDetail } from '@yijian/contract'
import { EmptyState, formatCount, formatPercent, type TableView } from '@yijian/web-kit'
import { JudgeTable } from './judge-table.tsx'

interface Props {
  readonly kind: RuleKindDetail
  readonly view: TableView
  readonly onView: (view: TableView) => void
}

/** How doctors answered this rule: the first measure of whether it is right. */
export function RuleFeedback({ kind, view, onView }: Props) {
  return (
    <div className="yj-stack">
      <p className="yj-secondary">{sentence(kind)}</p>
      <JudgeTable
        filter={{ kind: kind.kindId }}
        view={view}
        onView={onView}
        empty={
          <EmptyState compact title="这条规则还没有提醒过">
            医院调用事前、事中审核后，提醒和医师的处理会列在这里。
          </EmptyState>
        }
      />
    </div>
  )
}

function sentence(kind: RuleKindDetail): string {
  if (kind.hits === 0) return '近30天没有提醒。'
  const overridden = `继续执行 ${formatCount(kind.overrides)} 次（${formatPercent(kind.overrides / kind.hits)}）`
  const start = `近30天提醒 ${formatCount(kind.hits)} 次，${overridden}`
  if (kind.compliance === null) return `${start}。还没有医师答复，无法计算返回修改的比例。`
  return `${start}；已答复的提醒中，返回修改占 ${formatPercent(kind.compliance)}。比例过低的规则应复查参数。`
}

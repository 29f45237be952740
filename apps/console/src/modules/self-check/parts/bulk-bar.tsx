import type { SelfHitFilter, SelfHitMark } from '@yijian/contract'
import { formatCount } from '@yijian/web-kit'
import { Button, Dropdown, Tooltip } from 'antd'
import { UndoOutlined } from '@ant-design/icons'
import type { Target } from '../use-marking.ts'

interface Props {
  readonly chosen: ReadonlySet<string>
  readonly keys: readonly string[]
  readonly total: number
  readonly filter: SelfHitFilter
  readonly undo: string | null
  readonly busy: boolean
  readonly onChoose: (chosen: ReadonlySet<string>) => void
  readonly onMark: (mark: SelfHitMark, target: Target, withDialog?: boolean) => void
  readonly onUndo: () => void
}

/** Many at once: the chosen ones, or all that the filter finds on every page. */
export function BulkBar({ chosen, keys, total, filter, undo, busy, onChoose, onMark, onUndo }: Props) {
  const target: Target = { jrIds: [...chosen] }
  const all: Target = { filter, count: total }
  const isWhole = keys.length > 0 && keys.every((key) => chosen.has(key))
  return (
    <div className="yj-row bulk-bar" role="toolbar" aria-label="批量认定">
      <Button
        size="small"
        disabled={keys.length === 0}
        onClick={() => {
          onChoose(new Set(isWhole ? [] : keys))
        }}
      >
        {isWhole ? '取消选择' : '选中本页'}
      </Button>
      {chosen.size > 0 ? (
        <>
          <span className="yj-secondary">已选 {formatCount(chosen.size)} 条，标为</span>
          <Button
            size="small"
            disabled={busy}
            onClick={() => {
              onMark('confirmed', target)
            }}
          >
            属实
          </Button>
          <Button
            size="small"
            disabled={busy}
            onClick={() => {
              onMark('denied', target)
            }}
          >
            不属实…
          </Button>
          <Button
            size="small"
            disabled={busy}
            onClick={() => {
              onMark('pending', target)
            }}
          >
            待核
          </Button>
          <Button
            size="small"
            type="text"
            disabled={busy}
            onClick={() => {
              onMark('open', target)
            }}
          >
            清除结论
          </Button>
        </>
      ) : (
        <Dropdown
          trigger={['click']}
          disabled={total === 0 || busy}
          menu={{
            items: [
              { key: 'confirmed', label: '标为属实…' },
              { key: 'denied', label: '标为不属实…' },
              { key: 'pending', label: '标为待核…' },
            ],
            onClick: ({ key }) => {
              onMark(key as SelfHitMark, all, true)
            },
          }}
        >
          <Button size="small">筛选出的全部 {formatCount(total)} 条…</Button>
        </Dropdown>
      )}
      <Tooltip title={undo === null ? '没有可以撤销的步骤' : `撤销：${undo}`}>
        <Button size="small" type="text" icon={<UndoOutlined />} disabled={undo === null || busy} onClick={onUndo}>
          撤销
        </Button>
      </Tooltip>
      <span className="yj-muted yj-small bulk-keys">
        <kbd>↑</kbd> <kbd>↓</kbd> 选行 · <kbd>Y</kbd> 属实 · <kbd>N</kbd> 不属实 · <kbd>W</kbd> 待核 · <kbd>X</kbd> 勾选
        · <kbd>U</kbd> 撤销
      </span>
    </div>
  )
}

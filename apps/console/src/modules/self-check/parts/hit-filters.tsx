import { SELF_HIT_MARK_LABELS, SELF_HIT_MARKS, SEVERITY_LABELS, type SelfHitGroup } from '@yijian/contract'
import { Button, Select } from 'antd'
import { SearchBox } from '../../../shell/search-box.tsx'
import { filterOf, NO_FILTER, type ChangeSearch, type CheckSearch } from '../search.ts'

interface Props {
  readonly search: CheckSearch
  readonly byKind: readonly SelfHitGroup[]
  readonly byDept: readonly SelfHitGroup[]
  readonly onChange: ChangeSearch
}

export function HitFilters({ search, byKind, byDept, onChange }: Props) {
  const change: ChangeSearch = (patch) => {
    onChange({ ...patch, page: 1, open: undefined }, { push: true })
  }
  const groups = (rows: readonly SelfHitGroup[]) => rows.map(({ id, name, hits }) => ({ value: id, label: `${name}（${hits}）` })) // prettier-ignore
  const isFiltered = Object.keys(filterOf(search)).length > 0
  return (
    <div className="yj-row hit-filters">
      <Select
        allowClear
        aria-label="规则"
        placeholder="全部规则"
        value={search.kind ?? null}
        style={{ width: 176 }}
        popupMatchSelectWidth={300}
        options={groups(byKind)}
        onChange={(kind: string | null) => {
          change({ kind: kind ?? undefined })
        }}
      />
      <Select
        allowClear
        aria-label="科室"
        placeholder="全部科室"
        value={search.dept ?? null}
        style={{ width: 132 }}
        popupMatchSelectWidth={220}
        options={groups(byDept)}
        onChange={(dept: string | null) => {
          change({ dept: dept ?? undefined })
        }}
      />
      <Select
        allowClear
        aria-label="自查结论"
        placeholder="全部结论"
        value={search.mark ?? null}
        style={{ width: 108 }}
        options={SELF_HIT_MARKS.map((mark) => ({ value: mark, label: SELF_HIT_MARK_LABELS[mark] }))}
        onChange={(mark: CheckSearch['mark'] | null) => {
          change({ mark: mark ?? undefined })
        }}
      />
      <Select
        allowClear
        aria-label="严重程度"
        placeholder="严重程度"
        value={search.severity ?? null}
        style={{ width: 108 }}
        options={([1, 2, 3] as const).map((n) => ({ value: String(n), label: SEVERITY_LABELS[n] }))}
        onChange={(severity: CheckSearch['severity'] | null) => {
          change({ severity: severity ?? undefined })
        }}
      />
      <SearchBox
        width={208}
        value={search.q}
        label="搜索命中"
        placeholder="就诊号、项目"
        onChange={(q) => {
          change({ q })
        }}
      />
      {isFiltered ? (
        <Button
          type="link"
          size="small"
          onClick={() => {
            onChange(NO_FILTER, { push: true })
          }}
        >
          清除筛选
        </Button>
      ) : null}
    </div>
  )
}

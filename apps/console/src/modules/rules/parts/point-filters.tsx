import { POINT_STATUS_LABELS, POINT_STATUSES, type PointStatus } from '@yijian/contract'
import { DayInput } from '@yijian/web-kit'
import { Checkbox, Select } from 'antd'
import type { LibrarySearch } from '../search.ts'

export type PointFilter = Pick<LibrarySearch, 'on' | 'status' | 'failed'>
interface Props {
  readonly search: PointFilter
  readonly onChange: (patch: { [K in keyof PointFilter]?: PointFilter[K] | undefined }) => void
}

/** Date in force, state of the version, and those that do not compile. */
export function PointFilters({ search, onChange }: Props) {
  return (
    <>
      <span className="yj-row">
        <span className="yj-secondary">适用日期</span>
        <DayInput
          label="适用日期"
          value={search.on}
          onChange={(on) => {
            onChange({ on })
          }}
        />
      </span>
      <Select
        allowClear
        aria-label="知识点状态"
        placeholder="当前规则集"
        style={{ width: 130 }}
        value={search.status ?? null}
        options={POINT_STATUSES.map((value) => ({ value, label: POINT_STATUS_LABELS[value] }))}
        onChange={(status: PointStatus | null | undefined) => {
          onChange({ status: status ?? undefined })
        }}
      />
      <Checkbox
        checked={search.failed === 'true'}
        onChange={(event) => {
          onChange({ failed: event.target.checked ? 'true' : undefined })
        }}
      >
        只看不可执行
      </Checkbox>
    </>
  )
}

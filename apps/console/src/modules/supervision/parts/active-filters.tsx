import type { FindingRow } from '@yijian/contract'
import { Tag } from 'antd'
import type { FindingsSearch } from '../search.ts'

interface Props {
  readonly search: FindingsSearch
  readonly rows: readonly FindingRow[] | undefined
  readonly onChange: (patch: { institution?: string | undefined; page?: number }) => void
}

/** Filters that came with a link and have no field of their own. */
export function ActiveFilters({ search, rows, onChange }: Props) {
  if (search.institution === undefined) return null
  const name = rows?.find((row) => row.fixmedinsCode === search.institution)?.fixmedinsName ?? search.institution
  return (
    <Tag
      closable
      onClose={() => {
        onChange({ institution: undefined, page: 1 })
      }}
    >
      机构：{name}
    </Tag>
  )
}

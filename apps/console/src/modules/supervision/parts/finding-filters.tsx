import { STATUS_LABELS, SUBJECT_LABELS, type FindingRow } from '@yijian/contract'
import { formatCount } from '@yijian/web-kit'
import { Button, InputNumber, Popover, Select } from 'antd'
import { SearchBox } from '../../../shell/search-box.tsx'
import { LEVEL_ORDER } from '../contract.ts'
import { formatLevels, parseLevels, type FindingsSearch } from '../search.ts'
import { PeriodFilter } from './period-filter.tsx'

export interface Facets {
  readonly models: readonly Facet[]
  readonly sources: readonly Facet[]
  readonly levels: readonly Facet[]
  readonly regions: readonly Facet[]
  readonly statuses: readonly Facet[]
}
interface Facet {
  readonly value: string
  readonly label: string
  readonly n: number
}

type Patch = { readonly [K in keyof FindingsSearch]?: FindingsSearch[K] | undefined }
interface Props {
  readonly search: FindingsSearch
  readonly facets: Facets | undefined
  readonly onChange: (patch: Patch) => void
}

/** Filters with counts; every change goes to the address and back to the first page. */
export function FindingFilters({ search, facets, onChange }: Props) {
  const set = (patch: Patch) => {
    onChange({ ...patch, page: 1, open: undefined })
  }
  return (
    <>
      <SearchBox
        width={200}
        value={search.q}
        label="搜索疑点"
        placeholder="机构、人员编号、结算号"
        onChange={(q) => {
          set({ q })
        }}
      />
      <LevelFilter search={search} facets={facets} onChange={set} />
      <FacetSelect
        label="来源"
        width={100}
        value={search.source}
        options={facets?.sources}
        onChange={(source) => {
          set({ source: source as FindingRow['source'] | undefined, model: undefined })
        }}
      />
      <FacetSelect
        label="模型或规则"
        width={170}
        value={search.model}
        options={facets?.models}
        onChange={(model) => {
          set({ model })
        }}
      />
      <FacetSelect
        label="区县"
        width={120}
        value={search.admdvs}
        options={facets?.regions}
        onChange={(admdvs) => {
          set({ admdvs })
        }}
      />
      <FacetSelect
        label="核实结论"
        width={120}
        value={search.status}
        options={statusOptions(facets)}
        onChange={(status) => {
          set({ status: status as FindingRow['status'] | undefined })
        }}
      />
      <PeriodFilter from={search.from} to={search.to} onChange={set} />
      <MoreFilters search={search} onChange={set} />
    </>
  )
}

function statusOptions(facets: Facets | undefined): Facet[] {
  return Object.entries(STATUS_LABELS).map(([value, label]) => ({
    value,
    label,
    n: facets?.statuses.find((facet) => facet.value === value)?.n ?? 0,
  }))
}

function LevelFilter({ search, facets, onChange }: Props) {
  const chosen = parseLevels(search.level)
  return (
    <div className="level-filter" role="group" aria-label="风险等级">
      {LEVEL_ORDER.map((level) => {
        const on = chosen.includes(level)
        const n = facets?.levels.find((facet) => facet.value === level)?.n
        return (
          <button
            key={level}
            type="button"
            aria-pressed={on}
            data-level={level}
            onClick={() => {
              onChange({ level: formatLevels(on ? chosen.filter((other) => other !== level) : [...chosen, level]) })
            }}
          >
            {level}
            {n === undefined ? null : <span>{formatCount(n)}</span>}
          </button>
        )
      })}
    </div>
  )
}

interface FacetProps {
  readonly label: string
  readonly width: number
  readonly value: string | undefined
  readonly options: readonly Facet[] | undefined
  readonly onChange: (value: string | undefined) => void
}

function FacetSelect({ label, width, value, options, onChange }: FacetProps) {
  const known = options ?? []
  const missing = value !== undefined && !known.some((option) => option.value === value)
  const all = missing ? [...known, { value, label: value, n: 0 }] : known
  return (
    <Select
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={label}
      aria-label={label}
      style={{ width }}
      popupMatchSelectWidth={280}
      value={value ?? null}
      options={all.map((option) => ({ value: option.value, label: option.label, n: option.n }))}
      optionRender={(option) => (
        <span className="facet-option">
          <span>{option.label}</span>
          <span className="yj-muted yj-num">{formatCount(option.data.n)}</span>
        </span>
      )}
      onChange={(next: string | null | undefined) => {
        onChange(next ?? undefined)
      }}
    />
  )
}

function MoreFilters({ search, onChange }: Omit<Props, 'facets'>) {
  const active = [search.subjectType, search.minFund].filter((value) => value !== undefined).length
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      content={
        <div className="yj-stack-8" style={{ width: 240 }}>
          <label className="yj-stack-8">
            涉及基金不少于（元）
            <InputNumber
              min={0}
              step={1000}
              style={{ width: '100%' }}
              value={search.minFund ?? null}
              aria-label="涉及基金不少于"
              onChange={(value) => {
                onChange({ minFund: value ?? undefined })
              }}
            />
          </label>
          <label className="yj-stack-8">
            疑点对象
            <Select
              allowClear
              aria-label="疑点对象"
              placeholder="不限"
              value={search.subjectType ?? null}
              options={Object.entries(SUBJECT_LABELS).map(([value, label]) => ({ value, label }))}
              onChange={(value: FindingRow['subjectType'] | null | undefined) => {
                onChange({ subjectType: value ?? undefined })
              }}
            />
          </label>
        </div>
      }
    >
      <Button>更多{active > 0 ? `（${active}）` : ''}</Button>
    </Popover>
  )
}

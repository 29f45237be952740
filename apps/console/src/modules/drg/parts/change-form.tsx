import { DRG_FUNDS, POLICY_CHANGE_LABELS, type PolicyChangeInput } from '@yijian/contract'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'

type Kind = PolicyChangeInput['kind']
type Field = 'fund' | 'fundOrAll' | 'key' | 'value'

/** What each kind of change asks for: where, and to what. */
const FIELDS: Readonly<
  Record<Kind, { readonly fields: readonly Field[]; readonly key?: string; readonly value?: string }>
> = {
  'rate-factor': { fields: ['fundOrAll', 'value'], value: '倍数，如 1.05' },
  rate: { fields: ['fund', 'value'], value: '元，如 4900.00' },
  'weight-factor': { fields: ['key', 'value'], key: '病组编码开头，如 ES1', value: '倍数，如 1.1' },
  weight: { fields: ['key', 'value'], key: 'DRG 编码', value: '权重，如 0.8200' },
  'level-coefficient': { fields: ['key', 'value'], key: '级别，如 3', value: '系数，如 1.02' },
  'hospital-coefficient': { fields: ['key', 'value'], key: '机构编号', value: '系数，如 1.02' },
  'same-price': { fields: ['key'], key: '病组编码开头' },
  low: { fields: ['value'], value: '如 0.3；留空为不设' },
  'high-multiple': { fields: ['value'], value: '倍数，如 0.9' },
  'high-share': { fields: ['value'], value: '比例，如 0.8' },
  'high-limit': { fields: ['value'], value: '如 0.05；留空为不限' },
  unweighted: { fields: ['value'], value: '折扣，如 0.7' },
  'long-stay': { fields: ['value'], value: '天，如 60；留空为不按床日' },
}

interface Draft {
  readonly fund: 'employee' | 'resident' | 'all'
  readonly key: string
  readonly value: string
}

function changeOf(kind: Kind, { fund, key, value }: Draft): PolicyChangeInput {
  const own = fund === 'all' ? 'employee' : fund
  switch (kind) {
    case 'rate':
      return { kind, fund: own, level: '', rate: value }
    case 'rate-factor':
      return { kind, fund, factor: value }
    case 'weight':
      return { kind, drg: key, weight: value }
    case 'weight-factor':
      return { kind, prefix: key, factor: value }
    case 'level-coefficient':
      return { kind, level: key, value }
    case 'hospital-coefficient':
      return { kind, hospital: key, value }
    case 'same-price':
      return { kind, prefix: key }
    case 'high-multiple':
      return { kind, factor: value }
    case 'unweighted':
      return { kind, discount: value }
    case 'long-stay':
      return { kind, days: value === '' ? null : Number(value) }
    default:
      return { kind, value }
  }
}

const FUND_OPTIONS = Object.entries(DRG_FUNDS).map(([value, label]) => ({ value: value as Draft['fund'], label }))

/** Adds one change to what is tried. */
export function ChangeForm({
  hospitals,
  onAdd,
}: {
  readonly hospitals: readonly { readonly code: string; readonly name: string }[]
  readonly onAdd: (change: PolicyChangeInput) => void
}) {
  const [kind, setKind] = useState<Kind>('rate-factor')
  const [draft, setDraft] = useState<Draft>({ fund: 'all', key: '', value: '' })
  const { fields, key, value } = FIELDS[kind]
  const optional = kind === 'low' || kind === 'high-limit' || kind === 'long-stay'
  const ready = (!fields.includes('key') || draft.key !== '') && (!fields.includes('value') || optional || draft.value !== '') // prettier-ignore
  const set = (next: Partial<Draft>) => {
    setDraft({ ...draft, ...next })
  }
  const isHospital = kind === 'hospital-coefficient'
  return (
    <div className="drg-change">
      <Select
        aria-label="改动"
        value={kind}
        style={{ minWidth: 210 }}
        options={(Object.keys(FIELDS) as Kind[]).map((one) => ({ value: one, label: POLICY_CHANGE_LABELS[one] }))}
        onChange={(next: Kind) => {
          setKind(next)
          setDraft({ fund: next === 'rate' ? 'employee' : 'all', key: '', value: '' })
        }}
      />
      {fields.includes('fund') || fields.includes('fundOrAll') ? (
        <Select
          aria-label="险种"
          value={draft.fund}
          style={{ width: 100 }}
          options={fields.includes('fund') ? FUND_OPTIONS : [{ value: 'all' as const, label: '全部' }, ...FUND_OPTIONS]}
          onChange={(fund) => {
            set({ fund })
          }}
        />
      ) : null}
      {fields.includes('key') && isHospital ? (
        <Select
          aria-label={key ?? ''}
          placeholder="选择医疗机构"
          showSearch={{ optionFilterProp: 'label' }}
          style={{ minWidth: 220 }}
          value={draft.key || null}
          options={hospitals.map(({ code, name }) => ({ value: code, label: name }))}
          onChange={(next: string | null) => {
            set({ key: next ?? '' })
          }}
        />
      ) : null}
      {fields.includes('key') && !isHospital ? (
        <Input
          aria-label={key ?? ''}
          placeholder={key ?? ''}
          style={{ width: 190 }}
          value={draft.key}
          onChange={(event) => {
            set({ key: event.target.value.trim().toUpperCase() })
          }}
        />
      ) : null}
      {fields.includes('value') ? (
        <Input
          aria-label="改为"
          placeholder={value ?? ''}
          style={{ width: 190 }}
          value={draft.value}
          onChange={(event) => {
            set({ value: event.target.value.trim() })
          }}
        />
      ) : null}
      <Button
        disabled={!ready}
        onClick={() => {
          onAdd(changeOf(kind, draft))
          set({ key: '', value: '' })
        }}
      >
        加入改动
      </Button>
    </div>
  )
}

const FUND_NAMES: Readonly<Record<string, string>> = { ...DRG_FUNDS, all: '全部' }

/** A change in words, before it is sent. */
export function changeWords(change: PolicyChangeInput): string {
  const parts = Object.entries(change).filter(([name, value]) => name !== 'kind' && value !== '')
  const words = parts.map(([name, value]) => (name === 'fund' ? FUND_NAMES[String(value)] : value === null ? '不设' : String(value))) // prettier-ignore
  return `${POLICY_CHANGE_LABELS[change.kind]} ${words.length === 0 ? '不设' : words.join(' → ')}`
}

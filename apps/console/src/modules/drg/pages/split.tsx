import type { SplitRowInput } from '@yijian/contract'
import { Link, useNavigate } from '@tanstack/react-router'
import { EmptyState, PageHeader, Section, textField } from '@yijian/web-kit'
import { Button, Input, Select } from 'antd'
import { useMemo, useState } from 'react'
import { useSearchState } from '../../../shell/search-state.ts'
import { useAsk, useShared, useStep } from '../api.ts'
import { Loaded, useNotify } from '../parts/bits.tsx'
import '../drg.css'

const Search = { scheme: textField(60), rule: textField(40), from: textField(60) }

/** How a group may be split further: what is asked, and how the scheme says it. */
const DIMENSIONS = [
  { key: 'age', label: '年龄（岁）', op: ['<', '>='], hint: '如 17' },
  { key: 'los', label: '住院天数', op: ['<=', '>'], hint: '如 7' },
  { key: 'icu_hours', label: '重症监护小时', op: ['>', '>='], hint: '如 120' },
  { key: 'vent_hours', label: '呼吸机小时', op: ['>', '>='], hint: '如 96' },
  { key: 'nursing_days', label: '特级护理天数', op: ['>', '>='], hint: '如 3' },
  { key: 'severity', label: '并发症合并症', op: ['='], hint: '' },
  { key: 'dept', label: '出院科室', op: ['='], hint: '科室代码，如 A15' },
  { key: 'leave', label: '离院方式', op: ['='], hint: '' },
] as const
type Dimension = (typeof DIMENSIONS)[number]['key']

const CHOICES: Partial<Record<Dimension, readonly (readonly [string, string])[]>> = {
  severity: [['mcc', '伴 MCC'], ['cc', '伴 CC'], ['mcc|cc', '伴 MCC 或 CC']], // prettier-ignore
  leave: [['transfer', '转院'], ['death', '死亡']], // prettier-ignore
}

/** Splits a group of a rule, and tries it on the cases of the last year before anything is published. */
export function SplitPage() {
  const [search] = useSearchState(Search)
  const schemeId = search.scheme ?? ''
  const scheme = useShared('getScheme', { params: { schemeId } }, { enabled: schemeId !== '' })
  const earlier = useAsk('getSimulation', { params: { simulationId: search.from ?? '' } }, search.from !== undefined)
  if (schemeId === '' || search.rule === undefined)
    return (
      <div className="yj-page">
        <PageHeader back={<Link to="/drg/splits">本地细分组</Link>} title="新建细分组" />
        <Section>
          <EmptyState title="先选择要细分的核心分组">
            在<Link to="/drg/schemes">分组方案</Link>中找到核心分组，点“细分”。
          </EmptyState>
        </Section>
      </div>
    )
  return (
    <Loaded query={scheme}>
      {(data) => {
        const rule = data.tree.flatMap(({ adrgs }) => adrgs).find((one) => one.ruleId === search.rule)
        if (rule === undefined) return <EmptyState title="方案中没有这个核心分组">返回分组方案重新选择。</EmptyState>
        if (search.from !== undefined && earlier.data === undefined) return null
        const kept = earlier.data?.input.kind === 'split' ? earlier.data.input.rows : null
        const rows = kept ?? rule.drgs.map(({ drg, name, split }) => ({ drg, name, split, weight: null }))
        return <Editor schemeId={schemeId} rule={rule} first={rows} title={earlier.data?.title ?? ''} />
      }}
    </Loaded>
  )
}

interface Rule {
  readonly ruleId: string
  readonly name: string
  readonly condition: string
}

function Editor({
  schemeId,
  rule,
  first,
  title: given,
}: {
  readonly schemeId: string
  readonly rule: Rule
  readonly first: readonly SplitRowInput[]
  readonly title: string
}) {
  // prettier-ignore
  const [rows, setRows] = useState<readonly SplitRowInput[]>(first)
  const [title, setTitle] = useState(given)
  const start = useStep('startSimulation')
  const navigate = useNavigate()
  const { failed } = useNotify()
  const set = (at: number, next: Partial<SplitRowInput>) => {
    setRows(rows.map((row, other) => (other === at ? { ...row, ...next } : row)))
  }
  const begin = async () => {
    const { simulationId } = await start.mutateAsync({ body: { kind: 'split', title, schemeId, ruleId: rule.ruleId, rows: [...rows] } }) // prettier-ignore
    await navigate({ to: `/drg/simulations/${simulationId}` })
  }
  return (
    <div className="yj-page">
      <PageHeader
        back={<Link to={`/drg/schemes?scheme=${encodeURIComponent(schemeId)}`}>分组方案</Link>}
        title={`细分 ${rule.ruleId} ${rule.name}`}
        lead={`条件：${rule.condition}。自上而下判断，先成立者为准；先用近一年病例试算，再存为草案送审。`}
      />
      <div className="yj-stack">
        <Section title="病组">
          <div className="yj-scroll-x">
            <table className="yj-plain-table" aria-label="病组">
              <thead>
                <tr>
                  <th>DRG 编码</th>
                  <th>名称</th>
                  <th>条件</th>
                  <th>权重（空着由病例测算）</th>
                  <th aria-label="操作" />
                </tr>
              </thead>
              <tbody>
                {rows.map((row, at) => (
                  <tr key={at}>
                    <td>
                      <Input
                        aria-label={`第 ${at + 1} 组编码`}
                        value={row.drg}
                        style={{ width: 92 }}
                        onChange={(event) => {
                          set(at, { drg: event.target.value.trim().toUpperCase() })
                        }}
                      />{' '}
                      {/* prettier-ignore */}
                    </td>
                    <td>
                      <Input
                        aria-label={`第 ${at + 1} 组名称`}
                        value={row.name}
                        style={{ minWidth: 220 }}
                        onChange={(event) => {
                          set(at, { name: event.target.value })
                        }}
                      />{' '}
                      {/* prettier-ignore */}
                    </td>
                    <td>
                      <Input
                        aria-label={`第 ${at + 1} 组条件`}
                        value={row.split}
                        style={{ minWidth: 220, fontFamily: 'monospace' }}
                        onChange={(event) => {
                          set(at, { split: event.target.value })
                        }}
                      />{' '}
                      {/* prettier-ignore */}
                    </td>
                    <td>
                      <Input
                        aria-label={`第 ${at + 1} 组权重`}
                        value={row.weight ?? ''}
                        style={{ width: 110 }}
                        onChange={(event) => {
                          const text = event.target.value.trim()
                          set(at, { weight: text === '' ? null : text })
                        }}
                      />{' '}
                      {/* prettier-ignore */}
                    </td>
                    <td>
                      <span className="yj-row" style={{ gap: 4, flexWrap: 'nowrap' }}>
                        <Button
                          size="small"
                          disabled={at === 0}
                          aria-label={`第 ${at + 1} 组上移`}
                          onClick={() => {
                            setRows(moved(rows, at))
                          }}
                        >
                          上移
                        </Button>
                        {/* prettier-ignore */}
                        <Button size="small" danger disabled={rows.length === 1} onClick={() => { setRows(rows.filter((_, other) => other !== at)) }}>移除</Button>
                        {/* prettier-ignore */}
                      </span>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Section>
        <Cut rows={rows} onCut={setRows} />
        <Section title="试算">
          <label className="drg-field">
            <span>名称</span>
            <Input
              aria-label="名称"
              placeholder="如：肺炎按年龄细分"
              maxLength={100}
              value={title}
              onChange={(event) => {
                setTitle(event.target.value)
              }}
            />
          </label>
          <Button
            type="primary"
            loading={start.isPending}
            disabled={title.trim().length < 2}
            onClick={() => {
              begin().catch(failed)
            }}
          >
            用近一年病例试算
          </Button>
        </Section>
      </div>
    </div>
  )
}

function moved(rows: readonly SplitRowInput[], at: number): SplitRowInput[] {
  const next = [...rows]
  ;[next[at - 1], next[at]] = [next[at]!, next[at - 1]!]
  return next
}

/** Cuts a part out of one group: the part goes first, with the group's own condition beside the new one. */
function Cut({
  rows,
  onCut,
}: {
  readonly rows: readonly SplitRowInput[]
  readonly onCut: (rows: readonly SplitRowInput[]) => void
}) {
  // prettier-ignore
  const [of, setOf] = useState<string>(rows.at(-1)?.drg ?? '')
  const [dimension, setDimension] = useState<Dimension>('age')
  const known = DIMENSIONS.find(({ key }) => key === dimension)!
  const [op, setOp] = useState<string>('<')
  const [value, setValue] = useState('')
  const choices = CHOICES[dimension]
  const condition = useMemo(() => conditionOf(dimension, op, value), [dimension, op, value])
  const target = rows.find(({ drg }) => drg === of)
  const cut = () => {
    if (target === undefined || condition === null) return
    const at = rows.indexOf(target)
    const own = target.split === 'else' ? condition : `(${condition}) & (${target.split})`
    const name = `${target.name}，${known.label.replace(/（.*）/, '')}${choices?.find(([key]) => key === value)?.[1] ?? `${op}${value}`}` // prettier-ignore
    onCut(rows.toSpliced(at, 0, { drg: freeCode(rows, target.drg), name: name.slice(0, 80), split: own, weight: null }))
    setValue('')
  }
  return (
    <Section title="切出一组" note="按年龄、并发症、住院天数、重症监护、呼吸机、科室等，从一个病组里切出一部分">
      <div className="drg-change">
        <Select
          aria-label="从哪一组切出"
          value={of}
          style={{ minWidth: 200 }}
          options={rows.map(({ drg, name }) => ({ value: drg, label: `${drg} ${name}` }))}
          onChange={setOf}
        />
        {/* prettier-ignore */}
        <Select
          aria-label="按什么"
          value={dimension}
          style={{ minWidth: 150 }}
          options={DIMENSIONS.map(({ key, label }) => ({ value: key, label }))}
          onChange={(next: Dimension) => {
            setDimension(next)
            setOp(DIMENSIONS.find(({ key }) => key === next)!.op[0])
            setValue('')
          }}
        />
        {known.op.length > 1 ? (
          <Select
            aria-label="比较"
            value={op}
            style={{ width: 80 }}
            options={known.op.map((one) => ({ value: one, label: one }))}
            onChange={setOp}
          />
        ) : null}
        {/* prettier-ignore */}
        {choices === undefined ? (
          <Input aria-label="界限" placeholder={known.hint} style={{ width: 150 }} value={value} onChange={(event) => { setValue(event.target.value.trim()) }} /> // prettier-ignore
        ) : (
          <Select aria-label="界限" style={{ width: 150 }} value={value || null} options={choices.map(([key, label]) => ({ value: key, label }))} onChange={(next: string | null) => { setValue(next ?? '') }} /> // prettier-ignore
        )}
        <Button disabled={condition === null || target === undefined} onClick={cut}>
          切出
        </Button>
      </div>
    </Section>
  )
}

function conditionOf(dimension: Dimension, op: string, value: string): string | null {
  if (value === '') return null
  if (dimension in CHOICES) return value
  if (dimension === 'dept') return /^[^\s&|()]+$/.test(value) ? `dept=${value}` : null
  return /^\d+(\.\d+)?$/.test(value) ? `${dimension}${op}${value}` : null
}

/** The ADRG with a letter that no group of the rule has yet. */
function freeCode(rows: readonly SplitRowInput[], drg: string): string {
  const taken = new Set(rows.map((row) => row.drg))
  const stem = drg.slice(0, 3)
  return [...'ABCDEFGHJKLMNPQRSTUVWXYZ'].map((letter) => stem + letter).find((code) => !taken.has(code)) ?? `${stem}AA`
}

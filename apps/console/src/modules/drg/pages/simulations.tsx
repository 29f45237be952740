import type { PolicyChangeInput, SimulationRow } from '@yijian/contract'
import { Link, useNavigate } from '@tanstack/react-router'
import { EmptyState, formatCount, formatMoment, PageHeader, Section, Tag, textField, type Tone } from '@yijian/web-kit'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useSearchState } from '../../../shell/search-state.ts'
import { useAsk, useShared, useStep } from '../api.ts'
import { Gain, Loaded, Plain, useNotify } from '../parts/bits.tsx'
import { ChangeForm, changeWords } from '../parts/change-form.tsx'
import '../drg.css'

const Search = { new: textField(1), parameters: textField(6), scheme: textField(60) }
const STATES: Readonly<Record<SimulationRow['state'], readonly [string, Tone]>> = { queued: ['排队', 'neutral'], running: ['计算中', 'brand'], succeeded: ['已完成', 'success'], failed: ['失败', 'danger'], cancelled: ['已取消', 'neutral'] } // prettier-ignore

export const StateTag = ({ state }: { readonly state: SimulationRow['state'] }) => <Tag tone={STATES[state][1]}>{STATES[state][0]}</Tag> // prettier-ignore

/** What would another policy do to every hospital's money? */
export function SimulationsPage() {
  const [search, setSearch] = useSearchState(Search)
  const query = useAsk('listSimulations', {})
  const isNew = search.new === '1' || search.parameters !== undefined || search.scheme !== undefined
  return (
    <div className="yj-page">
      <PageHeader
        title="政策模拟"
        lead="改一个权重、费率、系数或支付办法，看近一年每家医疗机构的钱会怎样变。模拟不改变任何结算。"
        actions={
          isNew ? null : (
            <Button
              type="primary"
              onClick={() => {
                setSearch({ new: '1' })
              }}
            >
              新建模拟
            </Button>
          )
        }
      />
      <div className="yj-stack">
        {isNew ? (
          <NewSimulation
            parameters={search.parameters}
            scheme={search.scheme}
            onClose={() => {
              setSearch({ new: undefined, parameters: undefined, scheme: undefined })
            }}
          />
        ) : null}
        <Loaded query={query}>
          {({ rows }) => (
            <Section>
              {rows.length === 0 ? (
                <EmptyState title="还没有做过模拟">新建模拟后，结果留在这里，可以比较和导出。</EmptyState>
              ) : (
                <Plain
                  label="政策模拟"
                  columns={['模拟', '改动', '状态', '病例', '统筹应付变化（元）', '发起人', '时间']}
                  right={[3, 4]}
                  rows={rows.map((row) => ({
                    key: row.simulationId,
                    cells: [
                      <Link key="t" to={`/drg/simulations/${row.simulationId}`}>
                        {row.title}
                      </Link>,
                      <span key="c" className="yj-secondary">
                        {row.kind === 'split'
                          ? `细分组：${formatCount(row.changes.length)} 组`
                          : row.changes.slice(0, 3).join('；')}
                        {row.kind === 'policy' && row.changes.length > 3 ? ` 等 ${row.changes.length} 项` : ''}
                      </span>,
                      <StateTag key="s" state={row.state} />,
                      row.cases === null ? '—' : formatCount(row.cases),
                      <Gain key="g" value={row.difference} />,
                      row.madeBy,
                      formatMoment(row.madeAt),
                    ],
                  }))}
                />
              )}
            </Section>
          )}
        </Loaded>
      </div>
    </div>
  )
}

function NewSimulation({
  parameters,
  scheme,
  onClose,
}: {
  readonly parameters: string | undefined
  readonly scheme: string | undefined
  readonly onClose: () => void
}) {
  const versions = useAsk('listParameters', {}).data?.rows ?? []
  const schemes = useShared('listSchemes', {}).data?.rows ?? []
  const overview = useShared('drgOverview', { query: {} })
  const start = useStep('startSimulation')
  const navigate = useNavigate()
  const { failed } = useNotify()
  const [title, setTitle] = useState('')
  const [changes, setChanges] = useState<readonly PolicyChangeInput[]>([])
  const [version, setVersion] = useState<number | null>(parameters === undefined ? null : Number(parameters))
  const [schemeId, setSchemeId] = useState<string | null>(scheme ?? null)
  const ready = title.trim().length >= 2 && (changes.length > 0 || version !== null || schemeId !== null)
  const begin = async () => {
    const { simulationId } = await start.mutateAsync({ body: { kind: 'policy', title, changes: [...changes], ...(version === null ? {} : { parameters: version }), ...(schemeId === null ? {} : { schemeId }) } }) // prettier-ignore
    await navigate({ to: `/drg/simulations/${simulationId}` })
  }
  return (
    <Section title="新建模拟" note="对近 12 个月的病例，现行办法与改动后的办法各算一遍">
      <label className="drg-field">
        <span>名称</span>
        <Input
          aria-label="名称"
          placeholder="如：三级医院系数下调到 1.02"
          maxLength={100}
          value={title}
          onChange={(event) => {
            setTitle(event.target.value)
          }}
        />
      </label>
      <div className="drg-field">
        <span>改动</span>
        {changes.length === 0 ? null : (
          <ul className="drg-lines">
            {changes.map((change, at) => (
              <li key={`${at}${changeWords(change)}`}>
                {changeWords(change)}{' '}
                <Button
                  type="link"
                  size="small"
                  onClick={() => {
                    setChanges(changes.filter((_, other) => other !== at))
                  }}
                >
                  移除
                </Button>
              </li>
            ))}
          </ul>
        )}
        <ChangeForm
          hospitals={overview.data?.hospitals.map(({ hospital }) => hospital) ?? []}
          onAdd={(change) => {
            setChanges([...changes, change])
          }}
        />
      </div>
      <div className="drg-change">
        <label className="drg-field">
          <span>改用另一版支付参数（可不选）</span>
          <Select
            aria-label="支付参数版本"
            allowClear
            style={{ minWidth: 260 }}
            value={version}
            options={versions.filter((one) => !one.inForce).map((one) => ({ value: one.version, label: `第 ${one.version} 版 ${one.reason}` }))} // prettier-ignore
            onChange={(next: number | null | undefined) => {
              setVersion(next ?? null)
            }}
          />
        </label>
        <label className="drg-field">
          <span>改用另一个分组方案（可不选）</span>
          <Select
            aria-label="分组方案"
            allowClear
            style={{ minWidth: 260 }}
            value={schemeId}
            options={schemes.filter((one) => !one.inForce && one.failure === null).map((one) => ({ value: one.schemeId, label: `${one.name} ${one.version}` }))} // prettier-ignore
            onChange={(next: string | null | undefined) => {
              setSchemeId(next ?? null)
            }}
          />
        </label>
      </div>
      <span className="yj-row" style={{ gap: 8 }}>
        <Button onClick={onClose}>取消</Button>
        <Button
          type="primary"
          disabled={!ready}
          loading={start.isPending}
          onClick={() => {
            begin().catch(failed)
          }}
        >
          开始模拟
        </Button>
      </span>
    </Section>
  )
}

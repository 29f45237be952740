import type { SchemeDetail } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { FactList, formatCount, PageHeader, Section, Tag, textField } from '@yijian/web-kit'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useSearchState } from '../../../shell/search-state.ts'
import { useAsk, useShared, useSide } from '../api.ts'
import { CodeName, Loaded, Plain } from '../parts/bits.tsx'
import '../drg.css'

const Search = { scheme: textField(60), mdc: textField(8), with: textField(60) }

/** By what rules are cases grouped, are the rules sound, and what would another scheme change? */
export function SchemesPage() {
  const [search, setSearch] = useSearchState(Search)
  const { isBureau } = useSide()
  const list = useShared('listSchemes', {})
  const rows = list.data?.rows ?? []
  const schemeId = search.scheme ?? rows.find((one) => one.inForce)?.schemeId ?? rows[0]?.schemeId
  return (
    <div className="yj-page">
      <PageHeader
        title="分组方案"
        lead="主要诊断大类 → 核心分组 → 细分组，规则和编码清单全部公开。"
        actions={
          <Select
            aria-label="分组方案"
            style={{ minWidth: 200 }}
            value={schemeId ?? null}
            options={rows.map((one) => ({ value: one.schemeId, label: `${one.name} ${one.version}${one.inForce ? '（使用中）' : ''}` }))} // prettier-ignore
            onChange={(scheme: string | null) => {
              setSearch({ scheme: scheme ?? undefined, mdc: undefined })
            }}
          />
        }
      />
      {schemeId === undefined ? null : <Scheme key={schemeId} schemeId={schemeId} />}
      {isBureau && schemeId !== undefined ? (
        <Workbench schemeId={schemeId} ids={rows.filter((one) => one.failure === null).map((one) => one.schemeId)} />
      ) : null}{' '}
      {/* prettier-ignore */}
    </div>
  )
}

function Scheme({ schemeId }: { readonly schemeId: string }) {
  const query = useShared('getScheme', { params: { schemeId } })
  return (
    <Loaded query={query}>
      {(data) => (
        <div className="yj-stack">
          <Section>
            <FactList
              columns={4}
              facts={[
                { label: '方案', value: `${data.name} ${data.version}` },
                { label: '规模', value: `${data.mdcs} 个大类，${formatCount(data.adrgs)} 个 ADRG，${formatCount(data.drgs)} 个 DRG，${formatCount(data.weights)} 个权重` }, // prettier-ignore
                { label: '适用出院日期', value: `${data.validFrom ?? '不限'} 至 ${data.validTo ?? '不限'}` },
                { label: '校验值', value: <code>{data.hash}</code> },
                { label: '来源', value: data.source },
              ]}
            />
          </Section>
          <Browser data={data} />
        </div>
      )}
    </Loaded>
  )
}

function Browser({ data }: { readonly data: SchemeDetail }) {
  const [search, setSearch] = useSearchState(Search)
  const [text, setText] = useState('')
  const [open, setOpen] = useState<string | null>(null)
  const { base, isBureau } = useSide()
  const mdc = data.tree.find((one) => one.mdc === search.mdc) ?? data.tree.reduce((most, one) => (one.cases > most.cases ? one : most), data.tree[0]!) // prettier-ignore
  const wanted = text.trim()
  const shown = wanted === '' ? mdc.adrgs : data.tree.flatMap((one) => one.adrgs).filter((one) => `${one.adrg}${one.name}${one.drgs.map(({ drg, name }) => drg + name).join('')}`.includes(wanted)).slice(0, 60) // prettier-ignore
  return (
    <div className="drg-split">
      <Section title="主要诊断大类">
        <ul className="drg-tree">
          {data.tree.map((one) => (
            <li key={one.mdc}>
              <button
                type="button"
                aria-current={one.mdc === mdc.mdc && wanted === ''}
                onClick={() => {
                  setText('')
                  setSearch({ mdc: one.mdc })
                }}
              >
                <span>
                  <code>{one.mdc}</code> {one.name}
                </span>
                <span className="yj-muted yj-num">{formatCount(one.cases)}</span>
              </button>
            </li>
          ))}
        </ul>
      </Section>
      <Section
        title={wanted === '' ? `${mdc.mdc} ${mdc.name}` : `“${wanted}”`}
        note={wanted === '' ? `入组条件：${mdc.condition}` : `${shown.length} 个核心分组`}
        actions={<Input.Search allowClear placeholder="病组编码或名称" aria-label="搜索病组" onSearch={setText} style={{ width: 220 }} />} // prettier-ignore
      >
        {shown.map((one) => (
          <div key={one.ruleId} style={{ marginBottom: 18 }}>
            <p>
              <strong>
                <code>{one.adrg}</code> {one.name}
              </strong>{' '}
              {one.surgical ? <Tag>外科</Tag> : null}{' '}
              <Button
                type="link"
                size="small"
                aria-expanded={open === one.ruleId}
                onClick={() => {
                  setOpen(open === one.ruleId ? null : one.ruleId)
                }}
              >
                编码清单
              </Button>{' '}
              {isBureau ? (
                <Link to={`/drg/split?scheme=${encodeURIComponent(data.schemeId)}&rule=${encodeURIComponent(one.ruleId)}`}>细分</Link> // prettier-ignore
              ) : null}
              <br />
              <span className="yj-secondary">条件：{one.condition}</span>
            </p>
            {open === one.ruleId ? <Codes schemeId={data.schemeId} ruleId={one.ruleId} /> : null}
            <Plain
              label={one.name}
              columns={['DRG', '细分条件', '权重', '近一年病例']}
              right={[2, 3]}
              rows={one.drgs.map((group) => ({ key: group.drg, cells: [<CodeName key="c" code={group.drg} name={group.name} />, group.condition, group.weight ?? '—', group.cases === 0 ? '0' : <Link key="l" to={`${base}/cases?drg=${encodeURIComponent(group.drg)}`}>{formatCount(group.cases)}</Link>] }))} // prettier-ignore
            />
          </div>
        ))}
      </Section>
    </div>
  )
}

function Codes({ schemeId, ruleId }: { readonly schemeId: string; readonly ruleId: string }) {
  const query = useShared('getSchemeRule', { params: { schemeId, ruleId } })
  return (
    <Loaded query={query}>
      {({ lists }) => (
        <div style={{ margin: '8px 0' }}>
          {lists.length === 0 ? <p className="yj-muted">没有编码清单，按条件判断。</p> : null}
          {lists.map((list) => (
            <div key={list.title}>
              <span className="yj-secondary">
                {list.title}（{formatCount(list.total)} 个）
              </span>
              <ul className="drg-codes">
                {list.codes.map((one) => (
                  <li key={one.code}>
                    <CodeName {...one} />
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </div>
      )}
    </Loaded>
  )
}

function Workbench({ schemeId, ids }: { readonly schemeId: string; readonly ids: readonly string[] }) {
  const [search, setSearch] = useSearchState(Search)
  const lint = useAsk('lintScheme', { params: { schemeId } })
  return (
    <div className="drg-two" style={{ marginTop: 16 }}>
      <Section title="方案检查" note="不可达、被遮住、清单为空、无内科组、权重倒挂等">
        <Loaded query={lint}>
          {({ rows }) => (
            <Plain
              label="方案检查"
              empty="没有发现问题。"
              columns={['问题', '编码']}
              rows={rows.slice(0, 100).map((one, at) => ({ key: String(at), cells: [one.message, <code key="c">{one.codes.slice(0, 6).join(' ')}{one.codes.length > 6 ? ' …' : ''}</code>] }))} // prettier-ignore
            />
          )}
        </Loaded>
      </Section>
      <Section
        title="与另一方案对比"
        note="近一年病例按两个方案重新分组"
        actions={
          <Select
            aria-label="对比方案"
            allowClear
            placeholder="选择方案"
            style={{ minWidth: 160 }}
            value={search.with ?? null}
            options={ids.filter((id) => id !== schemeId).map((id) => ({ value: id, label: id }))}
            onChange={(next: string | null) => {
              setSearch({ with: next ?? undefined })
            }}
          />
        }
      >
        {search.with === undefined ? (
          <p className="yj-muted">
            {ids.length < 2
              ? '只有一个方案。把另一方案的文件夹放进数据目录的 drg-schemes 后可以对比。'
              : '选择要对比的方案。'}
          </p>
        ) : (
          <Diff from={schemeId} to={search.with} />
        )}
      </Section>
    </div>
  )
}

function Diff({ from, to }: { readonly from: string; readonly to: string }) {
  const query = useAsk('diffSchemes', { query: { from, to } })
  return (
    <Loaded query={query}>
      {(data) => (
        <>
          <p>
            清单有差异 {formatCount(data.lists.length)} 张，ADRG {formatCount(data.adrgs.length)} 个，DRG{' '}
            {formatCount(data.drgs.length)} 个；{formatCount(data.cases)} 例中换组 {formatCount(data.moved)} 例。
          </p>
          <Plain
            label="换组"
            columns={['原组', '新组', '病例', '权重变化', '费用（元）']}
            right={[2, 3, 4]}
            rows={data.flow.slice(0, 40).map((one) => ({
              key: `${one.from}>${one.to}`,
              cells: [one.from, one.to, formatCount(one.cases), one.weight ?? '—', one.amount],
            }))}
          />{' '}
          {/* prettier-ignore */}
        </>
      )}
    </Loaded>
  )
}

import { QUALITY_KIND_LABELS, type ListDetail, type ListProblem } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { FactList, formatMoment, PageHeader, Section, Tag } from '@yijian/web-kit'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useParam } from '../../../shell/search-state.ts'
import { useShared, useSide, useStep } from '../api.ts'
import { CaseLink, CodeName, Loaded, Plain, useNotify } from '../parts/bits.tsx'
import { departmentName } from '../parts/departments.ts'
import '../drg.css'

/** What is wrong in this list, and how is it put right? */
export function ListPage() {
  const listId = useParam('listId')
  const query = useShared('getList', { params: { listId } })
  return <Loaded query={query}>{(data) => <Body key={`${data.listId}-${data.version}`} data={data} />}</Loaded>
}

function Body({ data }: { readonly data: ListDetail }) {
  const { base, isBureau } = useSide()
  return (
    <div className="yj-page">
      <PageHeader
        back={<Link to={`${base}/lists`}>结算清单</Link>}
        title={`结算清单 ${data.mdtrtId}`}
        lead={leadOf(data)}
      />
      <div className="yj-stack">
        <Section>
          <FactList
            columns={4}
            facts={[
              ...(isBureau ? [{ label: '医疗机构', value: data.hospital.name }] : []),
              { label: '得分', value: <strong className="yj-num">{data.score}</strong> },
              { label: '质控', value: <span><Tag tone={data.errors > 0 ? 'danger' : 'success'}>{data.errors > 0 ? `错误 ${data.errors}` : '合格'}</Tag> 提示 {data.warnings}，缺资料无法判断 {data.cannotTell}</span> }, // prettier-ignore
              { label: '来源', value: data.source === 'upload' ? `医院上传（${data.form}），第 ${data.version} 版` : '结算数据' }, // prettier-ignore
              { label: '出院', value: `${data.discharged ?? '—'} ${departmentName(data.dept)}` },
              { label: '主要诊断', value: <CodeName {...data.main} /> },
              { label: '病例', value: data.caseId === null ? <Tag tone="warning">未找到对应的结算</Tag> : <CaseLink caseId={data.caseId} /> }, // prettier-ignore
              { label: '按本清单预分组', value: data.grouping === null ? '—' : data.grouping.reason === null ? <CodeName code={data.grouping.drg} name={data.grouping.name} /> : data.grouping.reason }, // prettier-ignore
            ]}
          />
        </Section>
        <Problems data={data} />
        {data.nodes.map(({ node, label, rows }) => (
          <Section key={node} title={label} note={`${rows.length} 行`}>
            {rows.length === 0 ? <p className="yj-muted">没有</p> : null}
            {node === 'setlinfo' ? (
              <FactList columns={4} facts={(rows[0] ?? []).map((cell) => ({ label: cell.label, value: cell.value === '' ? <span className="yj-muted">未填写</span> : cell.value }))} /> // prettier-ignore
            ) : (
              <Plain
                label={label}
                columns={[...new Set(rows.flatMap((row) => row.map((cell) => cell.label)))]}
                rows={rows.map((row, at) => ({ key: String(at), cells: [...new Set(rows.flatMap((one) => one.map((cell) => cell.label)))].map((name) => row.find((cell) => cell.label === name)?.value ?? '') }))} // prettier-ignore
              />
            )}
          </Section>
        ))}
        <Section title="版本">
          <Plain
            label="版本"
            columns={['版本', '时间', '操作人', '方式', '得分', '错误', '提示']}
            right={[4, 5, 6]}
            empty="来自结算数据，没有上传过。"
            rows={data.versions.map((one) => ({ key: String(one.version), cells: [`第 ${one.version} 版`, formatMoment(one.at), one.by, one.how === 'form' ? '页面修正' : '上传', one.score, one.errors, one.warnings] }))} // prettier-ignore
          />
        </Section>
      </div>
    </div>
  )
}

function leadOf(data: ListDetail): string {
  const change = data.lastChange
  const last =
    change === null ? '' : `上次修正改好 ${change.fixed} 处，仍有 ${change.remaining} 处，新增 ${change.added} 处。`
  if (data.errors === 0) return `没有错误，可以进入结算。${last}`
  return `有 ${data.errors} 项错误，改正后才能进入结算。${last}`
}

const keyOf = (one: ListProblem): string => `${one.node}|${String(Math.max(0, one.row))}|${one.field}`

function Problems({ data }: { readonly data: ListDetail }) {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const correct = useStep('correctList')
  const { done, failed } = useNotify()
  const changes = Object.entries(values).filter(([, value]) => value !== '')
  const save = () => {
    const body = { version: data.version, changes: changes.map(([key, value]) => { const [node = '', row = '0', field = ''] = key.split('|'); return { node, row: Number(row), field, value } }) } // prettier-ignore
    correct.mutateAsync({ params: { listId: data.listId }, body }).then((next) => {
      done(next.errors === 0 ? '已保存，质控合格' : `已保存，还有 ${next.errors} 项错误`)
    }, failed)
  }
  return (
    <Section
      title="问题与改法"
      note={data.problems.length === 0 ? '' : `${data.problems.length} 处`}
      actions={
        data.editable && data.problems.length > 0 ? (
          <Button type="primary" disabled={changes.length === 0} loading={correct.isPending} onClick={save}>
            保存并重新质控
          </Button>
        ) : null
      }
    >
      <Plain
        label="问题"
        empty="没有发现问题。"
        columns={['级别', '项目', '问题', '现在的值', '怎样改', ...(data.editable ? ['改为'] : [])]}
        rows={data.problems.map((one) => ({
          key: `${one.ruleId}-${one.row}`,
          cells: [
            <span key="s"><Tag tone={one.severity === 'error' ? 'danger' : 'warning'}>{one.severity === 'error' ? '错误' : '提示'}</Tag> {QUALITY_KIND_LABELS[one.kind]}</span>, // prettier-ignore
            `${one.nodeLabel}${one.row > 0 ? ` 第 ${one.row + 1} 行` : ''} · ${one.fieldLabel}`,
            <span key="m" title={one.ruleId}>{one.message}</span>, // prettier-ignore
            one.value === '' ? <span className="yj-muted">未填写</span> : one.value,
            one.advice,
            ...(data.editable
              ? [
                  <Input key="v" size="small" style={{ minWidth: 150 }} maxLength={200} aria-label={`${one.fieldLabel}改为`} value={values[keyOf(one)] ?? ''} onChange={(event) => { setValues({ ...values, [keyOf(one)]: event.target.value }) }} />, // prettier-ignore
                ]
              : []),
          ],
        }))}
      />
    </Section>
  )
}

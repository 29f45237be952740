import type { LooseDraft, PointRow, RuleKindDetail } from '@yijian/contract'
import { Link, useNavigate } from '@tanstack/react-router'
import { EmptyState, ErrorState, PageHeader, PageSkeleton, Section, textField, toClientError } from '@yijian/web-kit'
import { Alert, App, Button, Select, Tabs } from 'antd'
import { useMemo, useState } from 'react'
import { useSearchState } from '../../../shell/search-state.ts'
import { useDelayed } from '../../../shell/use-delayed.ts'
import { usePoint, useRuleKind, useRuleKinds } from '../api.ts'
import { copyOf, draftOf, effectiveParams, emptyDraft } from '../editor/draft.ts'
import { useDraftCheck, useSaveDraft, useTryDraft } from '../lifecycle-api.ts'
import { EditorForm } from '../parts/editor-form.tsx'
import { EditorLogic } from '../parts/editor-logic.tsx'
import { SubmitDialog } from '../parts/submit-dialog.tsx'
import { TrialBench } from '../parts/trial.tsx'
import { ruleHref } from '../search.ts'
import '../rules.css'
import '../lifecycle.css'

/** `kind` begins a new point, `point` its next version, `copy` a point like another one. */
const Search = { kind: textField(10), point: textField(100), copy: textField(100) }

const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

/** What should be reminded of, on what ground, and does it do what I mean? */
export function EditorPage() {
  const [search, setSearch] = useSearchState(Search)
  const source = search.point ?? search.copy
  const point = usePoint(source)
  const newest = point.data?.versions[0]
  const kindId = newest?.kindId ?? search.kind
  if (source !== undefined && point.data === undefined)
    return point.isError ? <ErrorState error={point.error} onRetry={() => void point.refetch()} /> : <PageSkeleton />
  if (kindId === undefined)
    return (
      <KindChoice
        onPick={(kind) => {
          setSearch({ kind })
        }}
      />
    )
  return (
    <WithKind
      key={`${kindId}|${search.point ?? ''}|${search.copy ?? ''}`}
      kindId={kindId}
      point={newest}
      message={point.data?.message ?? null}
      mode={search.point !== undefined ? 'revise' : search.copy !== undefined ? 'copy' : 'new'}
    />
  )
}

function KindChoice({ onPick }: { readonly onPick: (kindId: string) => void }) {
  const kinds = useRuleKinds()
  const groups = [...Map.groupBy(kinds.data?.rows ?? [], (row) => `${row.cat1} / ${row.cat2}`)]
  return (
    <div className="yj-page">
      <PageHeader
        back={<Link to="/rules/kinds">← 规则库</Link>}
        title="新建知识点"
        lead="先选规则种类；表单按它的参数生成。"
      />
      <Section>
        <EmptyState title="这个知识点属于哪类规则">规则说“什么不付”，知识点说“对哪些编码、限到什么程度”。</EmptyState>
        <div style={{ display: 'grid', justifyItems: 'center', paddingBottom: 32 }}>
          <Select
            autoFocus
            showSearch={{ optionFilterProp: 'label' }}
            aria-label="规则种类"
            placeholder="按名称或编号查找规则"
            style={{ width: 420 }}
            loading={kinds.isPending}
            value={null}
            options={groups.map(([label, rows]) => ({
              label,
              options: rows.map((row) => ({ value: row.kindId, label: `${row.kindId} ${row.name}` })),
            }))}
            onChange={(kindId: string | null) => {
              if (kindId !== null) onPick(kindId)
            }}
          />
        </div>
      </Section>
    </div>
  )
}

type Mode = 'new' | 'revise' | 'copy'
interface WithKindProps {
  readonly kindId: string
  readonly point: PointRow | undefined
  readonly message: string | null
  readonly mode: Mode
}

function WithKind({ kindId, point, message, mode }: WithKindProps) {
  const kind = useRuleKind(kindId)
  if (kind.data === undefined)
    return kind.isError ? <ErrorState error={kind.error} onRetry={() => void kind.refetch()} /> : <PageSkeleton />
  const source = point && { point, message, kind: kind.data }
  const draft = !source ? emptyDraft(kindId, today()) : mode === 'copy' ? copyOf(source) : draftOf(source)
  return <Editor kind={kind.data} initial={draft} base={mode === 'revise' ? point : undefined} mode={mode} />
}

const TITLES = { new: '新建知识点', revise: '修订知识点', copy: '复制知识点' } as const

interface EditorProps {
  readonly kind: RuleKindDetail
  readonly initial: LooseDraft
  readonly base: PointRow | undefined
  readonly mode: Mode
}

function Editor({ kind, initial, base, mode }: EditorProps) {
  const [draft, setDraft] = useState(initial)
  const [saved, setSaved] = useState(base)
  const [submitting, setSubmitting] = useState<PointRow>()
  const [seen, setSeen] = useState(mode === 'revise')
  const settled = useDelayed(draft, 300)
  const check = useDraftCheck(settled)
  const save = useSaveDraft()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const problems = check.data?.problems ?? []
  const dirty = JSON.stringify(draft) !== JSON.stringify(initial) || mode === 'copy'
  const change = (patch: Partial<LooseDraft>) => {
    setDraft({ ...draft, ...patch })
  }
  const run = (then: (row: PointRow) => void) => {
    setSeen(true)
    if (problems.length > 0) {
      message.warning(`还有 ${problems.length} 处没有填好：${problems[0]?.text ?? ''}`)
      return
    }
    save.mutate(
      { draft: saved ? { ...draft, kpId: saved.kpId } : draft, baseVersion: saved?.version },
      {
        onSuccess: ({ versions }) => {
          const row = versions[0]
          if (!row) return
          setSaved(row)
          setDraft({ ...draft, kpId: row.kpId })
          message.success(`已保存：${row.kpId} 第 ${row.version} 版草稿`)
          then(row)
        },
      },
    )
  }
  const toPoint = (row: PointRow) =>
    void navigate({ href: ruleHref(row.kindId, { tab: 'points', status: row.status, open: row.kpId }) })
  return (
    <div className="yj-page">
      <PageHeader
        back={<Link to={ruleHref(kind.kindId, { tab: 'points' })}>← {kind.name}</Link>}
        title={TITLES[mode]}
        lead={
          <span>
            <code>{kind.kindId}</code> {kind.name} · {kind.templateName}
            {saved
              ? ` · ${saved.kpId}，在第 ${saved.version} 版上修改，保存为新版本`
              : ' · 保存后为草稿，不影响正在使用的规则集'}
          </span>
        }
        actions={
          <>
            <Button
              loading={save.isPending}
              disabled={!dirty}
              onClick={() => {
                run(toPoint)
              }}
            >
              保存草稿
            </Button>
            <Button
              type="primary"
              loading={save.isPending}
              disabled={!dirty}
              onClick={() => {
                run(setSubmitting)
              }}
            >
              保存并提交论证
            </Button>
          </>
        }
      />
      {save.error ? (
        <Alert type="error" showIcon title={toClientError(save.error).message} style={{ marginBottom: 16 }} />
      ) : null}
      <div className="editor">
        <EditorForm kind={kind} draft={draft} problems={seen ? problems : []} onChange={change} />
        <Beside kind={kind} draft={draft} settled={settled} check={check} />
      </div>
      {submitting ? (
        <SubmitDialog
          point={submitting}
          onClose={() => {
            setSubmitting(undefined)
          }}
          onDone={() => {
            toPoint({ ...submitting, status: 'review' })
          }}
        />
      ) : null}
    </div>
  )
}

interface BesideProps {
  readonly kind: RuleKindDetail
  readonly draft: LooseDraft
  readonly settled: LooseDraft
  readonly check: ReturnType<typeof useDraftCheck>
}

/** What the draft means, beside it: logic, reminder, conflicts; and a claim to try it on. */
function Beside({ kind, draft, settled, check }: BesideProps) {
  return (
    <section className="yj-card editor-beside" aria-label="判定逻辑与试算">
      <Tabs
        items={[
          { key: 'logic', label: '判定逻辑', children: <EditorLogic check={check.data} error={check.error} /> },
          {
            key: 'trial',
            label: '试算',
            children: <DraftTrial kind={kind} draft={draft} settled={settled} check={check} />,
          },
        ]}
      />
    </section>
  )
}

/** Fields without which nothing can be judged. */
const NEEDED = new Set(['keys', 'partners', 'params', 'effBegin', 'effEnd'])

function DraftTrial({ kind, draft, settled, check }: BesideProps) {
  const attempt = useTryDraft(draft)
  const point = useMemo(
    () => ({
      ...settled,
      params: effectiveParams(settled, kind),
      partners: settled.partners ?? [],
      effEnd: settled.effEnd ?? null,
    }),
    [settled, kind],
  )
  const missing = check.data?.problems.find(({ field }) => NEEDED.has(field))
  if (missing !== undefined || check.data === undefined)
    return (
      <EmptyState compact title="填好编码和参数后可以试算">
        {missing?.text ?? ''}。按当前填写的内容判定，不需要先保存。
      </EmptyState>
    )
  return <TrialBench key={point.keys[0] ?? ''} kind={kind} point={point} picker={null} attempt={attempt} />
}

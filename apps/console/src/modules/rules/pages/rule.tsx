import { SEVERITY_LABELS, type RuleKindDetail } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import {
  EmptyState,
  ErrorState,
  FactList,
  formatCount,
  formatPercent,
  PageHeader,
  PageSkeleton,
  Section,
  Tag,
  SeverityTag,
} from '@yijian/web-kit'
import { Button, Tabs } from 'antd'
import { LinkButton } from '../../../shell/link-button.tsx'
import { useParam, useSearchState } from '../../../shell/search-state.ts'
import { useCan } from '../../../shell/session.tsx'
import { useRuleKind } from '../api.ts'
import { PointFilters } from '../parts/point-filters.tsx'
import { PointTable } from '../parts/point-table.tsx'
import { RuleAbout } from '../parts/rule-about.tsx'
import { RuleFeedback } from '../parts/rule-feedback.tsx'
import { RuleQuality } from '../parts/rule-quality.tsx'
import { RuleVersions } from '../parts/rule-versions.tsx'
import { SearchBox } from '../../../shell/search-box.tsx'
import { stageText } from '../parts/tags.tsx'
import { Trial } from '../parts/trial.tsx'
import { editorHref, RuleTab, textQuery } from '../search.ts'
import '../rules.css'
import '../lifecycle.css'

/** What does this rule check, on what ground, and how well does it do? */
export function RulePage() {
  const kindId = useParam('kindId')
  const query = useRuleKind(kindId)
  if (query.data === undefined) {
    return query.isError ? (
      <div className="yj-page">
        <Link to="/rules/kinds">← 规则库</Link>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </div>
    ) : (
      <PageSkeleton />
    )
  }
  return <RuleBody key={kindId} kind={query.data} />
}

function RuleBody({ kind }: { readonly kind: RuleKindDetail }) {
  const [search, setSearch] = useSearchState(RuleTab)
  const canEdit = useCan('rules.edit')
  const toTab = (tab: string) => {
    setSearch({ tab: tab as RuleTab['tab'], page: 1, open: undefined }, { push: true })
  }
  return (
    <div className="yj-page">
      <PageHeader
        back={<Link to="/rules/kinds">← 规则库</Link>}
        title={
          <span className="yj-row">
            <code className="yj-muted">{kind.kindId}</code>
            {kind.name}
            <SeverityTag severity={kind.severity} />
          </span>
        }
        lead={
          <span className="yj-row">
            <span>
              {kind.cat1} / {kind.cat2} · {stageText(kind.stages)} · {kind.templateName}
            </span>
            {kind.gz === null ? null : <code>{kind.gz}</code>}
            <Tag tone={kind.national ? 'brand' : 'neutral'}>{kind.national ? '国家规则' : '扩展规则'}</Tag>
          </span>
        }
        actions={
          <>
            {search.tab === 'trial' ? null : (
              <Button
                onClick={() => {
                  toTab('trial')
                }}
              >
                试算
              </Button>
            )}
            {canEdit ? (
              <LinkButton type="primary" href={editorHref({ kind: kind.kindId })}>
                新建知识点
              </LinkButton>
            ) : null}
          </>
        }
      />
      <div className="yj-stack">
        <Section>
          <FactList columns={4} facts={figures(kind)} />
        </Section>
        <section className="yj-card card-with-tabs">
          <Tabs
            activeKey={search.tab}
            destroyOnHidden
            onChange={toTab}
            items={[
              { key: 'about', label: '说明', children: <RuleAbout kind={kind} /> },
              {
                key: 'points',
                label: `知识点（${formatCount(kind.points)}）`,
                children: <Points kind={kind} search={search} set={setSearch} />,
              },
              {
                key: 'trial',
                label: '试算',
                children: (
                  <Trial
                    kind={kind}
                    from={search.from}
                    onFrom={(from) => {
                      setSearch({ from })
                    }}
                  />
                ),
              },
              { key: 'versions', label: '版本', children: <RuleVersions kind={kind} /> },
              {
                key: 'quality',
                label: '质量',
                children: <RuleQuality kindId={kind.kindId} />,
              },
              {
                key: 'feedback',
                label: '提醒与反馈',
                children: (
                  <RuleFeedback
                    kind={kind}
                    view={search}
                    onView={({ page, size }) => {
                      setSearch({ page, size })
                    }}
                  />
                ),
              },
            ]}
          />
        </section>
      </div>
    </div>
  )
}

function figures(kind: RuleKindDetail) {
  const big = (text: string) => <strong className="figure">{text}</strong>
  return [
    { label: '当前规则集内的知识点', value: big(formatCount(kind.points)) },
    {
      label: '不可执行的知识点',
      value: kind.failed === 0 ? big('0') : <strong className="figure danger-text">{formatCount(kind.failed)}</strong>,
    },
    { label: '近30天提醒', value: big(formatCount(kind.hits)) },
    {
      label: '提醒后返回修改的比例',
      value:
        kind.compliance === null ? (
          <span className="yj-muted" title="还没有医师答复，无法计算">
            待答复
          </span>
        ) : (
          big(formatPercent(kind.compliance))
        ),
    },
  ]
}

interface PointsProps {
  readonly kind: RuleKindDetail
  readonly search: RuleTab
  readonly set: (patch: { readonly [K in keyof RuleTab]?: RuleTab[K] | undefined }) => void
}

function Points({ kind, search, set }: PointsProps) {
  return (
    <PointTable
      within="rule"
      query={{
        ...textQuery(search.q),
        ...{ kind: kind.kindId, on: search.on, status: search.status, failed: search.failed },
        ...{ page: search.page, size: search.size },
      }}
      open={search.open}
      onChange={set}
      toolbar={
        <>
          <SearchBox
            width={220}
            value={search.q}
            label="搜索知识点"
            placeholder="名称、编码、条款"
            onChange={(q) => {
              set({ q, page: 1, open: undefined })
            }}
          />
          <PointFilters
            search={search}
            onChange={(patch) => {
              set({ ...patch, page: 1, open: undefined })
            }}
          />
        </>
      }
      empty={
        <EmptyState title="没有符合条件的知识点">
          {kind.points === 0
            ? `“${kind.name}”还没有知识点，规则不会提醒。${SEVERITY_LABELS[kind.severity]}类规则须由知识点给出编码、参数和依据。`
            : '清除搜索和日期再看。'}
        </EmptyState>
      }
    />
  )
}

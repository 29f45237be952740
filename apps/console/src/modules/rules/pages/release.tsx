import { DownloadOutlined } from '@ant-design/icons'
import { RELEASE_STATE_LABELS } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import {
  BlockSkeleton,
  CodeText,
  downloadUrl,
  EmptyState,
  ErrorState,
  FactList,
  formatCount,
  formatMoment,
  PageHeader,
  PageSkeleton,
  Section,
} from '@yijian/web-kit'
import { Button, Select, Tabs } from 'antd'
import { useState } from 'react'
import { useParam, useSearchState } from '../../../shell/search-state.ts'
import { useCan } from '../../../shell/session.tsx'
import { client, useRelease, useReleaseDiff, useReleases, type ReleaseData } from '../api.ts'
import { ActivateDialog, activateWord } from '../parts/activate-dialog.tsx'
import { ReleaseDiff } from '../parts/release-diff.tsx'
import { ReleaseStateTag } from '../parts/tags.tsx'
import { ReleaseTab, ruleHref } from '../search.ts'
import '../rules.css'

/** What does this release hold, how does it differ, and should it judge? */
export function ReleasePage() {
  const releaseId = useParam('releaseId')
  const query = useRelease(releaseId)
  if (query.data === undefined) {
    return query.isError ? (
      <div className="yj-page">
        <Link to="/rules/releases">← 规则集版本</Link>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </div>
    ) : (
      <PageSkeleton />
    )
  }
  return <ReleaseBody key={releaseId} release={query.data} />
}

function ReleaseBody({ release }: { readonly release: ReleaseData }) {
  const [search, setSearch] = useSearchState(ReleaseTab)
  return (
    <div className="yj-page">
      <PageHeader
        back={<Link to="/rules/releases">← 规则集版本</Link>}
        title={
          <span className="yj-row">
            {release.title}
            <ReleaseStateTag state={release.state} />
          </span>
        }
        lead={release.note === '' ? release.releaseId : release.note}
        actions={<Actions release={release} />}
      />
      <div className="yj-stack">
        <Section>
          <FactList
            columns={4}
            facts={[
              { label: '规则', value: <strong className="figure">{formatCount(release.rules)}</strong> },
              { label: '知识点', value: <strong className="figure">{formatCount(release.points)}</strong> },
              {
                label: '不可执行',
                value: (
                  <strong className={release.failed > 0 ? 'figure danger-text' : 'figure'}>
                    {formatCount(release.failed)}
                  </strong>
                ),
              },
              { label: '内容校验值', value: <CodeText value={release.hash} short={24} /> },
              { label: '编制', value: `${release.madeBy} · ${formatMoment(release.madeAt)}` },
              {
                label: '最近启用',
                value:
                  release.activatedAt === null
                    ? '未启用'
                    : `${release.activatedBy ?? ''} · ${formatMoment(release.activatedAt)}`,
              },
            ]}
          />
        </Section>
        <section className="yj-card card-with-tabs">
          <Tabs
            activeKey={search.tab}
            destroyOnHidden
            onChange={(tab) => {
              setSearch({ tab: tab as typeof search.tab }, { push: true })
            }}
            items={[
              { key: 'content', label: '内容', children: <Content release={release} /> },
              {
                key: 'diff',
                label: '对比',
                children: (
                  <Compare
                    release={release}
                    against={search.against}
                    onAgainst={(against) => {
                      setSearch({ against })
                    }}
                  />
                ),
              },
              {
                key: 'history',
                label: `启用记录（${release.activations.length}）`,
                children: <History release={release} />,
              },
            ]}
          />
        </section>
      </div>
    </div>
  )
}

function Actions({ release }: { readonly release: ReleaseData }) {
  const canApprove = useCan('rules.approve')
  const list = useReleases()
  const [activating, setActivating] = useState(false)
  return (
    <>
      <Button
        icon={<DownloadOutlined />}
        title="含全部内容、校验值和签名，供医院端或其他统筹区核验后使用"
        onClick={() => {
          downloadUrl(client.url('exportRelease', { params: { releaseId: release.releaseId } }))
        }}
      >
        导出签名文件
      </Button>
      {canApprove && release.state !== 'active' ? (
        <Button
          type="primary"
          onClick={() => {
            setActivating(true)
          }}
        >
          {activateWord(release)}
        </Button>
      ) : null}
      {activating ? (
        <ActivateDialog
          release={release}
          current={list.data?.rows.find((row) => row.state === 'active')}
          onClose={() => {
            setActivating(false)
          }}
        />
      ) : null}
    </>
  )
}

function Content({ release }: { readonly release: ReleaseData }) {
  return (
    <div className="yj-stack">
      {release.failures.length === 0 ? null : (
        <div>
          <h3 className="sub-title">不可执行，未参与判定（{formatCount(release.failures.length)}）</h3>
          <table className="yj-plain-table" aria-label="不可执行的知识点">
            <tbody>
              {release.failures.map((failure) => (
                <tr key={failure.kpId}>
                  <td>
                    <Link to={ruleHref(failure.kindId, { tab: 'points', open: failure.kpId })}>{failure.name}</Link>
                  </td>
                  <td className="danger-text">{failure.reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <table className="yj-plain-table" aria-label="各规则的知识点">
        <thead>
          <tr>
            <th>规则</th>
            <th className="yj-right">知识点</th>
            <th className="yj-right">不可执行</th>
          </tr>
        </thead>
        <tbody>
          {release.byKind.map((kind) => (
            <tr key={kind.kindId}>
              <td>
                <code className="yj-muted">{kind.kindId}</code> <Link to={ruleHref(kind.kindId)}>{kind.name}</Link>
              </td>
              <td className="yj-right yj-num">{formatCount(kind.points)}</td>
              <td className="yj-right yj-num">
                {kind.failed === 0 ? '0' : <span className="danger-text">{formatCount(kind.failed)}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface CompareProps {
  readonly release: ReleaseData
  readonly against: string | undefined
  readonly onAgainst: (releaseId: string | undefined) => void
}

/** By default against the one made before it. */
function Compare({ release, against, onAgainst }: CompareProps) {
  const list = useReleases()
  const others = (list.data?.rows ?? []).filter((row) => row.releaseId !== release.releaseId)
  const earlier = others
    .filter((row) => row.madeAt < release.madeAt)
    .sort((a, b) => b.madeAt.localeCompare(a.madeAt))[0]
  const chosen = against ?? earlier?.releaseId ?? others[0]?.releaseId
  const diff = useReleaseDiff(chosen, release.releaseId)
  if (list.data !== undefined && others.length === 0) {
    return (
      <EmptyState compact title="没有可对比的规则集">
        这是第一个规则集，发布下一个后可以对比。
      </EmptyState>
    )
  }
  return (
    <div className="yj-stack">
      <div className="release-pick">
        <span className="yj-secondary">从</span>
        <Select
          aria-label="对比的规则集"
          style={{ minWidth: 280 }}
          value={chosen ?? null}
          options={others.map((row) => ({
            value: row.releaseId,
            label: `${row.title}（${RELEASE_STATE_LABELS[row.state]}，${formatMoment(row.madeAt)}）`,
          }))}
          onChange={onAgainst}
        />
        <span className="yj-secondary">到“{release.title}”</span>
      </div>
      {diff.data ? (
        <ReleaseDiff diff={diff.data} />
      ) : diff.isError ? (
        <ErrorState compact error={diff.error} onRetry={() => void diff.refetch()} />
      ) : (
        <BlockSkeleton rows={4} />
      )}
    </div>
  )
}

function History({ release }: { readonly release: ReleaseData }) {
  if (release.activations.length === 0) return <EmptyState compact title="还没有启用过" />
  return (
    <ul className="history">
      {release.activations.map((activation, index) => (
        <li key={index}>
          <div className="yj-row">
            <ReleaseStateTag state={activation.state} />
            <span className="yj-muted">
              {activation.by} · {formatMoment(activation.at)}
            </span>
          </div>
          <p>{activation.reason}</p>
        </li>
      ))}
    </ul>
  )
}

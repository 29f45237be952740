import type { CheckHome, CheckRow } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { Amount, EmptyState, ErrorState, formatCount, formatMoment, PageHeader, PageSkeleton, Section } from '@yijian/web-kit' // prettier-ignore
import { Select } from 'antd'
import { useState } from 'react'
import { LinkButton } from '../../../shell/link-button.tsx'
import { useSelfCheckHome } from '../api.ts'
import { nextStepOf } from '../next-step.ts'
import { MarkBar } from '../parts/progress-bar.tsx'
import { StartSettled } from '../parts/start-settled.tsx'
import { StartUpload } from '../parts/start-upload.tsx'
import { CheckStateTag } from '../parts/tags.tsx'
import '../self-check.css'

/** The institution's first page: what to do next, and what is due. */
export function SelfCheckHome() {
  const query = useSelfCheckHome()
  if (query.data) return <HomeBody home={query.data} />
  return query.isError ? (
    <div className="yj-page">
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    </div>
  ) : (
    <PageSkeleton />
  )
}

function HomeBody({ home }: { readonly home: CheckHome }) {
  const [code, setCode] = useState(home.institutions[0]?.fixmedinsCode)
  const place = home.institutions.find(({ fixmedinsCode }) => fixmedinsCode === code)
  const busy = home.recent.some(({ scan }) => scan === 'queued' || scan === 'running')
  const many = home.institutions.length > 1
  return (
    <div className="yj-page">
      <PageHeader
        title="自查自纠"
        lead={[place?.fixmedinsName, place?.admdvsName].filter(Boolean).join(' · ')}
        actions={
          many ? (
            <Select
              aria-label="要自查的机构"
              value={code ?? null}
              style={{ minWidth: 220 }}
              options={home.institutions.map((one) => ({ value: one.fixmedinsCode, label: one.fixmedinsName }))}
              onChange={(next) => {
                setCode(next)
              }}
            />
          ) : undefined
        }
      />
      <div className="yj-stack">
        <NextStep checks={home.recent} />
        {home.release === null ? (
          <Section>
            <EmptyState title="还没有发布规则集">医保部门发布规则集后即可自查。</EmptyState>
          </Section>
        ) : (
          <div className="self-check-start">
            <StartSettled home={home} fixmedinsCode={many ? code : undefined} busy={busy} />
            <StartUpload fixmedinsCode={many ? code : undefined} busy={busy} />
          </div>
        )}
        <div className="self-check-lists">
          <Recent checks={home.recent} />
          <Deadlines home={home} />
        </div>
        <p className="yj-muted yj-small">
          {home.release === null
            ? ''
            : `现行规则集：${home.release.title}（${formatCount(home.release.points)} 条知识点${home.release.trial ? '，试运行' : ''}）。`}
          提交前，筛查结果、认定和附件只有本机构账号能看到；医保部门看不到。
        </p>
      </div>
    </div>
  )
}

const STEPS = [
  ['筛查', '选期间或上传文件，按现行规则集找出疑似问题'],
  ['认定', '逐条标为属实、不属实（写理由）或待核，可成批处理'],
  ['整改', '按规则写原因、措施、责任科室、完成日期和拟退回金额'],
  ['提交', '确认后报医保部门；对方打开前可撤回'],
] as const

function NextStep({ checks }: { readonly checks: readonly CheckRow[] }) {
  const next = nextStepOf(checks)
  return (
    <section className="yj-card next-step" aria-label="下一步">
      <div className="next-step-head">
        <div>
          <span className="yj-muted yj-small">下一步</span>
          <h2>{next.title}</h2>
          <p className="yj-secondary">{next.text}</p>
        </div>
        {next.check === null ? null : (
          <LinkButton type="primary" href={`/self-check/checks/${next.check.checkId}`}>
            {next.button}
          </LinkButton>
        )}
      </div>
      {next.check !== null && next.check.scan === 'ready' ? <MarkBar marks={next.check.marks} compact /> : null}
      {checks.length === 0 ? (
        <ol className="self-check-steps">
          {STEPS.map(([name, text], at) => (
            <li key={name}>
              <b>
                {at + 1} {name}
              </b>
              <span>{text}</span>
            </li>
          ))}
        </ol>
      ) : null}
    </section>
  )
}

function Recent({ checks }: { readonly checks: readonly CheckRow[] }) {
  return (
    <Section title="最近的自查" actions={<Link to="/self-check/checks">全部自查</Link>}>
      {checks.length === 0 ? (
        <EmptyState compact title="还没有自查记录">
          做过的自查会列在这里，随时可以继续。
        </EmptyState>
      ) : (
        <div className="yj-scroll-x">
          <table className="yj-plain-table" aria-label="最近的自查">
            <thead>
              <tr>
                <th>自查</th>
                <th>状态</th>
                <th className="yj-right">命中</th>
                <th className="yj-right">涉及金额（元）</th>
                <th>进度</th>
                <th className="yj-right">拟退回（元）</th>
              </tr>
            </thead>
            <tbody>
              {checks.map((check) => (
                <tr key={check.checkId}>
                  <td>
                    <span className="yj-cell-2">
                      <Link to={`/self-check/checks/${check.checkId}`}>{check.title}</Link>
                      <small>
                        {formatMoment(check.createdAt)} · {check.createdBy}
                      </small>
                    </span>
                  </td>
                  <td>
                    <CheckStateTag check={check} />
                  </td>
                  <td className="yj-right yj-num">{check.scan === 'ready' ? formatCount(check.hits) : '—'}</td>
                  <td className="yj-right">
                    <Amount value={check.scan === 'ready' ? check.amount : null} />
                  </td>
                  <td>{check.scan === 'ready' ? <MarkBar marks={check.marks} compact /> : '—'}</td>
                  <td className="yj-right">
                    <Amount value={check.scan === 'ready' ? check.refund : null} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  )
}

function Deadlines({ home }: { readonly home: CheckHome }) {
  return (
    <Section title="期限">
      {home.deadlines.length === 0 ? (
        <EmptyState compact title="没有临近的期限">
          补充期限和整改完成日期会列在这里。
        </EmptyState>
      ) : (
        <ul className="deadline-list">
          {home.deadlines.map((one) => (
            <li key={one.checkId + one.what + one.dueOn} data-late={one.dueOn < home.today}>
              <span className="yj-num">
                {one.dueOn}
                {one.dueOn < home.today ? ' 已过期' : ''}
              </span>
              <Link to={`/self-check/checks/${one.checkId}`}>{one.what}</Link>
              <small className="yj-muted yj-ellipsis">{one.title}</small>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

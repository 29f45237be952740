import { ScanOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import {
  formatCount,
  formatDuration,
  formatMoment,
  HeadlineAmount,
  Section,
  sumYuan,
  Tag,
  toClientError,
} from '@yijian/web-kit'
import { App, Button } from 'antd'
import { useCan } from '../../../shell/session.tsx'
import { useRuns, useStartRuleRun } from '../api.ts'
import type { RunData } from '../contract.ts'
import { findingsHref } from '../public.ts'

/** 规则集扫描: what the rules in force found in history last, and the way to let them look again. */
export function RuleScan() {
  const query = useRuns({ page: 1, size: 1, kind: 'rules' })
  const last = query.data?.rows[0]
  return (
    <Section title="规则集扫描" note="现行规则集对历史结算数据的判定，结果与模型疑点并列" actions={<ScanButton />}>
      {last ? <Last run={last} /> : <p className="yj-muted">还没有用规则集扫描过历史数据。</p>}
    </Section>
  )
}

function Last({ run }: { readonly run: RunData }) {
  const findings = run.models.reduce((sum, model) => sum + model.findings, 0)
  const hit = run.models.filter((model) => model.findings > 0).length
  const held = run.rules?.heldBack ?? 0
  return (
    <div className="rule-scan">
      <div>
        <span className="yj-muted">疑点</span>
        <Link to={findingsHref({ source: 'rule' })}>{formatCount(findings)}</Link>
        {held > 0 ? <small className="yj-muted">另有 {formatCount(held)} 条较轻的只存档</small> : null}
      </div>
      <div>
        <span className="yj-muted">有命中的规则</span>
        <strong className="yj-num">{hit}</strong>
      </div>
      <div>
        <span className="yj-muted">各规则涉及基金之和</span>
        <HeadlineAmount value={sumYuan(run.models.map((model) => model.amountFund))} />
      </div>
      <div>
        <span className="yj-muted">最近一次</span>
        <Link to={`/runs/${encodeURIComponent(run.runId)}`}>{formatMoment(run.at)}</Link>
        <small className="yj-muted">
          {run.rules?.releaseTitle}，用时 {formatDuration(run.durationMs)} {run.rules?.carried ? <Tag>增量</Tag> : null}
        </small>
      </div>
    </div>
  )
}

function ScanButton() {
  const allowed = useCan('models.run')
  const start = useStartRuleRun()
  const { message } = App.useApp()
  if (!allowed) return null
  return (
    <Button
      icon={<ScanOutlined />}
      loading={start.isPending}
      onClick={() => {
        start.mutate(
          {},
          {
            onSuccess: () => void message.success('已开始扫描，进度在右上角“任务”'),
            onError: (error) => void message.error(toClientError(error).message),
          },
        )
      }}
    >
      用现行规则集扫描历史
    </Button>
  )
}

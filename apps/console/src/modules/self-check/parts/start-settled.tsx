import type { CheckHome } from '@yijian/contract'
import { useNavigate } from '@tanstack/react-router'
import { DayInput, Section, toClientError } from '@yijian/web-kit'
import { Alert, Button, Select, Space } from 'antd'
import { useState } from 'react'
import { useStartCheck } from '../api.ts'
import { periodsOf } from '../periods.ts'

interface Props {
  readonly home: CheckHome
  readonly fixmedinsCode: string | undefined
  readonly busy: boolean
}

/** Over what the bureau holds of this institution already: nothing to upload. */
export function StartSettled({ home, fixmedinsCode, busy }: Props) {
  const presets = home.settled ? periodsOf(home.settled) : []
  const [period, setPeriod] = useState({ from: presets[0]?.from, to: presets[0]?.to })
  const start = useStartCheck()
  const navigate = useNavigate()
  const chosen = presets.find(({ from, to }) => from === period.from && to === period.to)?.key
  const { from, to } = period
  const isValid = from !== undefined && to !== undefined && from <= to
  if (home.settled === null) {
    return (
      <Section title="用结算数据自查">
        <p className="yj-secondary">
          仓库里还没有本机构的结算数据。可以先用右侧的“上传文件自查”，或请医保部门导入数据。
        </p>
      </Section>
    )
  }
  return (
    <Section title="用结算数据自查" note="推荐，不用准备文件">
      <p className="yj-secondary">
        用医保结算系统中本机构的数据（{home.settled.from} 至 {home.settled.to}），按现行规则集筛查。
      </p>
      <div className="start-form">
        <Select
          aria-label="费用期间"
          value={chosen ?? 'other'}
          style={{ width: 132 }}
          options={[...presets.map(({ key, label }) => ({ value: key, label })), { value: 'other', label: '自选期间' }]}
          onChange={(key) => {
            const preset = presets.find((one) => one.key === key)
            if (preset) setPeriod({ from: preset.from, to: preset.to })
          }}
        />
        <Space size={6}>
          <DayInput
            label="起始日期"
            value={from}
            onChange={(day) => {
              setPeriod({ from: day, to })
            }}
          />
          <span className="yj-muted">至</span>
          <DayInput
            label="截止日期"
            value={to}
            onChange={(day) => {
              setPeriod({ from, to: day })
            }}
          />
        </Space>
      </div>
      {start.error ? <Alert type="error" showIcon title={toClientError(start.error).message} /> : null}
      <Button
        type="primary"
        loading={start.isPending}
        disabled={!isValid || busy}
        title={busy ? '本机构已有一次自查正在进行' : undefined}
        onClick={() => {
          if (from === undefined || to === undefined) return
          const body = { from, to, ...(fixmedinsCode === undefined ? {} : { fixmedinsCode }) }
          start.mutate(body, { onSuccess: (check) => void navigate({ to: `/self-check/checks/${check.checkId}` }) })
        }}
      >
        开始自查
      </Button>
    </Section>
  )
}

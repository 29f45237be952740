import type { PointRow } from '@yijian/contract'
import { useNavigate } from '@tanstack/react-router'
import { DayInput, toClientError } from '@yijian/web-kit'
import { Alert, Modal, Segmented, Select } from 'antd'
import { useState } from 'react'
import { useStartBacktest } from '../lifecycle-api.ts'
import { backtestHref } from '../search.ts'

interface Props {
  readonly point: Pick<PointRow, 'kpId' | 'version' | 'name'>
  readonly onClose: () => void
}

/** Over what history: the last twelve months, or a period and institutions of one's own. */
export function BacktestDialog({ point, onClose }: Props) {
  const [own, setOwn] = useState(false)
  const [from, setFrom] = useState<string>()
  const [to, setTo] = useState<string>()
  const [institutions, setInstitutions] = useState<string[]>([])
  const start = useStartBacktest()
  const navigate = useNavigate()
  return (
    <Modal
      open
      title={`回测：${point.name}（第 ${point.version} 版）`}
      okText="开始回测"
      cancelText="取消"
      confirmLoading={start.isPending}
      onCancel={onClose}
      onOk={() => {
        const range = own ? { ...(from ? { from } : {}), ...(to ? { to } : {}) } : {}
        start.mutate(
          { params: { kpId: point.kpId, version: point.version }, body: { ...range, institutions } },
          { onSuccess: ({ backtestId }) => void navigate({ href: backtestHref(backtestId) }) },
        )
      }}
    >
      {start.error ? (
        <Alert type="error" showIcon title={toClientError(start.error).message} style={{ marginBottom: 16 }} />
      ) : null}
      <div className="yj-stack-8">
        <p className="yj-secondary">按“如果这段时间已经执行”推算，与正在使用的版本对照；不影响提醒和支付。</p>
        <Segmented
          aria-label="时间范围"
          value={own ? 'own' : 'year'}
          options={[
            { value: 'year', label: '最近 12 个月' },
            { value: 'own', label: '自选时间' },
          ]}
          onChange={(value) => setOwn(value === 'own')}
        />
        {own ? (
          <div className="yj-row">
            <DayInput label="起期" value={from} onChange={setFrom} />
            至
            <DayInput label="止期" value={to} onChange={setTo} />
          </div>
        ) : null}
        <Select
          mode="tags"
          aria-label="机构"
          style={{ width: '100%' }}
          placeholder="全部机构；可填机构编码限定"
          tokenSeparators={[',', '，', ' ', '、']}
          value={institutions}
          onChange={setInstitutions}
        />
      </div>
    </Modal>
  )
}

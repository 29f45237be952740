import type { BreakerSettings, TripRow } from '@yijian/contract'
import { formatMoment, toClientError } from '@yijian/web-kit'
import { Alert, App, Button, Form, Input, InputNumber } from 'antd'
import { useState } from 'react'
import { useCan } from '../../../shell/session.tsx'
import { useSetBreaker } from '../lifecycle-api.ts'

/** When a point is taken out of judging, and what happened lately. */
export function BreakerPanel({
  settings,
  trips,
}: {
  readonly settings: BreakerSettings
  readonly trips: readonly TripRow[]
}) {
  const [editing, setEditing] = useState(false)
  const canSet = useCan('rules.approve')
  const past = trips.filter(({ resumedAt }) => resumedAt !== null)
  return (
    <div className="yj-stack-8">
      <h3 className="sub-title">熔断</h3>
      <p className="yj-secondary">
        {settings.windowMinutes} 分钟内命中不少于 {settings.leastHits}{' '}
        次、且每千行命中超过预期（回测、影子运行或此前七天）的 {settings.factor} 倍，或核对满 {settings.leastReviews}{' '}
        条而准确率 95% 区间上限低于 {Math.round(settings.upperBound * 100)}% 的知识点，自动暂停并在此提示。{' '}
        {canSet && !editing ? (
          <button type="button" className="text-link" onClick={() => setEditing(true)}>
            修改参数
          </button>
        ) : null}
      </p>
      {editing ? <SettingsForm settings={settings} onClose={() => setEditing(false)} /> : null}
      {past.length === 0 ? null : (
        <ul className="history">
          {past.slice(0, 10).map((trip) => (
            <li key={trip.tripId}>
              <strong>{trip.name}</strong>{' '}
              <span className="yj-muted">
                {formatMoment(trip.at)} 暂停：{trip.text}
              </span>
              <p className="yj-secondary">
                {formatMoment(trip.resumedAt ?? '')} 由 {trip.resumedBy} 恢复：{trip.resumeReason}
              </p>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

const FIELDS = [
  ['factor', '超过预期的倍数', 1.5, 100, 1],
  ['leastHits', '最少命中（次）', 5, 100_000, 0],
  ['windowMinutes', '时间窗口（分钟）', 1, 1440, 0],
  ['leastReviews', '最少核对（条）', 5, 10_000, 0],
  ['upperBound', '准确率区间上限', 0.1, 1, 2],
] as const

function SettingsForm({ settings, onClose }: { readonly settings: BreakerSettings; readonly onClose: () => void }) {
  const [form] = Form.useForm<BreakerSettings & { reason: string }>()
  const save = useSetBreaker()
  const { message } = App.useApp()
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={settings}
      onFinish={(values) => {
        save.mutate(values, {
          onSuccess: () => {
            message.success('已保存，立即生效')
            onClose()
          },
        })
      }}
    >
      {save.error ? (
        <Alert type="error" showIcon title={toClientError(save.error).message} style={{ marginBottom: 12 }} />
      ) : null}
      <div className="breaker-fields">
        {FIELDS.map(([name, label, min, max, precision]) => (
          <Form.Item
            key={name}
            name={name}
            label={label}
            rules={[{ required: true, message: '请填写' }]}
            extra={`${min} 至 ${max}`}
          >
            <InputNumber style={{ width: '100%' }} min={min} max={max} precision={precision} />
          </Form.Item>
        ))}
      </div>
      <Form.Item name="reason" label="修改原因" rules={[{ required: true, min: 2, message: '请写明原因' }]}>
        <Input maxLength={500} />
      </Form.Item>
      <div className="yj-row">
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          保存
        </Button>
        <Button onClick={onClose}>取消</Button>
      </div>
    </Form>
  )
}

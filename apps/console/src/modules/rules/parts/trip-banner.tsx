import type { TripRow } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { formatMoment, toClientError } from '@yijian/web-kit'
import { Alert, App, Button, Checkbox, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useCan } from '../../../shell/session.tsx'
import { useResumeTrip } from '../lifecycle-api.ts'
import { ruleHref } from '../search.ts'

/** So many at once; the others on request, or they would push the page out of sight. */
const FIRST = 2

/** 熔断: what the system took out of judging, why, and the one action that puts it back. */
export function TripBanner({ trips }: { readonly trips: readonly TripRow[] }) {
  const [resuming, setResuming] = useState<TripRow>()
  const [all, setAll] = useState(false)
  const canResume = useCan('rules.approve')
  const open = trips.filter(({ resumedAt }) => resumedAt === null)
  if (open.length === 0) return null
  return (
    <div className="yj-stack-8" style={{ marginBottom: 16 }}>
      {(all ? open : open.slice(0, FIRST)).map((trip) => (
        <Alert
          key={trip.tripId}
          showIcon
          type="error"
          title={
            <span>
              已自动暂停“
              <Link to={ruleHref(trip.kindId, { tab: 'points', status: 'suspended', open: trip.kpId })}>
                {trip.name}
              </Link>
              ”（{trip.kpId} 第 {trip.version} 版），不再参与判定
            </span>
          }
          description={`${formatMoment(trip.at)}：${trip.text}。`}
          action={
            canResume ? (
              <Button size="small" onClick={() => setResuming(trip)}>
                恢复
              </Button>
            ) : null
          }
        />
      ))}
      {open.length > FIRST ? (
        <Button
          type="link"
          size="small"
          onClick={() => {
            setAll(!all)
          }}
        >
          {all ? '收起' : `另有 ${open.length - FIRST} 个知识点被自动暂停，展开`}
        </Button>
      ) : null}
      {resuming ? <ResumeDialog trip={resuming} onClose={() => setResuming(undefined)} /> : null}
    </div>
  )
}

function ResumeDialog({ trip, onClose }: { readonly trip: TripRow; readonly onClose: () => void }) {
  const [form] = Form.useForm<{ reason: string; acceptLevel?: boolean }>()
  const resume = useResumeTrip()
  const { message } = App.useApp()
  return (
    <Modal
      open
      title={`恢复：${trip.name}`}
      okText="恢复判定"
      cancelText="取消"
      confirmLoading={resume.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      {resume.error ? (
        <Alert type="error" showIcon title={toClientError(resume.error).message} style={{ marginBottom: 16 }} />
      ) : null}
      <p className="yj-secondary" style={{ marginBottom: 12 }}>
        {trip.text}。恢复后立即参与判定。
      </p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ reason, acceptLevel = false }) => {
          resume.mutate(
            { params: { tripId: trip.tripId }, body: { reason, acceptLevel } },
            {
              onSuccess: () => {
                message.success('已恢复')
                onClose()
              },
            },
          )
        }}
      >
        <Form.Item
          name="reason"
          label="核实情况"
          rules={[{ required: true, min: 2, message: '请写明核实情况，至少 2 个字' }]}
        >
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
        {trip.cause === 'surge' ? (
          <Form.Item name="acceptLevel" valuePropName="checked">
            <Checkbox>这次的命中水平属正常，以后按此水平判断是否突增</Checkbox>
          </Form.Item>
        ) : null}
      </Form>
    </Modal>
  )
}

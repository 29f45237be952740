import { EXPERT_FIELD_LABELS, EXPERT_FIELDS } from '@yijian/contract'
import { DayInput, toClientError } from '@yijian/web-kit'
import { Alert, App, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useDelayed } from '../../../shell/use-delayed.ts'
import { usePoint, usePoints } from '../api.ts'
import { useAddCalibration } from '../lifecycle-api.ts'

interface Values {
  readonly kpId: string
  readonly day: string
  readonly expert: string
  readonly field: (typeof EXPERT_FIELDS)[number]
  readonly before: string
  readonly after: string
  readonly evidence: string
}

/** 登记: what experts decided outside the system, for instance in a meeting. */
export function CalibrationDialog({ onClose }: { readonly onClose: () => void }) {
  const [form] = Form.useForm<Values>()
  const [text, setText] = useState('')
  const q = useDelayed(text, 250)
  const points = usePoints({ ...(q.trim() === '' ? {} : { q }), page: 1, size: 30 })
  const kpId = Form.useWatch('kpId', form)
  const version = usePoint(kpId).data?.versions[0]?.version
  const add = useAddCalibration()
  const { message } = App.useApp()
  const required = (label: string) => [{ required: true, message: `请填写${label}` }]
  return (
    <Modal
      open
      width={640}
      title="登记专家校准"
      okText="登记"
      cancelText="取消"
      confirmLoading={add.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      {add.error ? (
        <Alert type="error" showIcon title={toClientError(add.error).message} style={{ marginBottom: 16 }} />
      ) : null}
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ field: 'clinical' }}
        onFinish={(values) => {
          if (version === undefined) return
          add.mutate(
            { ...values, version },
            {
              onSuccess: () => {
                message.success('已登记')
                onClose()
              },
            },
          )
        }}
      >
        <Form.Item name="kpId" label="知识点" rules={required('知识点')}>
          <Select
            showSearch={{ onSearch: setText, filterOption: false }}
            placeholder="按名称、编码查找"
            loading={points.isFetching}
            options={(points.data?.rows ?? []).map((row) => ({
              value: row.kpId,
              label: `${row.name}（${row.kindId} ${row.kpId}）`,
            }))}
          />
        </Form.Item>
        <div className="editor-grid">
          <Form.Item name="expert" label="专家" rules={required('专家')}>
            <Input maxLength={50} />
          </Form.Item>
          <Form.Item name="field" label="专业">
            <Select options={EXPERT_FIELDS.map((value) => ({ value, label: EXPERT_FIELD_LABELS[value] }))} />
          </Form.Item>
          <Form.Item name="before" label="校准前" rules={required('校准前')}>
            <Input.TextArea rows={2} maxLength={1000} />
          </Form.Item>
          <Form.Item name="after" label="校准后" rules={required('校准后')}>
            <Input.TextArea rows={2} maxLength={1000} />
          </Form.Item>
        </div>
        <Form.Item name="evidence" label="依据" rules={[{ required: true, min: 2, message: '请写明依据' }]}>
          <Input.TextArea rows={2} maxLength={2000} placeholder="指南、说明书、会议纪要等" />
        </Form.Item>
        <Form.Item name="day" label="决定日期" rules={required('决定日期')}>
          <DayInput label="决定日期" />
        </Form.Item>
      </Form>
    </Modal>
  )
}

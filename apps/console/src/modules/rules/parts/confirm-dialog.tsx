import { EXPERT_FIELD_LABELS, EXPERT_FIELDS } from '@yijian/contract'
import { toClientError } from '@yijian/web-kit'
import { Alert, App, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useConfirmProposals, useSkipProposals } from '../lifecycle-api.ts'
import type { Choice } from './proposal-card.tsx'

interface Props {
  readonly importId: string
  readonly choices: ReadonlyMap<string, Choice>
  readonly onClose: () => void
  readonly onDone: () => void
}

/** Who confirms, on what ground; goes into the calibration records where values were changed. */
export function ConfirmDialog({ importId, choices, onClose, onDone }: Props) {
  const [form] = Form.useForm<{ expert: string; field: (typeof EXPERT_FIELDS)[number]; evidence: string }>()
  const [failed, setFailed] = useState<readonly { kpId: string; name: string; reason: string }[]>([])
  const confirm = useConfirmProposals(importId)
  const { message } = App.useApp()
  const items = [...choices].map(([kpId, { accepted, changed, partners }]) => ({ kpId, accepted: [...accepted], changed, ...(partners ? { partners: [...partners] } : {}) })) // prettier-ignore
  const altered = items.filter(({ changed }) => Object.keys(changed).length > 0).length
  return (
    <Modal
      open
      title={`确认 ${choices.size} 个知识点`}
      okText="确认为草稿"
      cancelText="取消"
      okButtonProps={{ disabled: failed.length > 0 }}
      confirmLoading={confirm.isPending}
      onCancel={failed.length > 0 ? onDone : onClose}
      onOk={() => form.submit()}
    >
      {confirm.error ? (
        <Alert type="error" showIcon title={toClientError(confirm.error).message} style={{ marginBottom: 16 }} />
      ) : null}
      {failed.length > 0 ? (
        <Alert
          type="warning"
          showIcon
          title={`有 ${failed.length} 个没有确认成功，其余已成为草稿`}
          description={failed
            .slice(0, 8)
            .map(({ name, reason }) => `${name}：${reason}`)
            .join('；')}
        />
      ) : (
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ field: 'clinical', evidence: '逐条对照官方原文核对' }}
          onFinish={(values) => {
            confirm.mutate(
              { ...values, items },
              {
                onSuccess: (answer) => {
                  message.success(`已确认 ${answer.confirmed} 个，成为草稿`)
                  if (answer.failed.length === 0) onDone()
                  else setFailed(answer.failed)
                },
              },
            )
          }}
        >
          <p className="yj-secondary" style={{ marginBottom: 12 }}>
            {altered > 0 ? `其中 ${altered} 个改过建议值，改动记入专家校准记录。` : '全部按建议值接受。'}
            确认后为草稿，还须论证、试运行和批准。
          </p>
          <Form.Item name="expert" label="确认专家" rules={[{ required: true, message: '请填写专家姓名' }]}>
            <Input maxLength={50} />
          </Form.Item>
          <Form.Item name="field" label="专业">
            <Select options={EXPERT_FIELDS.map((value) => ({ value, label: EXPERT_FIELD_LABELS[value] }))} />
          </Form.Item>
          <Form.Item name="evidence" label="依据" rules={[{ required: true, min: 2, message: '请写明依据' }]}>
            <Input.TextArea rows={2} maxLength={2000} />
          </Form.Item>
        </Form>
      )}
    </Modal>
  )
}

export function SkipDialog({
  importId,
  kpIds,
  onClose,
  onDone,
}: {
  readonly importId: string
  readonly kpIds: readonly string[]
  readonly onClose: () => void
  readonly onDone: () => void
}) {
  const [note, setNote] = useState('')
  const skip = useSkipProposals(importId)
  return (
    <Modal
      open
      title={`不采用 ${kpIds.length} 条建议`}
      okText="不采用"
      cancelText="取消"
      okButtonProps={{ disabled: note.trim().length < 2 }}
      confirmLoading={skip.isPending}
      onCancel={onClose}
      onOk={() => skip.mutate({ kpIds: [...kpIds], note: note.trim() }, { onSuccess: onDone })}
    >
      {skip.error ? (
        <Alert type="error" showIcon title={toClientError(skip.error).message} style={{ marginBottom: 16 }} />
      ) : null}
      <Input.TextArea
        aria-label="原因"
        rows={2}
        maxLength={500}
        placeholder="原因"
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
    </Modal>
  )
}

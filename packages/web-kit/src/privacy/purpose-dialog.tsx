import { Form, Input, Modal, Radio } from 'antd'
import { useState } from 'react'

const PURPOSES = ['核查该疑点', '与医疗机构当面核实', '回复参保人申诉'] as const
const OTHER = '其他'

interface Props {
  readonly title?: string
  readonly okText?: string
  /** Purposes to choose from; 其他 with a note is always there. */
  readonly purposes?: readonly string[]
  readonly open: boolean
  readonly busy: boolean
  readonly onCancel: () => void
  readonly onConfirm: (purpose: string) => void
}

/** Asks what the clear numbers are needed for; the answer goes to the audit trail. */
export function PurposeDialog({
  title = '查看完整人员编号',
  okText = '查看并记录',
  purposes = PURPOSES,
  open,
  busy,
  onCancel,
  onConfirm,
}: Props) {
  const [choice, setChoice] = useState<string>(purposes[0] ?? OTHER)
  const [note, setNote] = useState('')
  const purpose = choice === OTHER ? note.trim() : [choice, note.trim()].filter(Boolean).join('：')
  const valid = purpose.length >= 4
  return (
    <Modal
      open={open}
      title={title}
      okText={okText}
      cancelText="取消"
      confirmLoading={busy}
      okButtonProps={{ disabled: !valid }}
      onCancel={onCancel}
      onOk={() => {
        onConfirm(purpose)
      }}
      width={480}
    >
      <p className="yj-muted">完整编号属于个人信息。查看人、时间和用途会写入审计日志，不能删除。</p>
      <Form layout="vertical" requiredMark={false}>
        <Form.Item label="用途">
          <Radio.Group
            value={choice}
            onChange={(event) => {
              setChoice(event.target.value as string)
            }}
            options={[...purposes, OTHER].map((value) => ({ value, label: value }))}
            style={{ display: 'grid', gap: 8 }}
          />
        </Form.Item>
        <Form.Item label={choice === OTHER ? '说明（至少 4 个字）' : '补充说明（可不填）'} style={{ marginBottom: 0 }}>
          <Input
            value={note}
            maxLength={160}
            aria-label="用途说明"
            onChange={(event) => {
              setNote(event.target.value)
            }}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}

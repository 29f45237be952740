import { FINDING_STATUSES, STATUS_LABELS, type FindingDetail } from '@yijian/contract'
import { toClientError } from '@yijian/web-kit'
import { Alert, App, Form, Input, Modal, Radio } from 'antd'
import { useLabelFinding } from '../api.ts'

interface Values {
  readonly status: FindingDetail['status']
  readonly note: string
}
interface Props {
  readonly open: boolean
  readonly detail: FindingDetail
  readonly onClose: () => void
}

const HINTS = {
  confirmed: '核查后确认疑点成立。计入模型准确率。',
  rejected: '核查后确认疑点不成立。请写清合理原因，会用来改进模型。',
  new: '撤回已登记的结论，恢复为待核实。',
} as const satisfies Record<FindingDetail['status'], string>

/** 登记核实结论: what was found on checking, with the reason; kept for ever in the history. */
export function LabelDialog({ open, detail, onClose }: Props) {
  const [form] = Form.useForm<Values>()
  const label = useLabelFinding(detail.findingId)
  const { message } = App.useApp()
  const choices = FINDING_STATUSES.filter((status) => (status === 'new' ? detail.status !== 'new' : true))
  return (
    <Modal
      open={open}
      title="登记核实结论"
      okText="登记"
      cancelText="取消"
      confirmLoading={label.isPending}
      onCancel={onClose}
      onOk={() => {
        form.submit()
      }}
      destroyOnHidden
    >
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ note: '' }}
        onFinish={(values) => {
          label.mutate(values, {
            onSuccess: () => {
              message.success(`已登记：${STATUS_LABELS[values.status]}`)
              onClose()
            },
          })
        }}
      >
        {label.error ? (
          <Alert type="error" showIcon title={toClientError(label.error).message} style={{ marginBottom: 16 }} />
        ) : null}
        <Form.Item name="status" label="结论" rules={[{ required: true, message: '请选择结论' }]}>
          <Radio.Group className="choice-list">
            {choices.map((status) => (
              <Radio key={status} value={status}>
                {status === 'new' ? '恢复待核实' : STATUS_LABELS[status]}
                <span className="yj-muted">{HINTS[status]}</span>
              </Radio>
            ))}
          </Radio.Group>
        </Form.Item>
        <Form.Item
          name="note"
          label="依据和说明"
          rules={[
            { required: true, message: '请写明核实依据' },
            { min: 2, message: '至少 2 个字' },
          ]}
        >
          <Input.TextArea
            rows={4}
            maxLength={500}
            showCount
            placeholder="例：调阅两次住院病历，第二次入院为同一疾病继续治疗，无新发情况"
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}

import { addDays, parseDay } from '@yijian/kernel'
import { DayInput, toClientError } from '@yijian/web-kit'
import { Alert, App, Form, Input, Modal } from 'antd'
import { useDecide } from '../api.ts'

export type DecisionKind = 'accept' | 'return' | 'close'

const TEXTS = {
  accept: {
    title: '受理自查报告',
    ok: '受理',
    opinion: '意见（可不填）',
    lead: '受理后机构按整改措施整改；整改完成后办结。',
  },
  return: {
    title: '退回补充',
    ok: '退回',
    opinion: '需要补充什么（至少 4 个字）',
    lead: '机构可以修改后重新提交；您仍能看到本次提交的内容。',
  },
  close: {
    title: '办结',
    ok: '办结',
    opinion: '办结意见（至少 4 个字）',
    lead: '办结后不能再修改。属实的问题保留“机构已自查”标记。',
  },
} as const satisfies Record<DecisionKind, object>

const SUPPLEMENT_DAYS = 10

interface Values {
  readonly opinion: string
  readonly dueOn: string | undefined
}

interface Props {
  readonly checkId: string
  readonly kind: DecisionKind
  readonly onClose: () => void
}

export function DecisionDialog({ checkId, kind, onClose }: Props) {
  const [form] = Form.useForm<Values>()
  const decide = useDecide(checkId)
  const { message } = App.useApp()
  const text = TEXTS[kind]
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  return (
    <Modal
      open
      title={text.title}
      okText={text.ok}
      cancelText="取消"
      confirmLoading={decide.isPending}
      onCancel={onClose}
      onOk={() => {
        form.submit()
      }}
    >
      <p className="yj-secondary" style={{ marginBottom: 12 }}>
        {text.lead}
      </p>
      {decide.error ? <Alert type="error" showIcon title={toClientError(decide.error).message} /> : null}
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ opinion: '', dueOn: addDays(parseDay(today), SUPPLEMENT_DAYS) }}
        onFinish={({ opinion, dueOn }) => {
          decide.mutate(
            { decision: kind, opinion: opinion.trim(), dueOn: kind === 'return' ? (dueOn ?? null) : null },
            {
              onSuccess: () => {
                message.success(`已${text.ok}`)
                onClose()
              },
            },
          )
        }}
      >
        <Form.Item
          name="opinion"
          label={text.opinion}
          rules={
            kind === 'accept'
              ? []
              : [{ required: true, whitespace: true, min: 4, message: '请写明意见（至少 4 个字）' }]
          }
        >
          <Input.TextArea rows={4} maxLength={1000} showCount />
        </Form.Item>
        {kind === 'return' ? (
          <Form.Item name="dueOn" label="补充期限">
            <DayInput label="补充期限" />
          </Form.Item>
        ) : null}
      </Form>
    </Modal>
  )
}

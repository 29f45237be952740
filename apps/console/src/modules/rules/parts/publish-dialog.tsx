import { formatCount, toClientError } from '@yijian/web-kit'
import { Alert, App, Form, Input, Modal, Radio } from 'antd'
import { usePublishRelease, type DiffData } from '../api.ts'

interface Values {
  readonly title: string
  readonly note: string
  readonly state: 'active' | 'trial'
}

/** 发布规则集: what changes, then who answers for it. */
export function PublishDialog({ next, onClose }: { readonly next: DiffData; readonly onClose: () => void }) {
  const [form] = Form.useForm<Values>()
  const publish = usePublishRelease()
  const { message } = App.useApp()
  const { counts } = next
  return (
    <Modal
      open
      title="发布规则集"
      okText="发布"
      cancelText="取消"
      confirmLoading={publish.isPending}
      onCancel={onClose}
      onOk={() => {
        form.submit()
      }}
    >
      {publish.error ? (
        <Alert type="error" showIcon title={toClientError(publish.error).message} style={{ marginBottom: 16 }} />
      ) : null}
      <Alert
        type="info"
        showIcon
        style={{ marginBottom: 16 }}
        title={`与当前规则集相比：新增 ${formatCount(counts.added)}、变更 ${formatCount(counts.changed)}、移除 ${formatCount(counts.removed)} 个知识点，${formatCount(counts.same)} 个不变`}
        description="制单与审批分离：编制或修改过其中任何知识点的人不能发布，须由另一名有审批权限的人员操作。"
      />
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ note: '', state: 'trial' }}
        onFinish={(values) => {
          publish.mutate(values, {
            onSuccess: () => {
              message.success(values.state === 'active' ? '已发布，新请求按新规则集判定' : '已进入试运行，只记录不提醒')
              onClose()
            },
          })
        }}
      >
        <Form.Item name="title" label="名称" rules={[{ required: true, min: 2, message: '请填写名称，至少 2 个字' }]}>
          <Input maxLength={100} placeholder="例：2026年第四季度规则集" />
        </Form.Item>
        <Form.Item name="state" label="方式">
          <Radio.Group className="choice-list">
            <Radio value="trial">
              试运行
              <span className="yj-muted">与正式请求一同判定并留存，不向医师显示。</span>
            </Radio>
            <Radio value="active">
              正式发布
              <span className="yj-muted">立即用于事前提醒、事中审核和事后监管。</span>
            </Radio>
          </Radio.Group>
        </Form.Item>
        <Form.Item name="note" label="说明" style={{ marginBottom: 0 }}>
          <Input.TextArea rows={3} maxLength={500} showCount />
        </Form.Item>
      </Form>
    </Modal>
  )
}

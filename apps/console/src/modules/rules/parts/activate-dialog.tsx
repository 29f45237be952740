import type { ReleaseRow } from '@yijian/contract'
import { formatMoment, toClientError } from '@yijian/web-kit'
import { Alert, App, Form, Input, Modal } from 'antd'
import { useActivateRelease } from '../api.ts'

interface Props {
  readonly release: ReleaseRow
  /** Which one judges now. */
  readonly current: ReleaseRow | undefined
  readonly onClose: () => void
}

/** 启用 or 回退: one action, with its reason; the other release stays as it is and can be taken up again. */
export function ActivateDialog({ release, current, onClose }: Props) {
  const [form] = Form.useForm<{ reason: string }>()
  const activate = useActivateRelease()
  const { message } = App.useApp()
  const word = activateWord(release)
  return (
    <Modal
      open
      title={`${word}：${release.title}`}
      okText={word}
      okButtonProps={{ danger: release.state === 'past' }}
      cancelText="取消"
      confirmLoading={activate.isPending}
      onCancel={onClose}
      onOk={() => {
        form.submit()
      }}
    >
      {activate.error ? (
        <Alert type="error" showIcon title={toClientError(activate.error).message} style={{ marginBottom: 16 }} />
      ) : null}
      <Alert
        type="warning"
        showIcon
        style={{ marginBottom: 16 }}
        title={current ? `将替换正在使用的“${current.title}”，新请求立即按所选规则集判定` : '新请求立即按此规则集判定'}
        description={`编制时间 ${formatMoment(release.madeAt)}。已作出的判定保留当时的规则集编号，不受影响；需要时可再次切换。`}
      />
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ reason }) => {
          activate.mutate(
            { params: { releaseId: release.releaseId }, body: { state: 'active', reason } },
            {
              onSuccess: () => {
                message.success(`已${word}`)
                onClose()
              },
            },
          )
        }}
      >
        <Form.Item
          name="reason"
          label="原因"
          style={{ marginBottom: 0 }}
          rules={[{ required: true, min: 2, message: '请写明原因，至少 2 个字' }]}
        >
          <Input.TextArea rows={3} maxLength={500} showCount placeholder="例：新规则集误提醒较多，先退回上一版" />
        </Form.Item>
      </Form>
    </Modal>
  )
}

export const activateWord = (release: Pick<ReleaseRow, 'state'>): string =>
  release.state === 'past' ? '回退到此版' : release.state === 'trial' ? '转为正式' : '启用'

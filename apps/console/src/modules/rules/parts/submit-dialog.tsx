import type { PointRow } from '@yijian/contract'
import { BlockSkeleton, ErrorState, toClientError } from '@yijian/web-kit'
import { Alert, App, Form, Input, Modal } from 'antd'
import { useMovePoint } from '../api.ts'
import { usePointConflicts } from '../lifecycle-api.ts'
import { ConflictList, conflictSentence } from './conflict-view.tsx'

interface Props {
  readonly point: Pick<PointRow, 'kpId' | 'version' | 'name'>
  readonly onClose: () => void
  readonly onDone: () => void
}

/** 提交论证: errors must be solved first, warnings are confirmed with a reason, infos are shown. */
export function SubmitDialog({ point, onClose, onDone }: Props) {
  const [form] = Form.useForm<{ opinion: string; conflictReason?: string }>()
  const conflicts = usePointConflicts(point.kpId, point.version)
  const mutation = useMovePoint()
  const { message } = App.useApp()
  const rows = conflicts.data?.rows
  const errors = rows?.filter(({ level }) => level === 'error').length ?? 0
  const warnings = rows?.filter(({ level }) => level === 'warning').length ?? 0
  return (
    <Modal
      open
      width={860}
      title={`提交论证：${point.name}`}
      okText={errors > 0 ? '有错误，不能提交' : '提交论证'}
      cancelText="先不提交"
      okButtonProps={{ disabled: rows === undefined || errors > 0 }}
      confirmLoading={mutation.isPending}
      onCancel={onClose}
      onOk={() => {
        form.submit()
      }}
    >
      {mutation.error ? (
        <Alert type="error" showIcon title={toClientError(mutation.error).message} style={{ marginBottom: 16 }} />
      ) : null}
      <div className="submit-conflicts">
        {rows === undefined ? (
          conflicts.isError ? (
            <ErrorState compact error={conflicts.error} onRetry={() => void conflicts.refetch()} />
          ) : (
            <BlockSkeleton rows={3} />
          )
        ) : (
          <>
            <Alert
              showIcon
              type={errors > 0 ? 'error' : warnings > 0 ? 'warning' : 'success'}
              title={conflictSentence(rows)}
              description={
                errors > 0
                  ? '错误须先解决：修改草稿，或停用、修订与之冲突的知识点。'
                  : warnings > 0
                    ? '警告须确认并写明理由，随提交记录留存。'
                    : undefined
              }
            />
            <ConflictList rows={rows} />
          </>
        )}
      </div>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ opinion, conflictReason }) => {
          mutation.mutate(
            {
              params: { kpId: point.kpId, version: point.version },
              body: { to: 'review', opinion, ...(conflictReason ? { conflictReason } : {}) },
            },
            {
              onSuccess: () => {
                message.success('已提交论证')
                onDone()
              },
            },
          )
        }}
      >
        {warnings > 0 && errors === 0 ? (
          <Form.Item
            name="conflictReason"
            label="接受警告的理由"
            rules={[{ required: true, min: 2, message: '请写明理由，至少 2 个字' }]}
          >
            <Input.TextArea rows={2} maxLength={500} />
          </Form.Item>
        ) : null}
        <Form.Item
          name="opinion"
          label="提交说明"
          rules={[{ required: true, min: 2, message: '请写明说明，至少 2 个字' }]}
        >
          <Input.TextArea rows={2} maxLength={500} placeholder="例：按最新文件增加频次限定" />
        </Form.Item>
      </Form>
    </Modal>
  )
}

import { DayInput, toClientError } from '@yijian/web-kit'
import { Alert, App, Checkbox, Form, Modal } from 'antd'
import { useState } from 'react'
import { useStartRun } from '../api.ts'
import type { Model } from '../contract.ts'

interface Props {
  readonly models: readonly Pick<Model, 'modelId' | 'code' | 'name'>[]
  readonly chosen: readonly string[]
  readonly onClose: () => void
}

/** Which models, up to which day. The run goes on when the page is left. */
export function RunDialog({ models, chosen, onClose }: Props) {
  const [picked, setPicked] = useState<readonly string[]>(chosen)
  const [asOf, setAsOf] = useState<string>()
  const start = useStartRun()
  const { message } = App.useApp()
  const all = picked.length === models.length
  return (
    <Modal
      open
      title={models.length === 1 ? `运行${models[0]?.name ?? ''}` : '运行模型'}
      okText={models.length === 1 ? '开始运行' : `运行 ${picked.length} 个模型`}
      cancelText="取消"
      okButtonProps={{ disabled: picked.length === 0 }}
      confirmLoading={start.isPending}
      onCancel={onClose}
      onOk={() => {
        start.mutate(
          { modelIds: [...picked], ...(asOf === undefined ? {} : { asOf }) },
          {
            onSuccess: () => {
              message.success('已开始运行，进度在右上角“任务”')
              onClose()
            },
          },
        )
      }}
    >
      {start.error ? (
        <Alert type="error" showIcon title={toClientError(start.error).message} style={{ marginBottom: 16 }} />
      ) : null}
      <Form layout="vertical">
        {models.length === 1 ? null : (
          <Form.Item
            label={
              <Checkbox
                checked={all}
                indeterminate={!all && picked.length > 0}
                onChange={(event) => {
                  setPicked(event.target.checked ? models.map((model) => model.modelId) : [])
                }}
              >
                全选
              </Checkbox>
            }
          >
            <Checkbox.Group
              className="run-choices"
              value={[...picked]}
              options={models.map((model) => ({ value: model.modelId, label: `${model.code} ${model.name}` }))}
              onChange={setPicked}
            />
          </Form.Item>
        )}
        <Form.Item
          label="推算截止日"
          extra="不填则用数据中最后一天。只用这一天及以前的数据。"
          style={{ marginBottom: 0 }}
        >
          <DayInput label="推算截止日" width={180} value={asOf} onChange={setAsOf} />
        </Form.Item>
      </Form>
    </Modal>
  )
}

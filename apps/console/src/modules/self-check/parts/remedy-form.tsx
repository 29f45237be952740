import type { CheckDetail, Remedy } from '@yijian/contract'
import { DayInput, formatAmount, toClientError } from '@yijian/web-kit'
import { Alert, App, AutoComplete, Button, Form, Input, Space } from 'antd'
import { useSaveRemedy } from '../api.ts'
import { parseRefund } from '../refund.ts'

interface Values {
  readonly cause: string
  readonly measures: string
  readonly dept: string
  readonly dueOn: string | undefined
  readonly refund: string
}

interface Props {
  readonly checkId: string
  readonly remedy: Remedy
  readonly depts: readonly string[]
  readonly onSaved: (check: CheckDetail) => void
}

/** 原因、整改措施、责任科室、完成日期、拟退回金额. */
export function RemedyForm({ checkId, remedy, depts, onSaved }: Props) {
  const [form] = Form.useForm<Values>()
  const save = useSaveRemedy(checkId)
  const { message } = App.useApp()
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      requiredMark={false}
      className="remedy-form"
      initialValues={{
        cause: remedy.cause,
        measures: remedy.measures,
        dept: remedy.dept,
        dueOn: remedy.dueOn ?? undefined,
        refund: remedy.refund ?? remedy.suggested,
      }}
      onFinish={({ cause, measures, dept, dueOn, refund }) => {
        save.mutate(
          { kindId: remedy.kindId, cause, measures, dept, dueOn: dueOn ?? null, refund: parseRefund(refund) },
          {
            onSuccess: (check) => {
              message.success('整改措施已保存')
              onSaved(check)
            },
          },
        )
      }}
    >
      {save.error ? <Alert type="error" showIcon title={toClientError(save.error).message} /> : null}
      <div className="remedy-fields">
        <Form.Item name="cause" label="原因" rules={[{ required: true, whitespace: true, message: '请写明原因' }]}>
          <Input.TextArea rows={3} maxLength={1000} placeholder="例：科室对限定支付范围掌握不准，系统未设拦截" />
        </Form.Item>
        <Form.Item
          name="measures"
          label="整改措施"
          rules={[{ required: true, whitespace: true, message: '请写明整改措施' }]}
        >
          <Input.TextArea
            rows={3}
            maxLength={2000}
            placeholder="例：退回相应费用；医嘱系统增加限定支付提示；组织科室培训并每月抽查"
          />
        </Form.Item>
      </div>
      <div className="remedy-fields remedy-fields-3">
        <Form.Item
          name="dept"
          label="责任科室"
          rules={[{ required: true, whitespace: true, message: '请填写责任科室' }]}
        >
          <AutoComplete
            options={[...new Set(['医保办', ...depts])].map((value) => ({ value }))}
            showSearch={{ filterOption: (text, option) => option?.value.includes(text) === true }}
            placeholder="例：医保办"
          />
        </Form.Item>
        <Form.Item name="dueOn" label="完成日期" rules={[{ required: true, message: '请选择完成日期' }]}>
          <DayInput label="完成日期" width="100%" />
        </Form.Item>
        <Form.Item
          name="refund"
          label="拟退回金额（元）"
          extra={`属实部分对应 ${formatAmount(remedy.suggested)} 元`}
          rules={[
            { required: true, message: '请填写拟退回金额，没有填 0' },
            {
              validator: async (_, text: string | undefined) => {
                if (text && parseRefund(text) === null) throw new Error('金额应为不小于 0 的数，至多两位小数')
              },
            },
          ]}
        >
          <Input className="yj-num" inputMode="decimal" maxLength={18} />
        </Form.Item>
      </div>
      <Space>
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          保存
        </Button>
      </Space>
    </Form>
  )
}

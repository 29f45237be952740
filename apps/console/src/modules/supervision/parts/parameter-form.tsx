import { isDay } from '@yijian/kernel'
import { DayInput, toClientError } from '@yijian/web-kit'
import { Alert, App, Button, Form, Input, InputNumber, Switch } from 'antd'
import type { Rule } from 'antd/es/form'
import { useSetParameters } from '../api.ts'
import type { ModelPageData, Parameter } from '../contract.ts'
import { changedValues } from './changed-values.ts'
import { boundsText, parameterText } from './parameter-text.ts'

type Value = Parameter['current']
interface Values {
  readonly values: Readonly<Record<string, Value | null>>
  readonly reason: string
}

/** Changed values become a new version, with the reason why. */
export function ParameterForm({ model, onClose }: { readonly model: ModelPageData; readonly onClose: () => void }) {
  const [form] = Form.useForm<Values>()
  const save = useSetParameters(model.modelId)
  const { message } = App.useApp()
  const initial = Object.fromEntries(model.parameters.map((parameter) => [parameter.id, parameter.current]))
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ values: initial, reason: '' }}
      onFinish={({ values, reason }) => {
        const changed = changedValues(model.parameters, values)
        if (Object.keys(changed).length === 0) {
          message.info('没有改动任何参数')
          return
        }
        save.mutate(
          { parametersVersion: model.parametersVersion, values: changed, reason },
          {
            onSuccess: () => {
              message.success('已保存为新版本，下次运行起生效')
              onClose()
            },
          },
        )
      }}
    >
      {save.error ? (
        <Alert type="error" showIcon title={toClientError(save.error).message} style={{ marginBottom: 16 }} />
      ) : null}
      <div className="parameter-grid">
        {model.parameters.map((parameter) => (
          <ParameterField key={parameter.id} parameter={parameter} />
        ))}
      </div>
      <Form.Item
        name="reason"
        label="修改原因"
        rules={[
          { required: true, message: '请写明修改原因' },
          { min: 2, message: '至少 2 个字' },
        ]}
      >
        <Input.TextArea rows={2} maxLength={200} showCount placeholder="例：按本市 2026 年考核办法调整重点监管天数" />
      </Form.Item>
      <div className="yj-row">
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          保存为新版本
        </Button>
        <Button onClick={onClose}>取消</Button>
        <Button
          type="link"
          onClick={() => {
            form.setFieldsValue({
              values: Object.fromEntries(model.parameters.map((parameter) => [parameter.id, parameter.default])),
            })
          }}
        >
          全部恢复默认值
        </Button>
      </div>
    </Form>
  )
}

function ParameterField({ parameter }: { readonly parameter: Parameter }) {
  const bounds = boundsText(parameter)
  const hint = [`默认 ${parameterText(parameter.default, parameter.unit)}`, bounds === '' ? null : `允许 ${bounds}`]
    .filter(Boolean)
    .join('，')
  return (
    <Form.Item
      name={['values', parameter.id]}
      label={parameter.label}
      extra={hint}
      rules={rulesFor(parameter, bounds)}
      {...(parameter.type === 'boolean' ? { valuePropName: 'checked' } : {})}
    >
      <ParameterInput parameter={parameter} />
    </Form.Item>
  )
}

function rulesFor(parameter: Parameter, bounds: string): Rule[] {
  if (parameter.type === 'boolean') return []
  const required: Rule = { required: true, message: '请填写' }
  if (parameter.type === 'date') {
    return [
      required,
      {
        validator: (_, value) =>
          isDay(String(value)) ? Promise.resolve() : Promise.reject(new Error('日期格式应为 YYYY-MM-DD')),
      },
    ]
  }
  if (parameter.type === 'text') return [required]
  return [
    required,
    {
      type: 'number',
      ...(parameter.min === null ? {} : { min: parameter.min }),
      ...(parameter.max === null ? {} : { max: parameter.max }),
      message: `超出允许范围：${bounds}`,
    },
  ]
}

function ParameterInput({ parameter, ...field }: { readonly parameter: Parameter }) {
  switch (parameter.type) {
    case 'boolean':
      return <Switch checkedChildren="是" unCheckedChildren="否" {...field} />
    case 'integer':
      return <InputNumber precision={0} style={{ width: '100%' }} suffix={parameter.unit ?? ''} {...field} />
    case 'number':
      return <InputNumber step={0.01} style={{ width: '100%' }} suffix={parameter.unit ?? ''} {...field} />
    case 'date':
      return <DayInput label={parameter.label} width="100%" {...field} />
    case 'text':
      return <Input maxLength={200} {...field} />
  }
}

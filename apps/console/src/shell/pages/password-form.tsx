import { useMutation } from '@tanstack/react-query'
import { toClientError } from '@yijian/web-kit'
import { Alert, Button, Form, Input } from 'antd'
import { platform } from '../client.ts'

interface Values {
  readonly current: string
  readonly next: string
  readonly again: string
}

interface Props {
  readonly onDone: () => void
  readonly submitLabel: string
}

/** The server decides what a good password is; here only what can be told at once. */
export function PasswordForm({ onDone, submitLabel }: Props) {
  const change = useMutation({
    mutationFn: ({ current, next }: Values) => platform.call.changePassword({ body: { current, next } }),
    onSuccess: onDone,
  })
  return (
    <Form<Values>
      layout="vertical"
      requiredMark={false}
      onFinish={(values) => {
        change.mutate(values)
      }}
    >
      {change.error ? (
        <Alert type="error" showIcon title={toClientError(change.error).message} style={{ marginBottom: 16 }} />
      ) : null}
      <Form.Item name="current" label="当前密码" rules={[{ required: true, message: '请输入当前密码' }]}>
        <Input.Password autoComplete="current-password" maxLength={256} />
      </Form.Item>
      <Form.Item
        name="next"
        label="新密码"
        extra="至少 10 位，含字母和数字，不得与用户名相近。"
        rules={[
          { required: true, message: '请输入新密码' },
          { min: 10, message: '新密码至少 10 位' },
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={256} />
      </Form.Item>
      <Form.Item
        name="again"
        label="再输一次新密码"
        dependencies={['next']}
        rules={[
          { required: true, message: '请再输一次新密码' },
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              value === undefined || value === '' || value === getFieldValue('next')
                ? Promise.resolve()
                : Promise.reject(new Error('两次输入的新密码不一致')),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={256} />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={change.isPending}>
        {submitLabel}
      </Button>
    </Form>
  )
}

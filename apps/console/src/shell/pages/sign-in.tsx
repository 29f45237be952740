import { LockOutlined, UserOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { endpointQuery, toClientError } from '@yijian/web-kit'
import { Alert, Button, Form, Input } from 'antd'
import { useEffect } from 'react'
import { platform } from '../client.ts'
import { BrandMark } from '../frame/brand.tsx'
import { Redirect } from '../redirect.tsx'
import { safeNext } from '../safe-next.ts'
import { startSession, useSessionQuery } from '../session.tsx'

interface Credentials {
  readonly username: string
  readonly password: string
}

/** Loaded by name from the router. @public */
export function SignInPage() {
  const queries = useQueryClient()
  const session = useSessionQuery()
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const signIn = useMutation({
    mutationFn: (body: Credentials) => platform.call.signIn({ body }),
    onSuccess: (answer) => {
      startSession(queries, answer)
    },
  })
  useEffect(() => {
    document.title = '登录 · 医鉴 · 医保基金监管'
  }, [])
  if (session.data) return <Redirect to={safeNext(search['next'])} />
  return (
    <main className="sign-in">
      <section className="sign-in-card" aria-label="登录">
        <BrandMark size={40} />
        <h1>医鉴</h1>
        <p className="yj-secondary">医疗保障基金智能监管</p>
        <SignInForm
          busy={signIn.isPending}
          error={signIn.error ? toClientError(signIn.error).message : null}
          onSubmit={(values) => {
            signIn.mutate(values)
          }}
        />
        <DemonstrationAccounts
          busy={signIn.isPending}
          onPick={(values) => {
            signIn.mutate(values)
          }}
        />
      </section>
      <p className="sign-in-foot">疑点由规则与模型推算，核实前均为“疑似”。查看和导出均记入审计日志。</p>
    </main>
  )
}

interface FormProps {
  readonly busy: boolean
  readonly error: string | null
  readonly onSubmit: (values: Credentials) => void
}

function SignInForm({ busy, error, onSubmit }: FormProps) {
  return (
    <Form<Credentials> layout="vertical" requiredMark={false} onFinish={onSubmit} style={{ marginTop: 20 }}>
      {error === null ? null : <Alert type="error" showIcon title={error} style={{ marginBottom: 16 }} />}
      <Form.Item name="username" label="用户名" rules={[{ required: true, message: '请输入用户名' }]}>
        <Input prefix={<UserOutlined />} autoComplete="username" autoFocus size="large" maxLength={64} />
      </Form.Item>
      <Form.Item name="password" label="密码" rules={[{ required: true, message: '请输入密码' }]}>
        <Input.Password prefix={<LockOutlined />} autoComplete="current-password" size="large" maxLength={256} />
      </Form.Item>
      <Button type="primary" htmlType="submit" size="large" block loading={busy}>
        登录
      </Button>
    </Form>
  )
}

function DemonstrationAccounts({
  busy,
  onPick,
}: {
  readonly busy: boolean
  readonly onPick: (values: Credentials) => void
}) {
  const hints = useQuery({ ...endpointQuery(platform, 'signInHints', {}), staleTime: Infinity })
  if (!hints.data?.demonstration || hints.data.accounts.length === 0) return null
  return (
    <div className="sign-in-demo">
      <p>
        <strong>演示环境</strong>
        <span className="yj-muted">数据由程序合成，不含真实人员。选一个角色直接进入：</span>
      </p>
      <div>
        {hints.data.accounts.map((account) => (
          <Button
            key={account.username}
            disabled={busy}
            onClick={() => {
              onPick({ username: account.username, password: account.password })
            }}
          >
            {account.label}
          </Button>
        ))}
      </div>
    </div>
  )
}

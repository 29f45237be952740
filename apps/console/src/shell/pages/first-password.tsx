import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { BrandMark } from '../frame/brand.tsx'
import { refreshSession, useSession } from '../session.tsx'
import { useSignOut } from '../use-sign-out.ts'
import { PasswordForm } from './password-form.tsx'

/** Nothing else opens before a first password is replaced. */
export function FirstPasswordPage() {
  const session = useSession()
  const queries = useQueryClient()
  const signOut = useSignOut()
  return (
    <main className="sign-in">
      <section className="sign-in-card" aria-label="设置新密码">
        <BrandMark size={40} />
        <h1>设置新密码</h1>
        <p className="yj-secondary" style={{ marginBottom: 20 }}>
          {session.displayName}，您正在使用初始密码。设置自己的密码后即可进入。
        </p>
        <PasswordForm submitLabel="保存并进入" onDone={() => void refreshSession(queries)} />
        <Button type="link" block style={{ marginTop: 8 }} onClick={signOut}>
          退出登录
        </Button>
      </section>
    </main>
  )
}

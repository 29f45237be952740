import {
  BulbOutlined,
  DesktopOutlined,
  KeyOutlined,
  LogoutOutlined,
  MoonOutlined,
  UserOutlined,
} from '@ant-design/icons'
import { BlockSkeleton, useTheme, type ThemeChoice } from '@yijian/web-kit'
import { App, Button, Dropdown, Modal } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useSession } from '../session.tsx'
import { useSignOut } from '../use-sign-out.ts'

const PasswordForm = lazy(async () => ({ default: (await import('../pages/password-form.tsx')).PasswordForm }))
const THEMES = [
  { key: 'light', label: '浅色', icon: <BulbOutlined /> },
  { key: 'dark', label: '深色', icon: <MoonOutlined /> },
  { key: 'system', label: '跟随系统', icon: <DesktopOutlined /> },
] as const satisfies readonly { key: ThemeChoice; label: string; icon: React.ReactNode }[]

export function AccountMenu({ narrow }: { readonly narrow: boolean }) {
  const session = useSession()
  const { choice, choose } = useTheme()
  const { message } = App.useApp()
  const signOut = useSignOut()
  const [changing, setChanging] = useState(false)
  const pick = (key: string) => {
    if (key === 'password') setChanging(true)
    else if (key === 'sign-out') signOut()
    else choose(key as ThemeChoice)
  }
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          selectedKeys: [choice],
          onClick: ({ key }) => {
            pick(key)
          },
          items: [
            {
              key: 'who',
              type: 'group',
              label: (
                <div className="account-who">
                  <strong>{session.displayName}</strong>
                  <span>
                    {session.roleLabel} · {session.scopeLabel}
                  </span>
                </div>
              ),
            },
            { type: 'divider' },
            { key: 'theme', type: 'group', label: '外观', children: [...THEMES] },
            { type: 'divider' },
            { key: 'password', label: '修改密码', icon: <KeyOutlined /> },
            { key: 'sign-out', label: '退出登录', icon: <LogoutOutlined /> },
          ],
        }}
      >
        <Button type="text" icon={<UserOutlined />} aria-label={`账号菜单：${session.displayName}`}>
          {narrow ? null : session.displayName}
        </Button>
      </Dropdown>
      <Modal
        open={changing}
        title="修改密码"
        footer={null}
        destroyOnHidden
        width={420}
        onCancel={() => {
          setChanging(false)
        }}
      >
        <Suspense fallback={<BlockSkeleton rows={4} />}>
          <PasswordForm
            submitLabel="保存新密码"
            onDone={() => {
              setChanging(false)
              message.success('密码已修改，下次登录请用新密码')
            }}
          />
        </Suspense>
      </Modal>
    </>
  )
}

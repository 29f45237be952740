import { CodeText } from '@yijian/web-kit'
import { Alert, Button, Modal } from 'antd'

export interface Issued {
  readonly username: string
  readonly password: string
}

/** Shown once; the server keeps only its hash. */
export function FirstPassword({ issued, onClose }: { readonly issued: Issued; readonly onClose: () => void }) {
  return (
    <Modal
      open
      title="初始密码"
      closable={false}
      footer={
        <Button type="primary" onClick={onClose}>
          已记下
        </Button>
      }
      width={440}
    >
      <Alert type="warning" showIcon title="只显示这一次，请当面或用安全方式交给本人。" style={{ marginBottom: 16 }} />
      <div className="first-password">
        <span className="yj-muted">用户名</span>
        <CodeText value={issued.username} />
        <span className="yj-muted">初始密码</span>
        <CodeText value={issued.password} />
      </div>
    </Modal>
  )
}

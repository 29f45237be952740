import { CloseOutlined, DownOutlined, UpOutlined } from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import type { ReactNode } from 'react'

interface Props {
  readonly open: boolean
  readonly title: string
  readonly children: ReactNode
  readonly footer?: ReactNode
  readonly onClose: () => void
  readonly onPrevious?: () => void
  readonly onNext?: () => void
}

/** A preview beside the list. It does not block the list: another row may be clicked at once. */
export function SidePanel({ open, title, children, footer, onClose, onPrevious, onNext }: Props) {
  if (!open) return null
  return (
    <aside className="yj-panel" aria-label={title}>
      <div className="yj-panel-head">
        <h2>{title}</h2>
        <Tooltip title="上一条（↑）">
          <Button type="text" size="small" icon={<UpOutlined />} aria-label="上一条" onClick={onPrevious} />
        </Tooltip>
        <Tooltip title="下一条（↓）">
          <Button type="text" size="small" icon={<DownOutlined />} aria-label="下一条" onClick={onNext} />
        </Tooltip>
        <Tooltip title="关闭（Esc）">
          <Button type="text" size="small" icon={<CloseOutlined />} aria-label="关闭预览" onClick={onClose} />
        </Tooltip>
      </div>
      <div className="yj-panel-body">{children}</div>
      {footer === undefined ? null : <div className="yj-panel-foot">{footer}</div>}
    </aside>
  )
}

import type { SelfHitMark } from '@yijian/contract'
import { Button } from 'antd'

interface Props {
  readonly busy: boolean
  readonly onMark: (mark: SelfHitMark) => void
}

const BUTTONS = [
  ['confirmed', '属实', 'Y'],
  ['denied', '不属实…', 'N'],
  ['pending', '待核', 'W'],
] as const

/** The three conclusions, each with its key. */
export function MarkButtons({ busy, onMark }: Props) {
  return (
    <>
      {BUTTONS.map(([mark, label, key]) => (
        <Button
          key={mark}
          disabled={busy}
          type={mark === 'confirmed' ? 'primary' : 'default'}
          onClick={() => {
            onMark(mark)
          }}
        >
          {label} <kbd className="mark-key">{key}</kbd>
        </Button>
      ))}
      <span className="yj-muted yj-small">
        <kbd>↑</kbd> <kbd>↓</kbd> 切换
      </span>
    </>
  )
}

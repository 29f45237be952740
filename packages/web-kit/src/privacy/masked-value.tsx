import { EyeOutlined } from '@ant-design/icons'
import { CodeText } from './code-text.tsx'

interface Props {
  readonly masked: string
  /** The number in clear, once it has been shown for a purpose. */
  readonly clear: string | null
  /** Absent when this account may not see numbers in clear. */
  readonly onReveal?: (() => void) | undefined
}

/** A person's number: masked, with an eye that asks for the purpose. */
export function MaskedValue({ masked, clear, onReveal }: Props) {
  if (clear !== null) return <CodeText value={clear} />
  return (
    <span className="yj-code">
      <code>{masked}</code>
      {onReveal ? (
        <button type="button" aria-label="查看完整编号" onClick={onReveal}>
          <EyeOutlined />
        </button>
      ) : null}
    </span>
  )
}

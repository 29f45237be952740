import type { ReactNode } from 'react'

interface Props {
  readonly label: string
  readonly required?: boolean
  readonly hint?: string
  readonly problem?: string | undefined
  readonly wide?: boolean
  /** Beside the label: a way to take the field away. */
  readonly aside?: ReactNode
  readonly children: ReactNode
}

/** A field of the editor: label above, what is wrong or what to write below. */
export function EditorField({ label, required = false, hint = '', problem, wide = false, aside, children }: Props) {
  return (
    <div className={wide ? 'editor-field editor-wide' : 'editor-field'} data-wrong={problem !== undefined}>
      <div className="editor-label">
        <span>
          {label}
          {required ? <em title="必填"> *</em> : null}
        </span>
        {aside}
      </div>
      {children}
      {problem !== undefined ? (
        <small className="danger-text">{problem}</small>
      ) : hint === '' ? null : (
        <small>{hint}</small>
      )}
    </div>
  )
}

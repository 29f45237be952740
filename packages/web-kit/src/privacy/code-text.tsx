import { CheckOutlined, CopyOutlined } from '@ant-design/icons'
import { useState } from 'react'

/** A code (settlement, item, institution …) in monospace, copied with one click. */
export function CodeText({ value, short }: { readonly value: string; readonly short?: number }) {
  const [copied, setCopied] = useState(false)
  const shown = short !== undefined && value.length > short ? `${value.slice(0, short)}…` : value
  return (
    <span className="yj-code" title={value}>
      <code>{shown}</code>
      <button
        type="button"
        aria-label={`复制 ${value}`}
        onClick={(event) => {
          event.stopPropagation()
          void copyText(value).then(() => {
            setCopied(true)
            setTimeout(() => {
              setCopied(false)
            }, 1200)
          })
        }}
      >
        {copied ? <CheckOutlined /> : <CopyOutlined />}
      </button>
    </span>
  )
}

/** The clipboard API exists only on https and localhost; bureaus often serve plain http inside. */
export async function copyText(text: string): Promise<void> {
  if (window.isSecureContext) {
    await navigator.clipboard.writeText(text)
    return
  }
  const area = document.createElement('textarea')
  area.value = text
  area.style.position = 'fixed'
  area.style.opacity = '0'
  document.body.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
}

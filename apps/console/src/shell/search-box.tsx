import { SearchOutlined } from '@ant-design/icons'
import { Input } from 'antd'
import { useEffect, useState } from 'react'
import { useDelayed } from './use-delayed.ts'

interface Props {
  readonly value: string | undefined
  readonly label: string
  readonly placeholder: string
  readonly width?: number
  readonly onChange: (text: string | undefined) => void
}

/** Asks once the typing has come to rest; the address may change it back. */
export function SearchBox({ value, label, placeholder, width = 280, onChange }: Props) {
  const [text, setText] = useState(value ?? '')
  const settled = useDelayed(text, 300)
  useEffect(() => {
    setText(value ?? '')
  }, [value])
  useEffect(() => {
    const next = settled.trim() === '' ? undefined : settled.trim()
    if (next !== value && settled === text) onChange(next)
    // Only a settled text is a new filter.
  }, [settled])
  return (
    <Input
      allowClear
      prefix={<SearchOutlined />}
      placeholder={placeholder}
      aria-label={label}
      style={{ width }}
      maxLength={64}
      value={text}
      onChange={(event) => {
        setText(event.target.value)
      }}
      onPressEnter={() => {
        onChange(text.trim() === '' ? undefined : text.trim())
      }}
    />
  )
}

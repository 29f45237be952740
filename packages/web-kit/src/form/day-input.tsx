import { CalendarOutlined } from '@ant-design/icons'
import { isDay } from '@yijian/kernel'
import { Input } from 'antd'
import { useEffect, useRef, useState } from 'react'

interface Props {
  readonly value?: string | undefined
  readonly onChange?: (day: string | undefined) => void
  readonly label: string
  readonly width?: number | string
  readonly id?: string
}

/** A day as YYYY-MM-DD whatever the browser's language; typed, or picked from the browser's own calendar. */
export function DayInput({ value, onChange, label, width = 150, id }: Props) {
  const [text, setText] = useState(value ?? '')
  const picker = useRef<HTMLInputElement>(null)
  useEffect(() => {
    setText(value ?? '')
  }, [value])
  const wrong = text !== '' && !isDay(text)
  const take = (next: string) => {
    setText(next)
    if (next === '' || isDay(next)) onChange?.(next === '' ? undefined : next)
  }
  return (
    <span className="yj-day-input" style={{ width }}>
      <Input
        {...(id === undefined ? {} : { id })}
        value={text}
        placeholder="YYYY-MM-DD"
        aria-label={label}
        aria-invalid={wrong}
        maxLength={10}
        allowClear
        {...(wrong ? { status: 'error' as const, title: '日期格式应为 YYYY-MM-DD' } : {})}
        onChange={(event) => {
          take(event.target.value.trim())
        }}
        suffix={
          <button
            type="button"
            className="yj-day-button"
            tabIndex={-1}
            aria-label={`选择${label}`}
            onClick={() => {
              picker.current?.showPicker()
            }}
          >
            <CalendarOutlined />
          </button>
        }
      />
      <input
        ref={picker}
        type="date"
        tabIndex={-1}
        aria-hidden="true"
        value={isDay(text) ? text : ''}
        onChange={(event) => {
          take(event.target.value)
        }}
      />
    </span>
  )
}

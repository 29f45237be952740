import { CalendarOutlined } from '@ant-design/icons'
import { isDay } from '@yijian/kernel'
import { Button, Input, Popover } from 'antd'

interface Props {
  readonly from: string | undefined
  readonly to: string | undefined
  readonly onChange: (patch: { from: string | undefined; to: string | undefined }) => void
}

/** 发生期间: two days, either may be open. */
export function PeriodFilter({ from, to, onChange }: Props) {
  const label = from === undefined && to === undefined ? '发生期间' : `${from ?? '最早'} 至 ${to ?? '最新'}`
  const day = (text: string) => (isDay(text) ? text : undefined)
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      content={
        <div className="yj-stack-8" style={{ width: 220 }}>
          <label className="yj-stack-8">
            从
            <Input
              type="date"
              aria-label="期间从"
              value={from ?? ''}
              max={to}
              onChange={(event) => {
                onChange({ from: day(event.target.value), to })
              }}
            />
          </label>
          <label className="yj-stack-8">
            到
            <Input
              type="date"
              aria-label="期间到"
              value={to ?? ''}
              min={from}
              onChange={(event) => {
                onChange({ from, to: day(event.target.value) })
              }}
            />
          </label>
          <Button
            size="small"
            type="link"
            onClick={() => {
              onChange({ from: undefined, to: undefined })
            }}
          >
            不限期间
          </Button>
        </div>
      }
    >
      <Button icon={<CalendarOutlined />} aria-label={`发生期间：${label}`}>
        {label}
      </Button>
    </Popover>
  )
}

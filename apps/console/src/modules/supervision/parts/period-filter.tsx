import { CalendarOutlined } from '@ant-design/icons'
import { DayInput } from '@yijian/web-kit'
import { Button, Popover } from 'antd'

interface Props {
  readonly from: string | undefined
  readonly to: string | undefined
  readonly onChange: (patch: { from: string | undefined; to: string | undefined }) => void
}

/** 发生期间: two days, either may be open. */
export function PeriodFilter({ from, to, onChange }: Props) {
  const label = from === undefined && to === undefined ? '发生期间' : `${from ?? '最早'} 至 ${to ?? '最新'}`
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      content={
        <div className="yj-stack-8" style={{ width: 220 }}>
          <label className="yj-stack-8">
            从
            <DayInput
              width="100%"
              label="期间从"
              value={from}
              onChange={(day) => {
                onChange({ from: day, to })
              }}
            />
          </label>
          <label className="yj-stack-8">
            到
            <DayInput
              width="100%"
              label="期间到"
              value={to}
              onChange={(day) => {
                onChange({ from, to: day })
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

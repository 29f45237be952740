import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Checkbox, Input, InputNumber } from 'antd'
import { emptyLine, nextId, type TrialClaim, type TrialLine } from '../trial/claim.ts'

interface Props {
  readonly claim: TrialClaim
  readonly onChange: (lines: readonly TrialLine[]) => void
}

/** The orders that are judged now. */
export function TrialLines({ claim, onChange }: Props) {
  const change = (id: string, patch: Partial<TrialLine>) => {
    onChange(claim.lines.map((line) => (line.id === id ? { ...line, ...patch } : line)))
  }
  return (
    <div className="yj-scroll-x">
      <table className="yj-plain-table trial-lines" aria-label="医嘱">
        <thead>
          <tr>
            <th style={{ width: 168 }}>项目编码</th>
            <th style={{ minWidth: 110 }}>名称</th>
            <th style={{ width: 142 }}>时间</th>
            <th style={{ width: 58 }}>数量</th>
            <th style={{ width: 78 }}>单价（元）</th>
            <th style={{ width: 52 }}>天数</th>
            <th style={{ width: 44 }}>自费</th>
            <th style={{ width: 32 }} aria-label="删除" />
          </tr>
        </thead>
        <tbody>
          {claim.lines.map((line) => (
            <LineRow
              key={line.id}
              line={line}
              only={claim.lines.length === 1}
              onChange={(patch) => {
                change(line.id, patch)
              }}
              onRemove={() => {
                onChange(claim.lines.filter((one) => one.id !== line.id))
              }}
            />
          ))}
        </tbody>
      </table>
      <Button
        type="dashed"
        size="small"
        icon={<PlusOutlined />}
        style={{ marginTop: 8 }}
        disabled={claim.lines.length >= 200}
        onClick={() => {
          onChange([...claim.lines, emptyLine(nextId(claim.lines), claim.day)])
        }}
      >
        增加医嘱
      </Button>
    </div>
  )
}

interface RowProps {
  readonly line: TrialLine
  readonly only: boolean
  readonly onChange: (patch: Partial<TrialLine>) => void
  readonly onRemove: () => void
}

function LineRow({ line, only, onChange, onRemove }: RowProps) {
  const at = `第 ${line.id} 条医嘱`
  return (
    <tr>
      <td>
        <Input
          aria-label={`${at}项目编码`}
          className="mono-input"
          maxLength={64}
          value={line.code}
          onChange={(event) => {
            onChange({ code: event.target.value.trim() })
          }}
        />
      </td>
      <td>
        <Input
          aria-label={`${at}名称`}
          maxLength={100}
          value={line.name}
          onChange={(event) => {
            onChange({ name: event.target.value })
          }}
        />
      </td>
      <td>
        <Input
          aria-label={`${at}时间`}
          maxLength={16}
          value={line.at}
          onChange={(event) => {
            onChange({ at: event.target.value })
          }}
        />
      </td>
      <td>
        <NumberCell label={`${at}数量`} value={line.qty} min={0.01} onChange={(qty) => onChange({ qty })} />
      </td>
      <td>
        <NumberCell label={`${at}单价`} value={line.price} min={0} onChange={(price) => onChange({ price })} />
      </td>
      <td>
        <NumberCell label={`${at}天数`} value={line.days} min={1} onChange={(days) => onChange({ days })} />
      </td>
      <td>
        <Checkbox
          aria-label={`${at}自费`}
          checked={line.ownPaid}
          onChange={(event) => {
            onChange({ ownPaid: event.target.checked })
          }}
        />
      </td>
      <td>
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          aria-label={`删除${at}`}
          disabled={only}
          onClick={onRemove}
        />
      </td>
    </tr>
  )
}

interface CellProps {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly onChange: (value: number) => void
}

function NumberCell({ label, value, min, onChange }: CellProps) {
  return (
    <InputNumber
      aria-label={label}
      controls={false}
      style={{ width: '100%' }}
      min={min}
      value={value}
      onChange={(next) => {
        if (next !== null) onChange(next)
      }}
    />
  )
}

import { ColumnHeightOutlined, SettingOutlined } from '@ant-design/icons'
import { Button, Checkbox, Dropdown, Popover, Tooltip } from 'antd'
import { DEFAULT_PREFERENCES, isShown, type DataColumn, type Density, type TablePreferences } from './columns.ts'

interface Props<T> {
  readonly columns: readonly DataColumn<T>[]
  readonly preferences: TablePreferences
  readonly onChange: (next: TablePreferences) => void
}

const DENSITIES = [
  { key: 'large', label: '宽松' },
  { key: 'middle', label: '适中' },
  { key: 'small', label: '紧凑' },
] as const satisfies readonly { key: Density; label: string }[]

export function TableMenu<T>({ columns, preferences, onChange }: Props<T>) {
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [...DENSITIES],
          selectable: true,
          selectedKeys: [preferences.density],
          onClick: ({ key }) => {
            onChange({ ...preferences, density: key as Density })
          },
        }}
      >
        <Tooltip title="行高">
          <Button type="text" icon={<ColumnHeightOutlined />} aria-label="行高" />
        </Tooltip>
      </Dropdown>
      <Popover
        trigger="click"
        placement="bottomRight"
        title="显示的列"
        content={<ColumnChooser columns={columns} preferences={preferences} onChange={onChange} />}
      >
        <Tooltip title="选择列">
          <Button type="text" icon={<SettingOutlined />} aria-label="选择列" />
        </Tooltip>
      </Popover>
    </>
  )
}

function ColumnChooser<T>({ columns, preferences, onChange }: Props<T>) {
  return (
    <div className="yj-column-chooser">
      {columns.map((column) => (
        <Checkbox
          key={column.key}
          checked={isShown(column, preferences)}
          disabled={column.always === true}
          onChange={(event) => {
            onChange({ ...preferences, shown: { ...preferences.shown, [column.key]: event.target.checked } })
          }}
        >
          {column.title}
        </Checkbox>
      ))}
      <Button
        size="small"
        type="link"
        onClick={() => {
          onChange({ ...preferences, shown: DEFAULT_PREFERENCES.shown })
        }}
      >
        恢复默认
      </Button>
    </div>
  )
}

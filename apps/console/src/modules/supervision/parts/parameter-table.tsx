import { EditOutlined } from '@ant-design/icons'
import { EmptyState, Tag } from '@yijian/web-kit'
import { Button } from 'antd'
import { useState } from 'react'
import { useCan } from '../../../shell/session.tsx'
import type { ModelPageData, Parameter } from '../contract.ts'
import { ParameterForm } from './parameter-form.tsx'
import { boundsText, parameterText } from './parameter-text.ts'

/** Every number of the model, where it comes from and how far it may be moved. */
export function ParameterTable({ model }: { readonly model: ModelPageData }) {
  const canConfigure = useCan('models.configure')
  const [editing, setEditing] = useState(false)
  if (model.parameters.length === 0) return <EmptyState compact title="该模型没有可调参数" />
  if (editing)
    return (
      <ParameterForm
        model={model}
        onClose={() => {
          setEditing(false)
        }}
      />
    )
  return (
    <div className="yj-stack">
      <div className="yj-row" style={{ justifyContent: 'space-between' }}>
        <p className="yj-secondary">参数修改后成为新版本，下次运行起生效；已有疑点保留当时的参数。</p>
        {canConfigure ? (
          <Button
            icon={<EditOutlined />}
            onClick={() => {
              setEditing(true)
            }}
          >
            修改参数
          </Button>
        ) : null}
      </div>
      <table className="yj-plain-table" aria-label="参数">
        <thead>
          <tr>
            <th>参数</th>
            <th className="yj-right">当前值</th>
            <th className="yj-right">默认值</th>
            <th className="yj-right">允许范围</th>
            <th>来源</th>
          </tr>
        </thead>
        <tbody>
          {model.parameters.map((parameter) => (
            <tr key={parameter.id}>
              <td>
                <span className="yj-cell-2">
                  <span>{parameter.label}</span>
                  <small>
                    <code>{parameter.id}</code>
                  </small>
                </span>
              </td>
              <td className="yj-right yj-num">
                {parameter.current === parameter.default ? null : <Tag tone="warning">已调整</Tag>}{' '}
                <strong>{parameterText(parameter.current, parameter.unit)}</strong>
              </td>
              <td className="yj-right yj-num yj-muted">{parameterText(parameter.default, parameter.unit)}</td>
              <td className="yj-right yj-num yj-muted">{boundsText(parameter) || '—'}</td>
              <td>
                <OriginTag origin={parameter.origin} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function OriginTag({ origin }: { readonly origin: Parameter['origin'] }) {
  return origin === 'seed' ? <Tag tone="brand">政策或招标文件</Tag> : <Tag>起始值</Tag>
}

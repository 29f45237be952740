import { SUBJECT_LABELS } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { Amount, formatCount } from '@yijian/web-kit'
import type { Model } from '../contract.ts'
import { findingsHref, modelHref } from '../public.ts'
import { LastRun, PrecisionText } from './model-figures.tsx'

export function ModelTable({ models }: { readonly models: readonly Model[] }) {
  return (
    <div className="yj-scroll-x">
      <table className="yj-plain-table yj-inset" aria-label="模型列表">
        <thead>
          <tr>
            <th>编号</th>
            <th>模型</th>
            <th>对象</th>
            <th className="yj-right">疑点</th>
            <th className="yj-right">已排除</th>
            <th className="yj-right">涉及基金（元）</th>
            <th>准确率</th>
            <th>版本</th>
            <th>上次运行</th>
          </tr>
        </thead>
        <tbody>
          {models.map((model) => (
            <tr key={model.modelId}>
              <td>
                <code>{model.code}</code>
              </td>
              <td>
                <span className="yj-cell-2">
                  <Link to={modelHref(model.modelId)}>{model.name}</Link>
                  <small title={model.summary}>{model.summary}</small>
                </span>
              </td>
              <td>{SUBJECT_LABELS[model.subject]}</td>
              <td className="yj-right yj-num">
                <Link to={findingsHref({ model: model.modelId })}>{formatCount(model.findings)}</Link>
              </td>
              <td className="yj-right yj-num">
                <Link to={findingsHref({ model: model.modelId, kind: 'excluded' })}>{formatCount(model.excluded)}</Link>
              </td>
              <td className="yj-right">
                <Amount value={model.amountFund} />
              </td>
              <td className="yj-num">
                <PrecisionText model={model} />
              </td>
              <td>
                <code>{model.version}</code>
              </td>
              <td style={{ whiteSpace: 'nowrap' }}>
                <LastRun model={model} bare />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

import { Link } from '@tanstack/react-router'
import { Alert } from 'antd'
import type { OverviewData } from '../api.ts'
import { modelHref } from '../../supervision/public.ts'

/** A model that failed must not look like a model that found nothing. */
export function FailedModels({ failed }: { readonly failed: OverviewData['failedModels'] }) {
  if (failed.length === 0) return null
  return (
    <Alert
      type="warning"
      showIcon
      title={`${failed.length} 个模型上次运行未完成，下面的数字不含它们的结果`}
      description={
        <ul className="failed-list">
          {failed.map((model) => (
            <li key={model.modelId}>
              <Link to={modelHref(model.modelId)}>{model.name}</Link>：{model.error}
            </li>
          ))}
        </ul>
      }
    />
  )
}

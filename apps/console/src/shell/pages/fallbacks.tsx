import { Link, type ErrorComponentProps } from '@tanstack/react-router'
import { EmptyState, ErrorState } from '@yijian/web-kit'

export function MissingPage() {
  return (
    <div className="yj-page">
      <EmptyState title="没有这个页面" actions={<Link to="/">回到首页</Link>}>
        地址可能写错了，或者页面已经移走。
      </EmptyState>
    </div>
  )
}

export function BrokenPage({ error, reset }: ErrorComponentProps) {
  return (
    <div className="yj-page">
      <ErrorState error={error} onRetry={reset} />
    </div>
  )
}

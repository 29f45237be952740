import { BlockSkeleton, Skeleton } from '@yijian/web-kit'

export function HomeSkeleton() {
  return (
    <div className="yj-stack" role="status" aria-label="正在加载总览">
      <div className="yj-card headline">
        <div className="headline-main">
          <Skeleton height={14} width={160} />
          <Skeleton height={44} width={220} />
          <Skeleton height={14} width={260} />
        </div>
      </div>
      <div className="home-grid">
        <div className="yj-card" style={{ minHeight: 400 }}>
          <BlockSkeleton rows={12} />
        </div>
        <div className="yj-card" style={{ minHeight: 400 }}>
          <BlockSkeleton rows={6} />
        </div>
      </div>
    </div>
  )
}

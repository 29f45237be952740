import { UnorderedListOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { BlockSkeleton, EmptyState, ErrorState } from '@yijian/web-kit'
import { Badge, Button, Popover } from 'antd'
import { useState } from 'react'
import { isActive, useRecentJobs } from '../jobs.ts'
import { JobCard } from './job-card.tsx'

/** Long work goes on when its page is left; here is how far it is. */
export function TaskTray() {
  const [open, setOpen] = useState(false)
  const query = useRecentJobs()
  const active = query.data?.rows.filter(isActive) ?? []
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      styles={{ content: { padding: 0 } }}
      content={
        <div className="task-tray" role="region" aria-label="任务">
          <div className="task-tray-head">
            <strong>任务</strong>
            <Link
              to="/jobs"
              onClick={() => {
                setOpen(false)
              }}
            >
              全部任务
            </Link>
          </div>
          <TrayBody query={query} />
        </div>
      }
    >
      <Badge count={active.length} size="small" offset={[-6, 6]}>
        <Button
          type="text"
          icon={<UnorderedListOutlined />}
          aria-label={active.length > 0 ? `任务：${active.length} 个进行中` : '任务'}
        />
      </Badge>
    </Popover>
  )
}

function TrayBody({ query }: { readonly query: ReturnType<typeof useRecentJobs> }) {
  if (query.data === undefined) {
    return query.isError ? (
      <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <BlockSkeleton rows={3} />
    )
  }
  if (query.data.rows.length === 0) {
    return (
      <EmptyState compact title="还没有任务">
        导入数据、运行模型和重新推算会在这里显示进度，离开页面也不会中断。
      </EmptyState>
    )
  }
  return (
    <ul className="task-list">
      {query.data.rows.slice(0, 8).map((job) => (
        <li key={job.jobId}>
          <JobCard job={job} />
        </li>
      ))}
    </ul>
  )
}

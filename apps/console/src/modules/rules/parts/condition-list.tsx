import type { ExitCondition } from '@yijian/contract'
import { Tag } from '@yijian/web-kit'

/** 试运行退出条件: each with what it is now. */
export function ConditionList({ conditions }: { readonly conditions: readonly ExitCondition[] }) {
  return (
    <ul className="conditions" aria-label="试运行退出条件">
      {conditions.map(({ id, text, met, now }) => (
        <li key={id}>
          <Tag tone={met ? 'success' : 'warning'}>{met ? '达到' : '未达到'}</Tag>
          <span>{text}</span>
          <span className="yj-muted yj-small">{now}</span>
        </li>
      ))}
    </ul>
  )
}

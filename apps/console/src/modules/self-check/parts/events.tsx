import type { CheckEvent } from '@yijian/contract'
import { formatMoment, Tag } from '@yijian/web-kit'

/** 办理记录, newest first. */
export function Events({ events }: { readonly events: readonly CheckEvent[] }) {
  return (
    <ol className="event-list" aria-label="办理记录">
      {events.map((event, at) => (
        <li key={event.at + String(at)}>
          <span className="yj-num yj-muted">{formatMoment(event.at)}</span>
          <div>
            <span>
              {event.text} <Tag tone={event.side === 'bureau' ? 'brand' : 'neutral'}>{event.by}</Tag>
            </span>
            {event.opinion === '' ? null : <p className="event-opinion">{event.opinion}</p>}
          </div>
        </li>
      ))}
    </ol>
  )
}

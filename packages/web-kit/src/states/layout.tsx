import type { ReactNode } from 'react'

interface HeaderProps {
  readonly title: ReactNode
  readonly lead?: ReactNode
  readonly back?: ReactNode
  readonly actions?: ReactNode
}

export function PageHeader({ title, lead, back, actions }: HeaderProps) {
  return (
    <header className="yj-page-header">
      <div className="yj-page-header-main">
        {back === undefined ? null : <div className="yj-page-back">{back}</div>}
        <h1>{title}</h1>
        {lead === undefined ? null : <div className="yj-page-lead">{lead}</div>}
      </div>
      {actions === undefined ? null : <div className="yj-page-actions">{actions}</div>}
    </header>
  )
}

interface SectionProps {
  readonly title?: ReactNode
  readonly note?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
  readonly id?: string
  readonly flush?: boolean
}

export function Section({ title, note, actions, children, id, flush = false }: SectionProps) {
  return (
    <section className={flush ? 'yj-card yj-card-flush' : 'yj-card'} {...(id === undefined ? {} : { id })}>
      {title === undefined ? null : (
        <div className="yj-section-head">
          <h2>{title}</h2>
          {note === undefined ? null : <span className="yj-muted">{note}</span>}
          {actions === undefined ? null : <div className="yj-section-actions">{actions}</div>}
        </div>
      )}
      {children}
    </section>
  )
}

export interface Fact {
  readonly label: ReactNode
  readonly value: ReactNode
}

/** Label–value pairs in columns, aligned; the plain form of a detail. */
export function FactList({
  facts,
  columns = 2,
}: {
  readonly facts: readonly Fact[]
  readonly columns?: 1 | 2 | 3 | 4
}) {
  return (
    <dl className={`yj-facts yj-facts-${columns}`}>
      {facts.map((fact, index) => (
        <div key={index}>
          <dt>{fact.label}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}

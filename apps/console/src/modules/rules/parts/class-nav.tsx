import type { RuleKindRow } from '@yijian/contract'
import { formatCount, Skeleton } from '@yijian/web-kit'
import { classTree, type LibrarySearch } from '../search.ts'

interface Props {
  readonly rows: readonly RuleKindRow[] | undefined
  readonly search: Pick<LibrarySearch, 'cat1' | 'cat2'>
  readonly onPick: (picked: {
    readonly cat1: RuleKindRow['cat1'] | undefined
    readonly cat2: string | undefined
  }) => void
}

/** 政策类 / 管理类 / 医疗类 and their second classes, with the number of rules in each. */
export function ClassNav({ rows, search, onPick }: Props) {
  if (rows === undefined) {
    return (
      <nav className="class-nav" aria-label="规则分类">
        {Array.from({ length: 12 }, (_, index) => (
          <Skeleton key={index} height={28} />
        ))}
      </nav>
    )
  }
  return (
    <nav className="class-nav" aria-label="规则分类">
      <ClassButton
        name="全部"
        kinds={rows.length}
        on={search.cat1 === undefined}
        onPick={() => {
          onPick({ cat1: undefined, cat2: undefined })
        }}
      />
      {classTree(rows).map((node) => (
        <div key={node.cat1} className="class-nav-group">
          <ClassButton
            strong
            name={node.cat1}
            kinds={node.kinds}
            on={search.cat1 === node.cat1 && search.cat2 === undefined}
            onPick={() => {
              onPick({ cat1: node.cat1, cat2: undefined })
            }}
          />
          {node.classes.map((second) => (
            <ClassButton
              key={second.cat2}
              name={second.cat2}
              kinds={second.kinds}
              on={search.cat1 === node.cat1 && search.cat2 === second.cat2}
              onPick={() => {
                onPick({ cat1: node.cat1, cat2: second.cat2 })
              }}
            />
          ))}
        </div>
      ))}
    </nav>
  )
}

interface ButtonProps {
  readonly name: string
  readonly kinds: number
  readonly on: boolean
  readonly strong?: boolean
  readonly onPick: () => void
}

function ClassButton({ name, kinds, on, strong = false, onPick }: ButtonProps) {
  return (
    <button type="button" aria-pressed={on} data-strong={strong} onClick={onPick}>
      <span>{name}</span>
      <span className="yj-muted yj-num">{formatCount(kinds)}</span>
    </button>
  )
}

import type { DraftCheck } from '@yijian/contract'
import { BlockSkeleton, ErrorState } from '@yijian/web-kit'
import { ConflictList, conflictSentence } from './conflict-view.tsx'

/** The draft in words, the reminder it would give and what it collides with; follows what is typed. */
export function EditorLogic({ check, error }: { readonly check: DraftCheck | undefined; readonly error: unknown }) {
  if (check === undefined) return error ? <ErrorState compact error={error} /> : <BlockSkeleton rows={6} />
  const [first, ...rest] = check.words
  return (
    <div className="yj-stack" aria-live="polite">
      <div>
        <p className="editor-sentence">{first}</p>
        <ul className="editor-words">
          {rest.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </div>
      <div>
        <h3 className="sub-title">医师看到的提示</h3>
        <p className="editor-preview">{check.preview}</p>
      </div>
      <div>
        <h3 className="sub-title">还差什么</h3>
        {check.problems.length === 0 ? (
          <p className="yj-secondary">已填完整，可以执行。</p>
        ) : (
          <ul className="editor-words">
            {check.problems.map(({ field, text }) => (
              <li key={field + text} className="danger-text">
                {text}
              </li>
            ))}
          </ul>
        )}
      </div>
      <div>
        <h3 className="sub-title">冲突</h3>
        <p className="yj-secondary">{conflictSentence(check.conflicts)}</p>
        <ConflictList rows={check.conflicts} />
      </div>
    </div>
  )
}

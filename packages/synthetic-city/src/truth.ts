import { writeFileSync } from 'node:fs'
import { type Truth } from './plan/plan.ts'

const quote = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** truth.csv: `model_id,label,subject_type,subject_id,member_ids,note`, sorted, member_ids a JSON array. */
export function writeTruth(path: string, truth: readonly Truth[]): void {
  const lines = truth.map((row) =>
    [row.modelId, row.label, row.subjectType, row.subjectId, JSON.stringify([...row.members].sort()), row.note]
      .map(quote)
      .join(','),
  )
  writeFileSync(path, ['model_id,label,subject_type,subject_id,member_ids,note', ...lines.sort()].join('\n') + '\n')
}

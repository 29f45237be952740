import { AppError } from '@yijian/kernel'

/** Something wrong with a model folder, for the expert who wrote it. */
export interface CheckProblem {
  /** Path inside the folder, or the folder itself. */
  readonly file: string
  readonly line: number | null
  /** One Chinese sentence. */
  readonly message: string
}

export const problem = (file: string, message: string, line: number | null = null): CheckProblem => ({
  file,
  line,
  message,
})

/** `…/model.yaml:12：text` of a loader's message, taken apart. */
export function problemOf(error: unknown, fallback: string): CheckProblem {
  const text = oneLine(error)
  const match = /^(\S+?\.(?:yaml|sql|md))(?::(\d+))?：(.*)$/s.exec(text)
  if (!match) return problem(fallback, text)
  return problem(match[1] ?? fallback, match[3] ?? text, match[2] === undefined ? null : Number(match[2]))
}

/** An error as one line. */
export function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  if (error instanceof AppError) return text
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^LINE \d+:|^\^$/.test(line))
    .slice(0, 2)
    .join(' ')
}

/** The line an engine error points at (`LINE 3: …`). */
export function lineOf(error: unknown): number | null {
  const match = /LINE (\d+):/.exec(error instanceof Error ? error.message : '')
  return match ? Number(match[1]) : null
}

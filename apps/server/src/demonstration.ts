import type { Composed } from './compose.ts'

/** Fills an empty data folder with a demonstration city, in front of the prompt's and the console's eyes. */
export async function prepareDemonstration(composed: Composed, onProgress: (line: string) => void): Promise<void> {
  if (await composed.supervision.hasRuns()) return
  onProgress('演示城市尚未生成')
}

import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Files that run for long, begun first: otherwise one worker is still at them when the others have nothing left. Browsers come
 * between others, so that seldom two of them share the machine.
 */
const LONG = [
  '/catalogue/models-odd',
  '/e2e/drg',
  '/e2e/journeys',
  '/catalogue/models-even',
  '/cli/src/cli.test',
  '/e2e/rules',
  '/import/crash',
  '/rules/scan.test',
  '/e2e/self-check',
  '/apps/cli/',
  '/run/crash',
  'start.test.ts',
  '/catalogue/',
]

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const rank = ({ moduleId }: TestSpecification) => (LONG.findIndex((part) => moduleId.includes(part)) + LONG.length + 1) % (LONG.length + 1) // prettier-ignore
    return sorted.sort((a, b) => rank(a) - rank(b))
  }
}

// A hundred workers and the processes that tests start load the same modules.
process.env['NODE_COMPILE_CACHE'] ??= join(tmpdir(), 'yijian-compile-cache')

export default defineConfig({
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'apps/*/src/**/*.test.ts',
      'apps/*/src/**/*.test.tsx',
      'tests/**/*.test.ts',
    ],
    globalSetup: ['apps/server/src/testing/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // No test replaces a module, so files may share what a worker has loaded.
    isolate: false,
    sequence: { sequencer: LongFirst },
    // A module in WASM (the translator) is used for a second: optimising it would cost more than it does.
    execArgv: ['--liftoff-only'],
    server: { deps: { inline: ['dt-sql-parser', 'antlr4-c3', 'antlr4ng'] } },
  },
})

#!/usr/bin/env node
// TypeScript runs without a build from Node 22.18 on. The workspace carries Node 24 as a dependency, so that
// the command works under an older Node, too: it starts itself again under that one.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const entry = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const [major, minor] = process.versions.node.split('.').map(Number)

if (major > 22 || (major === 22 && minor >= 18)) {
  await import('../src/main.ts')
} else {
  const node = createRequire(import.meta.url).resolve('node/bin/node')
  const run = spawnSync(node, [entry, ...process.argv.slice(2)], { stdio: 'inherit' })
  process.exit(run.status ?? 1)
}

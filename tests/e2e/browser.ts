import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

const CANDIDATES = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Path of the browser on this machine, undefined when there is none. */
export const chromiumPath = CANDIDATES.find((path) => path !== undefined && existsSync(path))

export const skipReason = '本机没有 Chromium，端到端测试未执行（安装 chromium 或设置环境变量 CHROMIUM）'

export function launchBrowser(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error(skipReason)
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--force-prefers-reduced-motion']
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync']
  // Without a UTF-8 locale the browser cannot write a Chinese file name and calls every download `download`.
  const env = { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' }
  return chromium.launch({ executablePath: chromiumPath, args: [...args, ...quiet], env })
}

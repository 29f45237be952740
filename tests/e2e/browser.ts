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
  return chromium.launch({ executablePath: chromiumPath, args: [...args, ...quiet] })
}

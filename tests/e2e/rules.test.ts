import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, launchBrowser, skipReason } from './browser.ts'
import { startDemoServer, type DemoServer } from './demo-server.ts'

if (chromiumPath === undefined) console.warn(skipReason)

describe.skipIf(chromiumPath === undefined)('the rule libraries in a real browser', { timeout: 300_000 }, () => {
  let server: DemoServer
  let browser: Browser

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startDemoServer(), launchBrowser()])
  }, 600_000)

  afterAll(async () => {
    await browser?.close()
    await server?.close()
  }, 120_000)

  /** Fails the test on any script error of the page. */
  async function signIn(): Promise<Page> {
    const context = await browser.newContext({ baseURL: server.url, viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    page.on('pageerror', (error) => {
      throw error
    })
    page.setDefaultTimeout(30_000)
    await page.goto('/')
    await page.getByRole('button', { name: '市级稽核员' }).click()
    await page.getByRole('button', { name: /^账号菜单/ }).waitFor()
    return page
  }

  it('leads from an item name to its rule, to the reminder a doctor would see, and to silence once it is lawful', async () => {
    const page = await signIn()
    await page.getByRole('link', { name: '规则库' }).click()
    await page.getByLabel('搜索规则库').fill('普通病房床位费')
    await page.getByRole('button', { name: /查看 \d+ 个匹配的知识点/ }).click()
    await page.waitForURL(/view=points/)
    const link = page.getByRole('table').getByRole('link', { name: '普通病房床位费', exact: true })
    await link.click()
    await page.getByRole('heading', { name: /医疗服务项目限定频次/ }).waitFor()
    const panel = page.getByRole('complementary', { name: '知识点' })
    await panel.getByText('按日计价，每日限1').waitFor()
    await panel.getByRole('link', { name: '以此知识点试算' }).click()

    const result = page.getByRole('region', { name: '试算结果' })
    const reminder = result.getByRole('article', { name: '明确违规：医疗服务项目限定频次' })
    await reminder.waitFor()
    const words = await reminder.innerText()
    expect(words).toMatch(/普通病房床位费每日限1次，实际2次/)
    expect(words).toMatch(/依据[\s\S]*按日计价，每日限1/)
    expect(words).toMatch(/符合规定的情形\s+每日不超过 1/)

    await page.getByLabel('第 1 条医嘱数量').fill('1')
    await page
      .getByRole('button', { name: /试\s*算$/ })
      .last()
      .click()
    await result.getByRole('heading', { name: '未提醒' }).waitFor()
  })
})

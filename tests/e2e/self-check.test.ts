import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, launchBrowser, skipReason } from './browser.ts'
import { startDemoServer, type DemoServer } from './demo-server.ts'

if (chromiumPath === undefined) console.warn(skipReason)

describe.skipIf(chromiumPath === undefined)('self-check in a real browser', { timeout: 600_000 }, () => {
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
  async function signIn(role: string): Promise<Page> {
    const context = await browser.newContext({
      baseURL: server.url,
      viewport: { width: 1440, height: 900 },
      acceptDownloads: true,
    })
    const page = await context.newPage()
    page.on('pageerror', (error) => {
      throw error
    })
    page.setDefaultTimeout(60_000)
    await page.goto('/')
    await page.getByRole('button', { name: role }).first().click()
    await page.getByRole('button', { name: /^账号菜单/ }).waitFor()
    return page
  }

  it('leads a hospital from the scan to its report, and the bureau to the end of it', async () => {
    const hospital = await signIn('医疗机构医保办')
    await hospital.waitForURL(/\/self-check$/)
    await hospital.getByRole('region', { name: '下一步' }).getByText('开始第一次自查').waitFor()
    await hospital.getByRole('button', { name: '开始自查' }).click()
    await hospital.waitForURL(/\/self-check\/checks\//)
    await hospital.getByRole('tab', { name: /命中清单/ }).waitFor({ timeout: 300_000 })
    const rows = hospital.getByRole('table', { name: '自查命中' }).locator('tbody tr.ant-table-row')
    await rows.first().waitFor()
    expect(await hospital.getByText(/提交前：还有 \d+ 条命中没有登记自查结论/).count()).toBe(1)

    await decide(hospital)
    await putRight(hospital)

    const [file] = await Promise.all([
      hospital.waitForEvent('download'),
      hospital.getByRole('button', { name: '报告（Excel）' }).click(),
    ])
    expect(file.suggestedFilename()).toMatch(/^自查报告-.+\.xlsx$/)
    expect(
      readFileSync(await file.path())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK')

    await hospital.getByRole('button', { name: '提交医保部门' }).click()
    const dialog = hospital.getByRole('dialog', { name: '提交自查报告' })
    expect(await dialog.innerText()).toMatch(/属实 1 条[\s\S]*拟退回[\s\S]*提交后不能再修改/)
    await dialog.getByRole('button', { name: '确认提交' }).click()
    await hospital.getByText('已提交，医保部门尚未打开，可以撤回').waitFor()

    await acceptAndClose(await signIn('市级稽核员'))
    await hospital.reload()
    await hospital.getByText('已办结').first().waitFor()
    expect(await hospital.getByText('整改到位，予以办结').count()).toBeGreaterThan(0)
  })

  /** All at once, one with the keyboard, one taken back. */
  async function decide(page: Page): Promise<void> {
    await page.getByRole('button', { name: /筛选出的全部 \d+ 条/ }).click()
    await page.getByRole('menuitem', { name: '标为待核…' }).click()
    await page
      .getByRole('dialog', { name: /标为待核/ })
      .getByRole('button', { name: '标为待核' })
      .click()
    await page.getByRole('button', { name: '未处理 0' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.getByRole('complementary', { name: '命中详情' }).getByText('符合规定的情形').waitFor()
    await page.keyboard.press('y')
    await page.getByRole('button', { name: '属实 1', exact: true }).waitFor()
    await page.keyboard.press('n')
    const dialog = page.getByRole('dialog', { name: /标为不属实/ })
    await dialog.getByLabel('理由').fill('病历记录有适应症')
    await dialog.getByRole('button', { name: '标为不属实' }).click()
    await page.getByRole('button', { name: '不属实 1', exact: true }).waitFor()
    await page.getByRole('button', { name: '撤销', exact: false }).click()
    await page.getByRole('button', { name: '不属实 0', exact: true }).waitFor()
    await page.keyboard.press('Escape')
  }

  async function putRight(page: Page): Promise<void> {
    await page.getByRole('tab', { name: /整改（0\/1）/ }).click()
    await page.getByLabel('原因').fill('科室对规定掌握不准')
    await page.getByLabel('整改措施').fill('退回费用，医嘱系统增加提示，组织培训')
    await page.getByLabel('责任科室').fill('医保办')
    await page.getByRole('textbox', { name: '完成日期' }).fill('2026-12-31')
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByRole('tab', { name: /整改（1\/1）/ }).waitFor()
  }

  async function acceptAndClose(page: Page): Promise<void> {
    await page.getByRole('link', { name: '机构自查报告' }).click()
    await page.getByRole('table', { name: '机构自查报告' }).getByRole('link').first().click()
    await page.getByRole('tab', { name: /命中清单/ }).waitFor()
    await page.getByRole('button', { name: '受理' }).click()
    await page.getByRole('dialog', { name: '受理自查报告' }).getByRole('button', { name: '受理' }).click()
    await page.getByRole('button', { name: '办结' }).click()
    const dialog = page.getByRole('dialog', { name: '办结' })
    await dialog.getByLabel(/办结意见/).fill('整改到位，予以办结')
    await dialog.getByRole('button', { name: '办结' }).click()
    await page.getByText('已办结').first().waitFor()
  }
})

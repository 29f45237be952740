import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, launchBrowser, skipReason } from './browser.ts'
import { startDemoServer, type DemoServer } from './demo-server.ts'

const DEMO_PASSWORD = 'Yanshi@2026'

if (chromiumPath === undefined) console.warn(skipReason)

describe.skipIf(chromiumPath === undefined)('journeys in a real browser', { timeout: 300_000 }, () => {
  let server: DemoServer
  let browser: Browser
  let downloads: string
  const contexts: BrowserContext[] = []

  beforeAll(async () => {
    downloads = mkdtempSync(join(tmpdir(), 'yijian-downloads-'))
    ;[server, browser] = await Promise.all([startDemoServer(), launchBrowser()])
  }, 600_000)

  afterAll(async () => {
    await browser?.close()
    await server?.close()
    rmSync(downloads, { recursive: true, force: true })
  }, 120_000)

  /** Signs in with one click on the sign-in page, as a newcomer would. Fails the test on any script error of the page. */
  async function signIn(role: '市级稽核员' | '区县稽核员' | '系统管理员'): Promise<Page> {
    const context = await browser.newContext({
      baseURL: server.url,
      viewport: { width: 1440, height: 900 },
      acceptDownloads: true,
    })
    contexts.push(context)
    const page = await context.newPage()
    page.on('pageerror', (error) => {
      throw error
    })
    page.setDefaultTimeout(60_000)
    await page.goto('/')
    await page.getByRole('button', { name: role }).click()
    await page.getByRole('button', { name: /^账号菜单/ }).waitFor()
    return page
  }

  async function download(page: Page, act: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
    const [file] = await Promise.all([page.waitForEvent('download'), act()])
    const path = join(downloads, file.suggestedFilename())
    await file.saveAs(path)
    return { name: file.suggestedFilename(), bytes: readFileSync(path) }
  }

  it('leads the city auditor from the number to the rows, to the verdict, and back to the same list', async () => {
    const page = await signIn('市级稽核员')
    await page.getByRole('link', { name: '查看全部疑点，按涉及基金排列' }).click()
    await page.waitForURL(/\/findings\?.*sort=amtFund/)
    const first = page.getByRole('table').getByRole('link', { name: /^疑似/ }).first()
    await first.waitFor()
    const list = page.url()
    await first.click()
    await page.waitForURL(/\/findings\/[0-9a-f]{32}/)
    await page.getByRole('region', { name: '疑点说明' }).getByText(/疑似/).first().waitFor()
    expect(await page.getByRole('region', { name: '疑点说明' }).innerText()).toMatch(/也要考虑/)

    await page.getByRole('button', { name: '重新推算' }).click()
    await page.getByText('重新推算后仍然成立').waitFor({ timeout: 180_000 })

    await page.getByRole('button', { name: '登记核实结论' }).click()
    const dialog = page.getByRole('dialog', { name: '登记核实结论' })
    await dialog.getByRole('radio', { name: /核实属实/ }).check()
    await dialog.getByLabel('依据和说明').fill('调阅两次住院病历，情况属实')
    await dialog.getByRole('button', { name: /登\s*记/ }).click()
    await page.getByRole('region', { name: '疑点说明' }).getByText('核实属实').waitFor()

    await page.getByRole('link', { name: '← 返回' }).click()
    await page.waitForURL(list)
  })

  it('keeps filters over a reload and exports what is filtered, with who and how in the header', async () => {
    const page = await signIn('市级稽核员')
    await page.goto('/findings?level=高&size=20')
    const rows = page.getByRole('table').getByRole('link', { name: /^疑似/ })
    await rows.first().waitFor()
    const before = await rows.allInnerTexts()
    await page.reload()
    await rows.first().waitFor()
    expect(await rows.allInnerTexts()).toEqual(before)

    await page.getByRole('button', { name: '导出' }).click()
    const csv = await download(page, () => page.getByRole('menuitem', { name: 'CSV' }).click())
    const text = csv.bytes.toString('utf8')
    expect(text.startsWith('\uFEFF')).toBe(true)
    expect(text).toMatch(/shichu|市级稽核员/)
    expect(text).not.toMatch(/,低,|,中,/)

    await page.getByRole('button', { name: '导出' }).click()
    const xlsx = await download(page, () => page.getByRole('menuitem', { name: /Excel/ }).click())
    expect(xlsx.name).toMatch(/\.xlsx$/)
    expect(xlsx.bytes.subarray(0, 2).toString()).toBe('PK')
  })

  it('shows a district auditor own findings only, and tells nothing of others', async () => {
    const city = await signIn('市级稽核员')
    const all = await apiFindings(city, 'size=200')
    const district = await signIn('区县稽核员')
    const own = await apiFindings(district, 'size=200')
    const regions = new Set(own.rows.map((row) => row.admdvs))
    expect(own.total).toBeGreaterThan(0)
    expect(own.total).toBeLessThan(all.total)
    expect(regions.size).toBe(1)
    const foreign = all.rows.find((row) => row.admdvs !== null && !regions.has(row.admdvs))
    expect(foreign).toBeDefined()
    await district.goto(`/findings/${foreign?.findingId ?? ''}`)
    await district
      .getByText(/没有找到|不存在/)
      .first()
      .waitFor()
    expect(await district.getByText(foreign?.explain ?? '–').count()).toBe(0)
    expect(await district.getByRole('link', { name: '账号', exact: true }).count()).toBe(0)
  })

  it('masks the person until a purpose is given, and records the look', async () => {
    const auditor = await signIn('市级稽核员')
    const { rows } = await apiFindings(auditor, 'model=frequent-hospitalization&size=1')
    const finding = rows[0]
    expect(finding?.psnNo).toMatch(/\*/)
    await auditor.goto(`/findings/${finding?.findingId ?? ''}`)
    await auditor
      .getByRole('button', { name: /查看完整/ })
      .first()
      .click()
    const dialog = auditor.getByRole('dialog')
    await dialog.getByRole('textbox').fill('现场核查前核对人员')
    await dialog.getByRole('button').last().click()
    await dialog.waitFor({ state: 'hidden' })
    const admin = await signIn('系统管理员')
    await admin.goto('/audit')
    await admin.getByText('现场核查前核对人员').first().waitFor()
    await admin.getByRole('button', { name: '校验完整性' }).click()
    await admin.getByText(/条记录完整/).waitFor()
  })

  it('takes an uploaded file in, and hands back the rejected rows with their reasons', async () => {
    const page = await signIn('市级稽核员')
    const folder = join(downloads, 'up')
    mkdirSync(folder, { recursive: true })
    const file = join(folder, 'psn_opsp_reg_d.csv')
    const header = 'psn_no,opsp_dise_code,opsp_dise_name,begndate,enddate,reg_stas'
    writeFileSync(
      file,
      `${header}\nP900001,M03900,高血压,2025-01-01,2025-12-31,1\nP900002,M03900,高血压,2025-13-01,,1\n`,
    )
    await page.goto('/data')
    await page.getByRole('button', { name: /上传/ }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.locator('input[type=file]').setInputFiles(file)
    await dialog.getByRole('button', { name: /^上传 1 个文件/ }).click()
    await dialog.waitFor({ state: 'hidden' })
    const { batchId } = await jobEnded(page, '导入 psn_opsp_reg_d.csv')
    await page.goto(`/data/batches/${batchId ?? ''}`)
    await page
      .getByRole('row', { name: /psn_opsp_reg_d/ })
      .getByRole('link', { name: '1', exact: true })
      .click()
    await page.getByText('2025-13-01').first().waitFor()
    const rejects = await page.evaluate(
      async (id) =>
        (await fetch(`/api/batches/${id}/rejects/psn_opsp_reg_d?purpose=${encodeURIComponent('核对接口问题')}`)).text(),
      batchId ?? '',
    )
    expect(rejects).toMatch(/psn_opsp_reg_d\.csv,3,begndate,2025-13-01/)
  })

  it('runs a model with live progress and keeps it in the history', async () => {
    const page = await signIn('市级稽核员')
    await page.goto('/models')
    await page
      .getByRole('link', { name: /分解住院/ })
      .first()
      .click()
    await page
      .getByRole('heading', { name: /分解住院/ })
      .first()
      .waitFor()
    await page.getByRole('button', { name: /运行此模型/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: '开始运行' }).click()
    await jobEnded(page, '运行分解住院')
    await page.getByRole('tab', { name: '运行历史' }).click()
    await page.getByRole('tabpanel').getByText('完成').first().waitFor()
  })

  it('lets the administrator make an account whose owner must choose a password first', async () => {
    const admin = await signIn('系统管理员')
    expect(await admin.getByRole('link', { name: '疑点', exact: true }).count()).toBe(0)
    await admin.goto('/accounts')
    await admin.getByRole('button', { name: '新建账号' }).click()
    const dialog = admin.getByRole('dialog', { name: '新建账号' })
    await dialog.getByLabel('用户名').fill('jihe01')
    await dialog.getByLabel('姓名').fill('稽核员1')
    await dialog.getByRole('radio', { name: /^市级稽核员/ }).check()
    await dialog.getByRole('button', { name: /新\s*建/ }).click()
    const issued = admin.getByRole('dialog').filter({ hasText: 'jihe01' })
    await issued.waitFor()
    const password = (await issued.locator('code').allInnerTexts())
      .map((text) => text.trim())
      .find((text) => text.length >= 8 && text !== 'jihe01')
    expect(password).toBeDefined()

    const context = await browser.newContext({ baseURL: server.url })
    const page = await context.newPage()
    await page.goto('/')
    await page.getByLabel('用户名').fill('jihe01')
    await page.getByLabel('密码', { exact: true }).fill(password ?? '')
    await page.getByRole('button', { name: /^登\s*录$/ }).click()
    await page
      .getByText(/首次登录|修改初始密码|设置新密码/)
      .first()
      .waitFor()
    await context.close()
  })

  it('refuses a wrong password without saying which part is wrong', async () => {
    const context = await browser.newContext({ baseURL: server.url })
    const page = await context.newPage()
    await page.goto('/')
    const attempt = async (username: string) => {
      await page.getByLabel('用户名').fill(username)
      await page.getByLabel('密码', { exact: true }).fill(`${DEMO_PASSWORD}x`)
      await page.getByRole('button', { name: /^登\s*录$/ }).click()
      const alert = page.getByRole('alert').first()
      await alert.waitFor()
      return alert.innerText()
    }
    expect(await attempt('shichu')).toBe(await attempt('nobody'))
    await context.close()
  })
})

interface JobRow {
  readonly title: string
  readonly state: string
  readonly result: { readonly batchId?: string } | null
}

/** Waits until the newest job whose title begins so has ended, and well. */
async function jobEnded(page: Page, title: string): Promise<{ readonly batchId?: string }> {
  for (;;) {
    const rows = await page.evaluate(async () => ((await (await fetch('/api/jobs')).json()) as { rows: JobRow[] }).rows)
    const job = rows.find((row) => row.title.startsWith(title))
    if (job?.state === 'succeeded') return job.result ?? {}
    if (job?.state === 'failed' || job?.state === 'cancelled') throw new Error(`${job.title}: ${job.state}`)
    await page.waitForTimeout(500)
  }
}

interface FindingRows {
  readonly total: number
  readonly rows: readonly {
    readonly findingId: string
    readonly admdvs: string | null
    readonly explain: string
    readonly psnNo: string | null
  }[]
}

/** The list as the page's own session gets it. */
function apiFindings(page: Page, query: string): Promise<FindingRows> {
  return page.evaluate(async (search) => (await (await fetch(`/api/findings?${search}`)).json()) as FindingRows, query)
}
